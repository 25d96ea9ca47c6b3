import type { Rule } from '../../rule.js';
import namespacesAreGuardedAlike from './namespaces-are-guarded-alike.js';
import portsAreGuardedAlike from './ports-are-guarded-alike.js';
import trustRootsAreShared from './trust-roots-are-shared.js';

export const fleetRules: readonly Rule[] = [namespacesAreGuardedAlike, portsAreGuardedAlike, trustRootsAreShared];

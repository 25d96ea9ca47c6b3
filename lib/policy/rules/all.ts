import type { Rule } from '../rule.js';
import { fleetRules } from './fleet/all.js';
import { istioRules } from './istio/all.js';
import { linkerdRules } from './linkerd/all.js';
import { meshRules } from './mesh/all.js';
import { natsRules } from './nats/all.js';
import { networkRules } from './network/all.js';
import { observabilityRules } from './observability/all.js';
import { podRules } from './pod/all.js';
import { rbacRules } from './rbac/all.js';
import { secretRules } from './secret/all.js';
import { trustRules } from './trust/all.js';

/** Every rule, sorted by id. */
export const allRules: readonly Rule[] = [
  ...fleetRules,
  ...istioRules,
  ...linkerdRules,
  ...meshRules,
  ...natsRules,
  ...networkRules,
  ...observabilityRules,
  ...podRules,
  ...rbacRules,
  ...secretRules,
  ...trustRules,
];

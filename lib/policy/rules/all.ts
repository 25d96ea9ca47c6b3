import type { Rule } from '../rule.js';
import networkServiceSelectsAPod from './network/service-selects-a-pod.js';
import podPrivilegedModeIsOff from './pod/privileged-mode-is-off.js';

/** Every rule, sorted by id. */
export const allRules: readonly Rule[] = [networkServiceSelectsAPod, podPrivilegedModeIsOff];

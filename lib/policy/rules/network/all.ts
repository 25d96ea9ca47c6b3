import type { Rule } from '../../rule.js';
import namespaceDeniesByDefault from './namespace-denies-by-default.js';
import nodePortIsInRange from './node-port-is-in-range.js';
import nodePortIsUnique from './node-port-is-unique.js';
import podIsSelectedByAPolicy from './pod-is-selected-by-a-policy.js';
import policyNamesItsPeers from './policy-names-its-peers.js';
import policyPeersExist from './policy-peers-exist.js';
import policySelectsAPod from './policy-selects-a-pod.js';
import policyTypesCoverItsRules from './policy-types-cover-its-rules.js';
import ruleNamesItsPorts from './rule-names-its-ports.js';
import serviceHasEndpoints from './service-has-endpoints.js';
import serviceNamesItsCallers from './service-names-its-callers.js';
import serviceSelectsAPod from './service-selects-a-pod.js';
import serviceTargetPortExists from './service-target-port-exists.js';

export const networkRules: readonly Rule[] = [
  namespaceDeniesByDefault,
  nodePortIsInRange,
  nodePortIsUnique,
  podIsSelectedByAPolicy,
  policyNamesItsPeers,
  policyPeersExist,
  policySelectsAPod,
  policyTypesCoverItsRules,
  ruleNamesItsPorts,
  serviceHasEndpoints,
  serviceNamesItsCallers,
  serviceSelectsAPod,
  serviceTargetPortExists,
];

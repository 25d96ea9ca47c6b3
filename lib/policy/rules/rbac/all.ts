import type { Rule } from '../../rule.js';
import clusterAdminIsNotBound from './cluster-admin-is-not-bound.js';
import everybodyIsNotBound from './everybody-is-not-bound.js';
import rightsDoNotGrow from './rights-do-not-grow.js';
import rulesNameWhatTheyGrant from './rules-name-what-they-grant.js';
import tokensExpire from './tokens-expire.js';

export const rbacRules: readonly Rule[] = [
  clusterAdminIsNotBound,
  everybodyIsNotBound,
  rightsDoNotGrow,
  rulesNameWhatTheyGrant,
  tokensExpire,
];

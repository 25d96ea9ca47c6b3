import type { Rule } from '../../rule.js';
import accountsAreOfOneWorkload from './accounts-are-of-one-workload.js';
import ambientPoliciesTakeEffect from './ambient-policies-take-effect.js';
import annotationsAreCurrent from './annotations-are-current.js';
import annotationsTakeEffect from './annotations-take-effect.js';
import callersAreSingleAccounts from './callers-are-single-accounts.js';
import captureCannotBeEscaped from './capture-cannot-be-escaped.js';
import controlPlaneIsReachable from './control-plane-is-reachable.js';
import denialsHold from './denials-hold.js';
import forwardedAddressesAreTrusted from './forwarded-addresses-are-trusted.js';
import httpRulesMeetHttp from './http-rules-meet-http.js';
import imagesAreStillPublished from './images-are-still-published.js';
import keyFetchesAreRestricted from './key-fetches-are-restricted.js';
import meshConfigIsHardened from './mesh-config-is-hardened.js';
import meshConfigKeepsMtls from './mesh-config-keeps-mtls.js';
import metricsPortsNameTheirCallers from './metrics-ports-name-their-callers.js';
import namespacesChooseOneRevision from './namespaces-choose-one-revision.js';
import pathsAreNormalized from './paths-are-normalized.js';
import peerAuthenticationsTakeEffect from './peer-authentications-take-effect.js';
import podsAreInjected from './pods-are-injected.js';
import policiesAreEnforced from './policies-are-enforced.js';
import policiesSelectAPod from './policies-select-a-pod.js';
import policyPortsAreContainerPorts from './policy-ports-are-container-ports.js';
import principalsExist from './principals-exist.js';
import proxyIsAsInstalled from './proxy-is-as-installed.js';
import proxyLimitsAreSet from './proxy-limits-are-set.js';
import rulesNameTheirCallers from './rules-name-their-callers.js';
import statefulPeersReachEachOther from './stateful-peers-reach-each-other.js';
import tokenKeysAreTrustworthy from './token-keys-are-trustworthy.js';
import tokensAreForTheirAudience from './tokens-are-for-their-audience.js';
import tokensAreRequired from './tokens-are-required.js';
import trafficIsCaptured from './traffic-is-captured.js';
import workloadsAreAuthorized from './workloads-are-authorized.js';
import workloadsAreStrict from './workloads-are-strict.js';

export const istioRules: readonly Rule[] = [
  accountsAreOfOneWorkload,
  ambientPoliciesTakeEffect,
  annotationsAreCurrent,
  annotationsTakeEffect,
  callersAreSingleAccounts,
  captureCannotBeEscaped,
  controlPlaneIsReachable,
  denialsHold,
  forwardedAddressesAreTrusted,
  httpRulesMeetHttp,
  imagesAreStillPublished,
  keyFetchesAreRestricted,
  meshConfigIsHardened,
  meshConfigKeepsMtls,
  metricsPortsNameTheirCallers,
  namespacesChooseOneRevision,
  pathsAreNormalized,
  peerAuthenticationsTakeEffect,
  podsAreInjected,
  policiesAreEnforced,
  policiesSelectAPod,
  policyPortsAreContainerPorts,
  principalsExist,
  proxyIsAsInstalled,
  proxyLimitsAreSet,
  rulesNameTheirCallers,
  statefulPeersReachEachOther,
  tokenKeysAreTrustworthy,
  tokensAreForTheirAudience,
  tokensAreRequired,
  trafficIsCaptured,
  workloadsAreAuthorized,
  workloadsAreStrict,
];

import type { Rule } from '../../rule.js';
import accountsAreOfOneWorkload from './accounts-are-of-one-workload.js';
import ambientPoliciesTakeEffect from './ambient-policies-take-effect.js';
import annotationsAreCurrent from './annotations-are-current.js';
import annotationsTakeEffect from './annotations-take-effect.js';
import callersAreSingleAccounts from './callers-are-single-accounts.js';
import captureCannotBeEscaped from './capture-cannot-be-escaped.js';
import claimRoutesVerifyTokens from './claim-routes-verify-tokens.js';
import controlPlaneIsReachable from './control-plane-is-reachable.js';
import denialsHold from './denials-hold.js';
import deprecatedSettingsAreAbsent from './deprecated-settings-are-absent.js';
import destinationRuleHostExists from './destination-rule-host-exists.js';
import destinationRulesAreRead from './destination-rules-are-read.js';
import destinationsExist from './destinations-exist.js';
import envoyFiltersKeepAuthorization from './envoy-filters-keep-authorization.js';
import envoyFiltersNameTheirPods from './envoy-filters-name-their-pods.js';
import envoyFiltersRunBehindAuthorization from './envoy-filters-run-behind-authorization.js';
import envoyPatchesAreOrdered from './envoy-patches-are-ordered.js';
import envoyPatchesFit from './envoy-patches-fit.js';
import failoverNoticesFailures from './failover-notices-failures.js';
import faultsLeaveTimeouts from './faults-leave-timeouts.js';
import faultsSpareUsers from './faults-spare-users.js';
import forwardedAddressesAreTrusted from './forwarded-addresses-are-trusted.js';
import gatewayCertificatesAreItsOwn from './gateway-certificates-are-its-own.js';
import gatewayCredentialsExist from './gateway-credentials-exist.js';
import gatewayHostsAreNamed from './gateway-hosts-are-named.js';
import gatewayPoliciesNameTheirTarget from './gateway-policies-name-their-target.js';
import gatewayPortsAreServed from './gateway-ports-are-served.js';
import gatewayRoutesShareTheSubsets from './gateway-routes-share-the-subsets.js';
import gatewaySelectsGateways from './gateway-selects-gateways.js';
import gatewayTlsIsModern from './gateway-tls-is-modern.js';
import gatewayTlsIsNotIgnored from './gateway-tls-is-not-ignored.js';
import gatewaysRedirectToHttps from './gateways-redirect-to-https.js';
import gatewaysStayApart from './gateways-stay-apart.js';
import hostsHaveOneDestinationRule from './hosts-have-one-destination-rule.js';
import httpRulesMeetHttp from './http-rules-meet-http.js';
import imagesAreStillPublished from './images-are-still-published.js';
import keyFetchesAreRestricted from './key-fetches-are-restricted.js';
import matchesAreReachable from './matches-are-reachable.js';
import meshConfigIsHardened from './mesh-config-is-hardened.js';
import meshConfigKeepsMtls from './mesh-config-keeps-mtls.js';
import meshDefaultIsStrict from './mesh-default-is-strict.js';
import meshHostsHaveOneVirtualService from './mesh-hosts-have-one-virtual-service.js';
import meshTrafficStaysMutual from './mesh-traffic-stays-mutual.js';
import metricsPortsNameTheirCallers from './metrics-ports-name-their-callers.js';
import namespacesChooseOneRevision from './namespaces-choose-one-revision.js';
import outlierDetectionEjects from './outlier-detection-ejects.js';
import passthroughIsForClusters from './passthrough-is-for-clusters.js';
import pathsAreNormalized from './paths-are-normalized.js';
import peerAuthenticationsAreStrict from './peer-authentications-are-strict.js';
import peerAuthenticationsTakeEffect from './peer-authentications-take-effect.js';
import podsAreInjected from './pods-are-injected.js';
import policiesAreEnforced from './policies-are-enforced.js';
import policiesSelectAPod from './policies-select-a-pod.js';
import policyPortsAreContainerPorts from './policy-ports-are-container-ports.js';
import portSettingsAreWhole from './port-settings-are-whole.js';
import portsNameTheirProtocol from './ports-name-their-protocol.js';
import principalsExist from './principals-exist.js';
import proxyIsAsInstalled from './proxy-is-as-installed.js';
import proxyLimitsAreSet from './proxy-limits-are-set.js';
import rateLimitsTakeEffect from './rate-limits-take-effect.js';
import registryOnlyIsEnforced from './registry-only-is-enforced.js';
import requiredTokensAreVerified from './required-tokens-are-verified.js';
import retriesAreSafe from './retries-are-safe.js';
import routesAreReachable from './routes-are-reachable.js';
import routesReachTheMesh from './routes-reach-the-mesh.js';
import rulesNameTheirCallers from './rules-name-their-callers.js';
import selectorsFindPods from './selectors-find-pods.js';
import serverAuthoritiesAreNamed from './server-authorities-are-named.js';
import serverFirstPortsAreDeclared from './server-first-ports-are-declared.js';
import serversAreVerified from './servers-are-verified.js';
import serviceEntriesHaveAddresses from './service-entries-have-addresses.js';
import serviceEntriesTakeNoHosts from './service-entries-take-no-hosts.js';
import serviceEntryProtocolsAgree from './service-entry-protocols-agree.js';
import servicesAgreeOnPorts from './services-agree-on-ports.js';
import sidecarEgressIsClear from './sidecar-egress-is-clear.js';
import sidecarIngressIsCaptured from './sidecar-ingress-is-captured.js';
import sidecarsDoNotCompete from './sidecars-do-not-compete.js';
import statefulPeersReachEachOther from './stateful-peers-reach-each-other.js';
import subsetsAreUsed from './subsets-are-used.js';
import subsetsSelectPods from './subsets-select-pods.js';
import telemetriesDoNotCompete from './telemetries-do-not-compete.js';
import telemetryEntriesAreRead from './telemetry-entries-are-read.js';
import telemetryProvidersExist from './telemetry-providers-exist.js';
import tokenKeysAreTrustworthy from './token-keys-are-trustworthy.js';
import tokensAreForTheirAudience from './tokens-are-for-their-audience.js';
import tokensAreRequired from './tokens-are-required.js';
import trafficIsCaptured from './traffic-is-captured.js';
import triesFitTheTimeout from './tries-fit-the-timeout.js';
import virtualServiceGatewaysExist from './virtual-service-gateways-exist.js';
import weightsShareTheTraffic from './weights-share-the-traffic.js';
import wildcardPoliciesAreRepeated from './wildcard-policies-are-repeated.js';
import workloadsAreAuthorized from './workloads-are-authorized.js';
import workloadsAreStrict from './workloads-are-strict.js';

export const istioRules: readonly Rule[] = [
  accountsAreOfOneWorkload,
  ambientPoliciesTakeEffect,
  annotationsAreCurrent,
  annotationsTakeEffect,
  callersAreSingleAccounts,
  captureCannotBeEscaped,
  claimRoutesVerifyTokens,
  controlPlaneIsReachable,
  denialsHold,
  deprecatedSettingsAreAbsent,
  destinationRuleHostExists,
  destinationRulesAreRead,
  destinationsExist,
  envoyFiltersKeepAuthorization,
  envoyFiltersNameTheirPods,
  envoyFiltersRunBehindAuthorization,
  envoyPatchesAreOrdered,
  envoyPatchesFit,
  failoverNoticesFailures,
  faultsLeaveTimeouts,
  faultsSpareUsers,
  forwardedAddressesAreTrusted,
  gatewayCertificatesAreItsOwn,
  gatewayCredentialsExist,
  gatewayHostsAreNamed,
  gatewayPoliciesNameTheirTarget,
  gatewayPortsAreServed,
  gatewayRoutesShareTheSubsets,
  gatewaySelectsGateways,
  gatewayTlsIsModern,
  gatewayTlsIsNotIgnored,
  gatewaysRedirectToHttps,
  gatewaysStayApart,
  hostsHaveOneDestinationRule,
  httpRulesMeetHttp,
  imagesAreStillPublished,
  keyFetchesAreRestricted,
  matchesAreReachable,
  meshConfigIsHardened,
  meshConfigKeepsMtls,
  meshDefaultIsStrict,
  meshHostsHaveOneVirtualService,
  meshTrafficStaysMutual,
  metricsPortsNameTheirCallers,
  namespacesChooseOneRevision,
  outlierDetectionEjects,
  passthroughIsForClusters,
  pathsAreNormalized,
  peerAuthenticationsAreStrict,
  peerAuthenticationsTakeEffect,
  podsAreInjected,
  policiesAreEnforced,
  policiesSelectAPod,
  policyPortsAreContainerPorts,
  portSettingsAreWhole,
  portsNameTheirProtocol,
  principalsExist,
  proxyIsAsInstalled,
  proxyLimitsAreSet,
  rateLimitsTakeEffect,
  registryOnlyIsEnforced,
  requiredTokensAreVerified,
  retriesAreSafe,
  routesAreReachable,
  routesReachTheMesh,
  rulesNameTheirCallers,
  selectorsFindPods,
  serverAuthoritiesAreNamed,
  serverFirstPortsAreDeclared,
  serversAreVerified,
  serviceEntriesHaveAddresses,
  serviceEntriesTakeNoHosts,
  serviceEntryProtocolsAgree,
  servicesAgreeOnPorts,
  sidecarEgressIsClear,
  sidecarIngressIsCaptured,
  sidecarsDoNotCompete,
  statefulPeersReachEachOther,
  subsetsAreUsed,
  subsetsSelectPods,
  telemetriesDoNotCompete,
  telemetryEntriesAreRead,
  telemetryProvidersExist,
  tokenKeysAreTrustworthy,
  tokensAreForTheirAudience,
  tokensAreRequired,
  trafficIsCaptured,
  triesFitTheTimeout,
  virtualServiceGatewaysExist,
  weightsShareTheTraffic,
  wildcardPoliciesAreRepeated,
  workloadsAreAuthorized,
  workloadsAreStrict,
];

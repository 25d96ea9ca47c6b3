import type { Rule } from '../../rule.js';
import claimRoutesVerifyTokens from './claim-routes-verify-tokens.js';
import deprecatedSettingsAreAbsent from './deprecated-settings-are-absent.js';
import destinationRuleHostExists from './destination-rule-host-exists.js';
import destinationRulesAreRead from './destination-rules-are-read.js';
import destinationsExist from './destinations-exist.js';
import envoyFiltersKeepAuthorization from './envoy-filters-keep-authorization.js';
import envoyFiltersRunBehindAuthorization from './envoy-filters-run-behind-authorization.js';
import envoyPatchesAreOrdered from './envoy-patches-are-ordered.js';
import envoyPatchesFit from './envoy-patches-fit.js';
import failoverNoticesFailures from './failover-notices-failures.js';
import faultsLeaveTimeouts from './faults-leave-timeouts.js';
import faultsSpareUsers from './faults-spare-users.js';
import gatewayCertificatesAreItsOwn from './gateway-certificates-are-its-own.js';
import gatewayCredentialsExist from './gateway-credentials-exist.js';
import gatewayHostsAreNamed from './gateway-hosts-are-named.js';
import gatewayPortsAreServed from './gateway-ports-are-served.js';
import gatewayRoutesShareTheSubsets from './gateway-routes-share-the-subsets.js';
import gatewaySelectsGateways from './gateway-selects-gateways.js';
import gatewayTlsIsModern from './gateway-tls-is-modern.js';
import gatewayTlsIsNotIgnored from './gateway-tls-is-not-ignored.js';
import gatewaysRedirectToHttps from './gateways-redirect-to-https.js';
import gatewaysStayApart from './gateways-stay-apart.js';
import hostsHaveOneDestinationRule from './hosts-have-one-destination-rule.js';
import matchesAreReachable from './matches-are-reachable.js';
import meshHostsHaveOneVirtualService from './mesh-hosts-have-one-virtual-service.js';
import meshTrafficStaysMutual from './mesh-traffic-stays-mutual.js';
import monitorsFindTheirPorts from './monitors-find-their-ports.js';
import passthroughIsForClusters from './passthrough-is-for-clusters.js';
import policiesSuitTheDataPlane from './policies-suit-the-data-plane.js';
import portSettingsAreWhole from './port-settings-are-whole.js';
import portsNameTheirProtocol from './ports-name-their-protocol.js';
import rateLimitsTakeEffect from './rate-limits-take-effect.js';
import registryOnlyIsEnforced from './registry-only-is-enforced.js';
import retriesAreSafe from './retries-are-safe.js';
import routesAreReachable from './routes-are-reachable.js';
import routesReachTheMesh from './routes-reach-the-mesh.js';
import selectorsFindPods from './selectors-find-pods.js';
import serverAuthoritiesAreNamed from './server-authorities-are-named.js';
import serverFirstPortsAreDeclared from './server-first-ports-are-declared.js';
import serversAreVerified from './servers-are-verified.js';
import serviceEntriesHaveAddresses from './service-entries-have-addresses.js';
import serviceEntriesTakeNoHosts from './service-entries-take-no-hosts.js';
import serviceEntryProtocolsAgree from './service-entry-protocols-agree.js';
import servicesAgreeOnPorts from './services-agree-on-ports.js';
import sidecarIngressIsCaptured from './sidecar-ingress-is-captured.js';
import sidecarsDoNotCompete from './sidecars-do-not-compete.js';
import subsetsAreUsed from './subsets-are-used.js';
import subsetsSelectPods from './subsets-select-pods.js';
import telemetriesDoNotCompete from './telemetries-do-not-compete.js';
import telemetryProvidersExist from './telemetry-providers-exist.js';
import triesFitTheTimeout from './tries-fit-the-timeout.js';
import virtualServiceGatewaysExist from './virtual-service-gateways-exist.js';
import weightsShareTheTraffic from './weights-share-the-traffic.js';
import wildcardPoliciesAreRepeated from './wildcard-policies-are-repeated.js';

export const istioRules: readonly Rule[] = [
  claimRoutesVerifyTokens,
  deprecatedSettingsAreAbsent,
  destinationRuleHostExists,
  destinationRulesAreRead,
  destinationsExist,
  envoyFiltersKeepAuthorization,
  envoyFiltersRunBehindAuthorization,
  envoyPatchesAreOrdered,
  envoyPatchesFit,
  failoverNoticesFailures,
  faultsLeaveTimeouts,
  faultsSpareUsers,
  gatewayCertificatesAreItsOwn,
  gatewayCredentialsExist,
  gatewayHostsAreNamed,
  gatewayPortsAreServed,
  gatewayRoutesShareTheSubsets,
  gatewaySelectsGateways,
  gatewayTlsIsModern,
  gatewayTlsIsNotIgnored,
  gatewaysRedirectToHttps,
  gatewaysStayApart,
  hostsHaveOneDestinationRule,
  matchesAreReachable,
  meshHostsHaveOneVirtualService,
  meshTrafficStaysMutual,
  monitorsFindTheirPorts,
  passthroughIsForClusters,
  policiesSuitTheDataPlane,
  portSettingsAreWhole,
  portsNameTheirProtocol,
  rateLimitsTakeEffect,
  registryOnlyIsEnforced,
  retriesAreSafe,
  routesAreReachable,
  routesReachTheMesh,
  selectorsFindPods,
  serverAuthoritiesAreNamed,
  serverFirstPortsAreDeclared,
  serversAreVerified,
  serviceEntriesHaveAddresses,
  serviceEntriesTakeNoHosts,
  serviceEntryProtocolsAgree,
  servicesAgreeOnPorts,
  sidecarIngressIsCaptured,
  sidecarsDoNotCompete,
  subsetsAreUsed,
  subsetsSelectPods,
  telemetriesDoNotCompete,
  telemetryProvidersExist,
  triesFitTheTimeout,
  virtualServiceGatewaysExist,
  weightsShareTheTraffic,
  wildcardPoliciesAreRepeated,
];

import type { Rule } from '../rule.js';
import fleetNamespacesAreGuardedAlike from './fleet/namespaces-are-guarded-alike.js';
import fleetPortsAreGuardedAlike from './fleet/ports-are-guarded-alike.js';
import fleetTrustRootsAreShared from './fleet/trust-roots-are-shared.js';
import linkerdApiVersionsAreCurrent from './linkerd/api-versions-are-current.js';
import linkerdClusterNetworksCoverTheCluster from './linkerd/cluster-networks-cover-the-cluster.js';
import linkerdCniPluginIsComplete from './linkerd/cni-plugin-is-complete.js';
import linkerdComponentsRunOneRelease from './linkerd/components-run-one-release.js';
import linkerdConfigAgreesWithTheContainers from './linkerd/config-agrees-with-the-containers.js';
import linkerdConfigServesTheInjector from './linkerd/config-serves-the-injector.js';
import linkerdControlPlaneIsComplete from './linkerd/control-plane-is-complete.js';
import linkerdControllersMayDoTheirWork from './linkerd/controllers-may-do-their-work.js';
import linkerdEgressRoutesTakeEffect from './linkerd/egress-routes-take-effect.js';
import linkerdGatewayApiIsSupported from './linkerd/gateway-api-is-supported.js';
import linkerdHighAvailabilityIsComplete from './linkerd/high-availability-is-complete.js';
import linkerdHttpPoliciesMeetHttp from './linkerd/http-policies-meet-http.js';
import linkerdIdentityIssuerFitsItsScheme from './linkerd/identity-issuer-fits-its-scheme.js';
import linkerdInjectorSelectsWhatItShould from './linkerd/injector-selects-what-it-should.js';
import linkerdIssuersAreTrustedByPeers from './linkerd/issuers-are-trusted-by-peers.js';
import linkerdJobsEndWithTheirProxy from './linkerd/jobs-end-with-their-proxy.js';
import linkerdLinksAreComplete from './linkerd/links-are-complete.js';
import linkerdNamespaceIsMarked from './linkerd/namespace-is-marked.js';
import linkerdNativeSidecarsFitTheRelease from './linkerd/native-sidecars-fit-the-release.js';
import linkerdNothingPhonesHome from './linkerd/nothing-phones-home.js';
import linkerdOpaquePortsAgree from './linkerd/opaque-ports-agree.js';
import linkerdPodSecurityAdmitsTheMesh from './linkerd/pod-security-admits-the-mesh.js';
import linkerdPodsFollowTheTrustRoot from './linkerd/pods-follow-the-trust-root.js';
import linkerdProfilesStandAlone from './linkerd/profiles-stand-alone.js';
import linkerdProxiesDialOpenPorts from './linkerd/proxies-dial-open-ports.js';
import linkerdRateLimitsTakeEffect from './linkerd/rate-limits-take-effect.js';
import linkerdResourceDefinitionsAreServed from './linkerd/resource-definitions-are-served.js';
import linkerdRoutesAreDefined from './linkerd/routes-are-defined.js';
import linkerdTrafficAnnotationsAreValid from './linkerd/traffic-annotations-are-valid.js';
import linkerdTrustAnchorsAgree from './linkerd/trust-anchors-agree.js';
import linkerdTrustAnchorsAreSupported from './linkerd/trust-anchors-are-supported.js';
import linkerdWebhookCertificatesAreTrusted from './linkerd/webhook-certificates-are-trusted.js';
import linkerdWebhooksAreAsked from './linkerd/webhooks-are-asked.js';
import linkerdWebhooksFailSafely from './linkerd/webhooks-fail-safely.js';
import linkerdWebhooksReachAServer from './linkerd/webhooks-reach-a-server.js';
import meshAnnotationIsKnown from './mesh/annotation-is-known.js';
import meshAnnotationValueIsValid from './mesh/annotation-value-is-valid.js';
import meshAnnotationsStandWhereTheyAreRead from './mesh/annotations-stand-where-they-are-read.js';
import meshAuthorizationNamesItsPeers from './mesh/authorization-names-its-peers.js';
import meshAuthorizationTargetExists from './mesh/authorization-target-exists.js';
import meshClosedPortIsGuarded from './mesh/closed-port-is-guarded.js';
import meshControlPlaneIsReachable from './mesh/control-plane-is-reachable.js';
import meshDefaultPolicyIsClosed from './mesh/default-policy-is-closed.js';
import meshIdentityAccountExists from './mesh/identity-account-exists.js';
import meshIdentityIsNarrow from './mesh/identity-is-narrow.js';
import meshInjectorSeesTheNamespace from './mesh/injector-sees-the-namespace.js';
import meshNetworkExceptionsLieWithin from './mesh/network-exceptions-lie-within.js';
import meshNetworkPolicyOpensTheProxyPort from './mesh/network-policy-opens-the-proxy-port.js';
import meshPodIsInjected from './mesh/pod-is-injected.js';
import meshPortsAreNotSkipped from './mesh/ports-are-not-skipped.js';
import meshProbesAreAuthorized from './mesh/probes-are-authorized.js';
import meshProbesReachTheContainer from './mesh/probes-reach-the-container.js';
import meshProxyRequestsFitLimits from './mesh/proxy-requests-fit-limits.js';
import meshProxyResourcesAreSet from './mesh/proxy-resources-are-set.js';
import meshServerHasItsPortAlone from './mesh/server-has-its-port-alone.js';
import meshServerIsAuthorized from './mesh/server-is-authorized.js';
import meshServerPortExists from './mesh/server-port-exists.js';
import meshServerSelectsAPod from './mesh/server-selects-a-pod.js';
import natsAddressesAreNotAdvertised from './nats/addresses-are-not-advertised.js';
import natsCertificateFilesAreWatched from './nats/certificate-files-are-watched.js';
import natsCertificateUsagesFitTheServer from './nats/certificate-usages-fit-the-server.js';
import natsClientsAreAuthenticated from './nats/clients-are-authenticated.js';
import natsClientsHaveNatsUsers from './nats/clients-have-nats-users.js';
import natsClusterStartsInParallel from './nats/cluster-starts-in-parallel.js';
import natsConfigChangesReachTheServer from './nats/config-changes-reach-the-server.js';
import natsConfigFitsTheImage from './nats/config-fits-the-image.js';
import natsConfigHoldsNoPassword from './nats/config-holds-no-password.js';
import natsConfigIsReadInFull from './nats/config-is-read-in-full.js';
import natsDiscoveredServersAreIgnored from './nats/discovered-servers-are-ignored.js';
import natsDurationsAreText from './nats/durations-are-text.js';
import natsGoMemoryLimitIsSet from './nats/go-memory-limit-is-set.js';
import natsImageRefusesAnonymousLeaves from './nats/image-refuses-anonymous-leaves.js';
import natsIncludesAreRelative from './nats/includes-are-relative.js';
import natsJetstreamClusterHasAName from './nats/jetstream-cluster-has-a-name.js';
import natsJetstreamDomainIsSet from './nats/jetstream-domain-is-set.js';
import natsJetstreamDomainIsUnique from './nats/jetstream-domain-is-unique.js';
import natsJetstreamLimitsAreSet from './nats/jetstream-limits-are-set.js';
import natsJetstreamMemoryFitsItsLimit from './nats/jetstream-memory-fits-its-limit.js';
import natsJetstreamQuorumOutlivesDrains from './nats/jetstream-quorum-outlives-drains.js';
import natsJetstreamServersAreOdd from './nats/jetstream-servers-are-odd.js';
import natsJetstreamServersAreSpread from './nats/jetstream-servers-are-spread.js';
import natsJetstreamStoreFitsItsVolume from './nats/jetstream-store-fits-its-volume.js';
import natsJetstreamStoreIsOnAVolume from './nats/jetstream-store-is-on-a-volume.js';
import natsLameDuckIsValid from './nats/lame-duck-is-valid.js';
import natsLeafnodeCertificateNamesItsAddress from './nats/leafnode-certificate-names-its-address.js';
import natsLeafnodeLinkBindsAnAccount from './nats/leafnode-link-binds-an-account.js';
import natsLeafnodeLinkHasAnAlert from './nats/leafnode-link-has-an-alert.js';
import natsLeafnodeLinkNoticesSilence from './nats/leafnode-link-notices-silence.js';
import natsLeafnodeListenerRequiresAuthorization from './nats/leafnode-listener-requires-authorization.js';
import natsLeafnodeListenerRequiresClientCertificate from './nats/leafnode-listener-requires-client-certificate.js';
import natsLeafnodeRemoteReachesItsHub from './nats/leafnode-remote-reaches-its-hub.js';
import natsLeafnodeRemoteUsesTls from './nats/leafnode-remote-uses-tls.js';
import natsListenersHaveOwnPorts from './nats/listeners-have-own-ports.js';
import natsLivenessIgnoresStreams from './nats/liveness-ignores-streams.js';
import natsLocalTrafficHasSeveralAddresses from './nats/local-traffic-has-several-addresses.js';
import natsPayloadFitsPending from './nats/payload-fits-pending.js';
import natsPeersFindEachOtherBeforeReady from './nats/peers-find-each-other-before-ready.js';
import natsPortsAreOpaqueInLinkerd from './nats/ports-are-opaque-in-linkerd.js';
import natsPrivatePortsStayInside from './nats/private-ports-stay-inside.js';
import natsRoutesAreAuthenticated from './nats/routes-are-authenticated.js';
import natsServerLimitsAreSet from './nats/server-limits-are-set.js';
import natsServerNameIsSet from './nats/server-name-is-set.js';
import natsServerNameIsUnique from './nats/server-name-is-unique.js';
import natsServersRunOneRelease from './nats/servers-run-one-release.js';
import natsSingleReplicaSyncsAlways from './nats/single-replica-syncs-always.js';
import natsStreamReplicasFitServers from './nats/stream-replicas-fit-servers.js';
import natsSystemAccountIsDeclared from './nats/system-account-is-declared.js';
import natsTerminationOutlivesLameDuck from './nats/termination-outlives-lame-duck.js';
import natsTlsVerifiesItsPeer from './nats/tls-verifies-its-peer.js';
import natsUsersProveWhoTheyAre from './nats/users-prove-who-they-are.js';
import natsUsersPublishNamedSubjects from './nats/users-publish-named-subjects.js';
import natsVariablesStandAlone from './nats/variables-stand-alone.js';
import networkNamespaceDeniesByDefault from './network/namespace-denies-by-default.js';
import networkNodePortIsInRange from './network/node-port-is-in-range.js';
import networkPodIsSelectedByAPolicy from './network/pod-is-selected-by-a-policy.js';
import networkPolicyNamesItsPeers from './network/policy-names-its-peers.js';
import networkPolicySelectsAPod from './network/policy-selects-a-pod.js';
import networkServiceSelectsAPod from './network/service-selects-a-pod.js';
import networkServiceTargetPortExists from './network/service-target-port-exists.js';
import podAddedCapabilitiesAreDefault from './pod/added-capabilities-are-default.js';
import podApparmorIsOn from './pod/apparmor-is-on.js';
import podCapabilitiesAreDropped from './pod/capabilities-are-dropped.js';
import podDisruptionBudgetAllowsEviction from './pod/disruption-budget-allows-eviction.js';
import podDisruptionBudgetSelectsAPod from './pod/disruption-budget-selects-a-pod.js';
import podHostNamespacesAreOff from './pod/host-namespaces-are-off.js';
import podHostPathIsAbsent from './pod/host-path-is-absent.js';
import podHostPortsAreAbsent from './pod/host-ports-are-absent.js';
import podHostProcessIsOff from './pod/host-process-is-off.js';
import podImageHasADigest from './pod/image-has-a-digest.js';
import podImageIsVersioned from './pod/image-is-versioned.js';
import podLivenessProbeIsPresent from './pod/liveness-probe-is-present.js';
import podPrivilegeEscalationIsOff from './pod/privilege-escalation-is-off.js';
import podPrivilegedModeIsOff from './pod/privileged-mode-is-off.js';
import podProbePortExists from './pod/probe-port-exists.js';
import podProcMountIsDefault from './pod/proc-mount-is-default.js';
import podReadinessProbeIsPresent from './pod/readiness-probe-is-present.js';
import podReplicasAreSpread from './pod/replicas-are-spread.js';
import podRequestsFitLimits from './pod/requests-fit-limits.js';
import podResourcesAreSet from './pod/resources-are-set.js';
import podRootFilesystemIsReadOnly from './pod/root-filesystem-is-read-only.js';
import podRunsAsNonRoot from './pod/runs-as-non-root.js';
import podSeccompIsConfined from './pod/seccomp-is-confined.js';
import podSeccompProfileIsSet from './pod/seccomp-profile-is-set.js';
import podSelinuxOptionsAreSafe from './pod/selinux-options-are-safe.js';
import podServiceAccountExists from './pod/service-account-exists.js';
import podServiceAccountIsOwn from './pod/service-account-is-own.js';
import podSysctlsAreSafe from './pod/sysctls-are-safe.js';
import podTokenIsMountedOnlyForUse from './pod/token-is-mounted-only-for-use.js';
import podUserIsNotRoot from './pod/user-is-not-root.js';
import podVolumeTypesAreRestricted from './pod/volume-types-are-restricted.js';
import rbacClusterAdminIsNotBound from './rbac/cluster-admin-is-not-bound.js';
import rbacRulesNameWhatTheyGrant from './rbac/rules-name-what-they-grant.js';
import secretDataIsDeliveredApart from './secret/data-is-delivered-apart.js';
import secretEnvHoldsNoLiteral from './secret/env-holds-no-literal.js';
import secretManifestsHoldNoKey from './secret/manifests-hold-no-key.js';
import secretMountsFollowRotation from './secret/mounts-follow-rotation.js';
import trustBundleHoldsAuthorities from './trust/bundle-holds-authorities.js';
import trustDurationsAreCanonical from './trust/durations-are-canonical.js';
import trustIdentityIssuerOutlivesProxies from './trust/identity-issuer-outlives-proxies.js';
import trustIssuerExists from './trust/issuer-exists.js';
import trustIssuerOutlivesWhatItSigns from './trust/issuer-outlives-what-it-signs.js';
import trustKeysAreRotated from './trust/keys-are-rotated.js';
import trustLinkerdBundleReachesTheMesh from './trust/linkerd-bundle-reaches-the-mesh.js';
import trustMeshKeysAreSupported from './trust/mesh-keys-are-supported.js';
import trustRenewalFitsLifetime from './trust/renewal-fits-lifetime.js';
import trustSecretHasOneCertificate from './trust/secret-has-one-certificate.js';
import trustSigningCertificateIsACa from './trust/signing-certificate-is-a-ca.js';

/** Every rule, sorted by id. */
export const allRules: readonly Rule[] = [
  fleetNamespacesAreGuardedAlike,
  fleetPortsAreGuardedAlike,
  fleetTrustRootsAreShared,
  linkerdApiVersionsAreCurrent,
  linkerdClusterNetworksCoverTheCluster,
  linkerdCniPluginIsComplete,
  linkerdComponentsRunOneRelease,
  linkerdConfigAgreesWithTheContainers,
  linkerdConfigServesTheInjector,
  linkerdControlPlaneIsComplete,
  linkerdControllersMayDoTheirWork,
  linkerdEgressRoutesTakeEffect,
  linkerdGatewayApiIsSupported,
  linkerdHighAvailabilityIsComplete,
  linkerdHttpPoliciesMeetHttp,
  linkerdIdentityIssuerFitsItsScheme,
  linkerdInjectorSelectsWhatItShould,
  linkerdIssuersAreTrustedByPeers,
  linkerdJobsEndWithTheirProxy,
  linkerdLinksAreComplete,
  linkerdNamespaceIsMarked,
  linkerdNativeSidecarsFitTheRelease,
  linkerdNothingPhonesHome,
  linkerdOpaquePortsAgree,
  linkerdPodSecurityAdmitsTheMesh,
  linkerdPodsFollowTheTrustRoot,
  linkerdProfilesStandAlone,
  linkerdProxiesDialOpenPorts,
  linkerdRateLimitsTakeEffect,
  linkerdResourceDefinitionsAreServed,
  linkerdRoutesAreDefined,
  linkerdTrafficAnnotationsAreValid,
  linkerdTrustAnchorsAgree,
  linkerdTrustAnchorsAreSupported,
  linkerdWebhookCertificatesAreTrusted,
  linkerdWebhooksAreAsked,
  linkerdWebhooksFailSafely,
  linkerdWebhooksReachAServer,
  meshAnnotationIsKnown,
  meshAnnotationValueIsValid,
  meshAnnotationsStandWhereTheyAreRead,
  meshAuthorizationNamesItsPeers,
  meshAuthorizationTargetExists,
  meshClosedPortIsGuarded,
  meshControlPlaneIsReachable,
  meshDefaultPolicyIsClosed,
  meshIdentityAccountExists,
  meshIdentityIsNarrow,
  meshInjectorSeesTheNamespace,
  meshNetworkExceptionsLieWithin,
  meshNetworkPolicyOpensTheProxyPort,
  meshPodIsInjected,
  meshPortsAreNotSkipped,
  meshProbesAreAuthorized,
  meshProbesReachTheContainer,
  meshProxyRequestsFitLimits,
  meshProxyResourcesAreSet,
  meshServerHasItsPortAlone,
  meshServerIsAuthorized,
  meshServerPortExists,
  meshServerSelectsAPod,
  natsAddressesAreNotAdvertised,
  natsCertificateFilesAreWatched,
  natsCertificateUsagesFitTheServer,
  natsClientsAreAuthenticated,
  natsClientsHaveNatsUsers,
  natsClusterStartsInParallel,
  natsConfigChangesReachTheServer,
  natsConfigFitsTheImage,
  natsConfigHoldsNoPassword,
  natsConfigIsReadInFull,
  natsDiscoveredServersAreIgnored,
  natsDurationsAreText,
  natsGoMemoryLimitIsSet,
  natsImageRefusesAnonymousLeaves,
  natsIncludesAreRelative,
  natsJetstreamClusterHasAName,
  natsJetstreamDomainIsSet,
  natsJetstreamDomainIsUnique,
  natsJetstreamLimitsAreSet,
  natsJetstreamMemoryFitsItsLimit,
  natsJetstreamQuorumOutlivesDrains,
  natsJetstreamServersAreOdd,
  natsJetstreamServersAreSpread,
  natsJetstreamStoreFitsItsVolume,
  natsJetstreamStoreIsOnAVolume,
  natsLameDuckIsValid,
  natsLeafnodeCertificateNamesItsAddress,
  natsLeafnodeLinkBindsAnAccount,
  natsLeafnodeLinkHasAnAlert,
  natsLeafnodeLinkNoticesSilence,
  natsLeafnodeListenerRequiresAuthorization,
  natsLeafnodeListenerRequiresClientCertificate,
  natsLeafnodeRemoteReachesItsHub,
  natsLeafnodeRemoteUsesTls,
  natsListenersHaveOwnPorts,
  natsLivenessIgnoresStreams,
  natsLocalTrafficHasSeveralAddresses,
  natsPayloadFitsPending,
  natsPeersFindEachOtherBeforeReady,
  natsPortsAreOpaqueInLinkerd,
  natsPrivatePortsStayInside,
  natsRoutesAreAuthenticated,
  natsServerLimitsAreSet,
  natsServerNameIsSet,
  natsServerNameIsUnique,
  natsServersRunOneRelease,
  natsSingleReplicaSyncsAlways,
  natsStreamReplicasFitServers,
  natsSystemAccountIsDeclared,
  natsTerminationOutlivesLameDuck,
  natsTlsVerifiesItsPeer,
  natsUsersProveWhoTheyAre,
  natsUsersPublishNamedSubjects,
  natsVariablesStandAlone,
  networkNamespaceDeniesByDefault,
  networkNodePortIsInRange,
  networkPodIsSelectedByAPolicy,
  networkPolicyNamesItsPeers,
  networkPolicySelectsAPod,
  networkServiceSelectsAPod,
  networkServiceTargetPortExists,
  podAddedCapabilitiesAreDefault,
  podApparmorIsOn,
  podCapabilitiesAreDropped,
  podDisruptionBudgetAllowsEviction,
  podDisruptionBudgetSelectsAPod,
  podHostNamespacesAreOff,
  podHostPathIsAbsent,
  podHostPortsAreAbsent,
  podHostProcessIsOff,
  podImageHasADigest,
  podImageIsVersioned,
  podLivenessProbeIsPresent,
  podPrivilegeEscalationIsOff,
  podPrivilegedModeIsOff,
  podProbePortExists,
  podProcMountIsDefault,
  podReadinessProbeIsPresent,
  podReplicasAreSpread,
  podRequestsFitLimits,
  podResourcesAreSet,
  podRootFilesystemIsReadOnly,
  podRunsAsNonRoot,
  podSeccompIsConfined,
  podSeccompProfileIsSet,
  podSelinuxOptionsAreSafe,
  podServiceAccountExists,
  podServiceAccountIsOwn,
  podSysctlsAreSafe,
  podTokenIsMountedOnlyForUse,
  podUserIsNotRoot,
  podVolumeTypesAreRestricted,
  rbacClusterAdminIsNotBound,
  rbacRulesNameWhatTheyGrant,
  secretDataIsDeliveredApart,
  secretEnvHoldsNoLiteral,
  secretManifestsHoldNoKey,
  secretMountsFollowRotation,
  trustBundleHoldsAuthorities,
  trustDurationsAreCanonical,
  trustIdentityIssuerOutlivesProxies,
  trustIssuerExists,
  trustIssuerOutlivesWhatItSigns,
  trustKeysAreRotated,
  trustLinkerdBundleReachesTheMesh,
  trustMeshKeysAreSupported,
  trustRenewalFitsLifetime,
  trustSecretHasOneCertificate,
  trustSigningCertificateIsACa,
];

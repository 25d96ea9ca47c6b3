import type { Rule } from '../rule.js';
import fleetNamespacesAreGuardedAlike from './fleet/namespaces-are-guarded-alike.js';
import fleetPortsAreGuardedAlike from './fleet/ports-are-guarded-alike.js';
import fleetTrustRootsAreShared from './fleet/trust-roots-are-shared.js';
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
import meshIdentityIsOfOneWorkload from './mesh/identity-is-of-one-workload.js';
import meshIdentityIsOfTheMesh from './mesh/identity-is-of-the-mesh.js';
import meshInjectorSeesTheNamespace from './mesh/injector-sees-the-namespace.js';
import meshMeshedCallersProveIdentity from './mesh/meshed-callers-prove-identity.js';
import meshNetworkExceptionsLieWithin from './mesh/network-exceptions-lie-within.js';
import meshNetworkPeersAreNarrow from './mesh/network-peers-are-narrow.js';
import meshNetworkPolicyOpensTheProxyPort from './mesh/network-policy-opens-the-proxy-port.js';
import meshPodIsInjected from './mesh/pod-is-injected.js';
import meshPoliciesAgreeOnCallers from './mesh/policies-agree-on-callers.js';
import meshPortsAreNotSkipped from './mesh/ports-are-not-skipped.js';
import meshProbesAreAuthorized from './mesh/probes-are-authorized.js';
import meshProbesReachTheContainer from './mesh/probes-reach-the-container.js';
import meshProxyIsAsInstalled from './mesh/proxy-is-as-installed.js';
import meshProxyRequestsFitLimits from './mesh/proxy-requests-fit-limits.js';
import meshProxyResourcesAreSet from './mesh/proxy-resources-are-set.js';
import meshProxyRunsApart from './mesh/proxy-runs-apart.js';
import meshRouteFitsItsServer from './mesh/route-fits-its-server.js';
import meshServerAdmitsNoStranger from './mesh/server-admits-no-stranger.js';
import meshServerHasItsPortAlone from './mesh/server-has-its-port-alone.js';
import meshServerIsAuthorized from './mesh/server-is-authorized.js';
import meshServerPortExists from './mesh/server-port-exists.js';
import meshServerSelectsAPod from './mesh/server-selects-a-pod.js';
import natsAccountsFitJetstream from './nats/accounts-fit-jetstream.js';
import natsAccountsStayApart from './nats/accounts-stay-apart.js';
import natsAddressesAreNotAdvertised from './nats/addresses-are-not-advertised.js';
import natsCertificateFilesAreWatched from './nats/certificate-files-are-watched.js';
import natsCertificateUsagesFitTheServer from './nats/certificate-usages-fit-the-server.js';
import natsClientsAreAuthenticated from './nats/clients-are-authenticated.js';
import natsClientsHaveNatsUsers from './nats/clients-have-nats-users.js';
import natsClusterStartsInParallel from './nats/cluster-starts-in-parallel.js';
import natsConfigChangesReachTheServer from './nats/config-changes-reach-the-server.js';
import natsConfigFieldsAreKnown from './nats/config-fields-are-known.js';
import natsConfigFilesAreMounted from './nats/config-files-are-mounted.js';
import natsConfigFitsTheImage from './nats/config-fits-the-image.js';
import natsConfigHoldsNoPassword from './nats/config-holds-no-password.js';
import natsConfigIsFound from './nats/config-is-found.js';
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
import natsJetstreamVolumeIsRetained from './nats/jetstream-volume-is-retained.js';
import natsLameDuckIsEntered from './nats/lame-duck-is-entered.js';
import natsLameDuckIsValid from './nats/lame-duck-is-valid.js';
import natsLeafUsersAreLeavesAlone from './nats/leaf-users-are-leaves-alone.js';
import natsLeafnodeBlockMakesALink from './nats/leafnode-block-makes-a-link.js';
import natsLeafnodeCertificateNamesItsAddress from './nats/leafnode-certificate-names-its-address.js';
import natsLeafnodeHandshakesAgree from './nats/leafnode-handshakes-agree.js';
import natsLeafnodeLinkBindsAnAccount from './nats/leafnode-link-binds-an-account.js';
import natsLeafnodeLinkHasAnAlert from './nats/leafnode-link-has-an-alert.js';
import natsLeafnodeLinkNoticesSilence from './nats/leafnode-link-notices-silence.js';
import natsLeafnodeListenerRequiresAuthorization from './nats/leafnode-listener-requires-authorization.js';
import natsLeafnodeListenerRequiresClientCertificate from './nats/leafnode-listener-requires-client-certificate.js';
import natsLeafnodeRemoteHasCredentials from './nats/leafnode-remote-has-credentials.js';
import natsLeafnodeRemoteReachesItsHub from './nats/leafnode-remote-reaches-its-hub.js';
import natsLeafnodeRemoteUsesTls from './nats/leafnode-remote-uses-tls.js';
import natsListenersHaveOwnPorts from './nats/listeners-have-own-ports.js';
import natsLivenessIgnoresStreams from './nats/liveness-ignores-streams.js';
import natsLocalTrafficHasSeveralAddresses from './nats/local-traffic-has-several-addresses.js';
import natsMirrorsReachTheirHub from './nats/mirrors-reach-their-hub.js';
import natsPayloadFitsPending from './nats/payload-fits-pending.js';
import natsPeersFindEachOtherBeforeReady from './nats/peers-find-each-other-before-ready.js';
import natsPortsAreOpaqueInLinkerd from './nats/ports-are-opaque-in-linkerd.js';
import natsPortsHaveListeners from './nats/ports-have-listeners.js';
import natsPrivatePortsStayInside from './nats/private-ports-stay-inside.js';
import natsRoutesAreAuthenticated from './nats/routes-are-authenticated.js';
import natsServerLimitsAreSet from './nats/server-limits-are-set.js';
import natsServerNameIsSet from './nats/server-name-is-set.js';
import natsServerNameIsUnique from './nats/server-name-is-unique.js';
import natsServersRunOneRelease from './nats/servers-run-one-release.js';
import natsSignalsReachTheServer from './nats/signals-reach-the-server.js';
import natsSingleReplicaSyncsAlways from './nats/single-replica-syncs-always.js';
import natsStatefulSetHasAHeadlessService from './nats/stateful-set-has-a-headless-service.js';
import natsStreamDescriptionsAreAccepted from './nats/stream-descriptions-are-accepted.js';
import natsStreamReplicasFitServers from './nats/stream-replicas-fit-servers.js';
import natsStreamsAreBounded from './nats/streams-are-bounded.js';
import natsSystemAccountIsDeclared from './nats/system-account-is-declared.js';
import natsTerminationOutlivesLameDuck from './nats/termination-outlives-lame-duck.js';
import natsTimeoutsAreModerate from './nats/timeouts-are-moderate.js';
import natsTlsIsModern from './nats/tls-is-modern.js';
import natsTlsVerifiesItsPeer from './nats/tls-verifies-its-peer.js';
import natsUsersHaveFewRights from './nats/users-have-few-rights.js';
import natsUsersProveWhoTheyAre from './nats/users-prove-who-they-are.js';
import natsUsersPublishNamedSubjects from './nats/users-publish-named-subjects.js';
import natsVariablesAreDefined from './nats/variables-are-defined.js';
import natsVariablesStandAlone from './nats/variables-stand-alone.js';
import natsWebListenersUseTls from './nats/web-listeners-use-tls.js';
import networkNamespaceDeniesByDefault from './network/namespace-denies-by-default.js';
import networkNodePortIsInRange from './network/node-port-is-in-range.js';
import networkNodePortIsUnique from './network/node-port-is-unique.js';
import networkPodIsSelectedByAPolicy from './network/pod-is-selected-by-a-policy.js';
import networkPolicyNamesItsPeers from './network/policy-names-its-peers.js';
import networkPolicyPeersExist from './network/policy-peers-exist.js';
import networkPolicySelectsAPod from './network/policy-selects-a-pod.js';
import networkPolicyTypesCoverItsRules from './network/policy-types-cover-its-rules.js';
import networkRuleNamesItsPorts from './network/rule-names-its-ports.js';
import networkServiceHasEndpoints from './network/service-has-endpoints.js';
import networkServiceNamesItsCallers from './network/service-names-its-callers.js';
import networkServiceSelectsAPod from './network/service-selects-a-pod.js';
import networkServiceTargetPortExists from './network/service-target-port-exists.js';
import podAddedCapabilitiesAreDefault from './pod/added-capabilities-are-default.js';
import podApparmorIsOn from './pod/apparmor-is-on.js';
import podCapabilitiesAreDropped from './pod/capabilities-are-dropped.js';
import podConfigMapExists from './pod/config-map-exists.js';
import podDisruptionBudgetAllowsEviction from './pod/disruption-budget-allows-eviction.js';
import podDisruptionBudgetProtects from './pod/disruption-budget-protects.js';
import podDisruptionBudgetSelectsAPod from './pod/disruption-budget-selects-a-pod.js';
import podGroupIsNotRoot from './pod/group-is-not-root.js';
import podHostNamespacesAreOff from './pod/host-namespaces-are-off.js';
import podHostPathIsAbsent from './pod/host-path-is-absent.js';
import podHostPortsAreAbsent from './pod/host-ports-are-absent.js';
import podHostProcessIsOff from './pod/host-process-is-off.js';
import podImageHasADigest from './pod/image-has-a-digest.js';
import podImageIsVersioned from './pod/image-is-versioned.js';
import podLivenessProbeIsPresent from './pod/liveness-probe-is-present.js';
import podMountsLeaveTheRoot from './pod/mounts-leave-the-root.js';
import podNamespaceEnforcesAProfile from './pod/namespace-enforces-a-profile.js';
import podPlacementIsTheSchedulers from './pod/placement-is-the-schedulers.js';
import podPrivilegeEscalationIsOff from './pod/privilege-escalation-is-off.js';
import podPrivilegedModeIsOff from './pod/privileged-mode-is-off.js';
import podProbePortExists from './pod/probe-port-exists.js';
import podProbesNoticeInTime from './pod/probes-notice-in-time.js';
import podProcMountIsDefault from './pod/proc-mount-is-default.js';
import podReadinessProbeIsPresent from './pod/readiness-probe-is-present.js';
import podReplicasAreSpread from './pod/replicas-are-spread.js';
import podReplicasHaveADisruptionBudget from './pod/replicas-have-a-disruption-budget.js';
import podRequestsFitLimits from './pod/requests-fit-limits.js';
import podResourcesAreSet from './pod/resources-are-set.js';
import podRootFilesystemIsReadOnly from './pod/root-filesystem-is-read-only.js';
import podRunsAsNonRoot from './pod/runs-as-non-root.js';
import podScratchSpaceIsBounded from './pod/scratch-space-is-bounded.js';
import podSeccompIsConfined from './pod/seccomp-is-confined.js';
import podSeccompProfileIsSet from './pod/seccomp-profile-is-set.js';
import podSelinuxOptionsAreSafe from './pod/selinux-options-are-safe.js';
import podServiceAccountExists from './pod/service-account-exists.js';
import podServiceAccountIsOwn from './pod/service-account-is-own.js';
import podSysctlsAreSafe from './pod/sysctls-are-safe.js';
import podTokenIsMountedOnlyForUse from './pod/token-is-mounted-only-for-use.js';
import podUserIsNotRoot from './pod/user-is-not-root.js';
import podVolumeTypesAreRestricted from './pod/volume-types-are-restricted.js';
import podWorkloadRollsOut from './pod/workload-rolls-out.js';
import rbacClusterAdminIsNotBound from './rbac/cluster-admin-is-not-bound.js';
import rbacEverybodyIsNotBound from './rbac/everybody-is-not-bound.js';
import rbacRightsDoNotGrow from './rbac/rights-do-not-grow.js';
import rbacRulesNameWhatTheyGrant from './rbac/rules-name-what-they-grant.js';
import rbacTokensExpire from './rbac/tokens-expire.js';
import secretCommandHoldsNoPassword from './secret/command-holds-no-password.js';
import secretDataIsDeliveredApart from './secret/data-is-delivered-apart.js';
import secretEnvHoldsNoLiteral from './secret/env-holds-no-literal.js';
import secretManifestsHoldNoKey from './secret/manifests-hold-no-key.js';
import secretMountsArePrivate from './secret/mounts-are-private.js';
import secretMountsAreProvided from './secret/mounts-are-provided.js';
import secretMountsAreReadable from './secret/mounts-are-readable.js';
import secretMountsFollowRotation from './secret/mounts-follow-rotation.js';
import trustBundleHoldsAuthorities from './trust/bundle-holds-authorities.js';
import trustCertificateHasAName from './trust/certificate-has-a-name.js';
import trustDurationsAreCanonical from './trust/durations-are-canonical.js';
import trustIdentityIssuerOutlivesProxies from './trust/identity-issuer-outlives-proxies.js';
import trustIssuedSecretIsRead from './trust/issued-secret-is-read.js';
import trustIssuerExists from './trust/issuer-exists.js';
import trustIssuerFitsWhatItSigns from './trust/issuer-fits-what-it-signs.js';
import trustIssuerIsUsed from './trust/issuer-is-used.js';
import trustIssuerOutlivesWhatItSigns from './trust/issuer-outlives-what-it-signs.js';
import trustKeysAreRotated from './trust/keys-are-rotated.js';
import trustKeysFitTheirAlgorithm from './trust/keys-fit-their-algorithm.js';
import trustKeystoresHoldNoPassword from './trust/keystores-hold-no-password.js';
import trustLifetimesAreBounded from './trust/lifetimes-are-bounded.js';
import trustLinkerdBundleReachesTheMesh from './trust/linkerd-bundle-reaches-the-mesh.js';
import trustLinkerdCertificatesAreComplete from './trust/linkerd-certificates-are-complete.js';
import trustMeshAuthoritySignsTheMeshAlone from './trust/mesh-authority-signs-the-mesh-alone.js';
import trustMeshKeysAreSupported from './trust/mesh-keys-are-supported.js';
import trustMeshTrustsNamedRoots from './trust/mesh-trusts-named-roots.js';
import trustNamesAreExact from './trust/names-are-exact.js';
import trustRenewalFitsLifetime from './trust/renewal-fits-lifetime.js';
import trustSecretHasOneCertificate from './trust/secret-has-one-certificate.js';
import trustSigningCertificateIsACa from './trust/signing-certificate-is-a-ca.js';
import trustUsagesFitTheCertificate from './trust/usages-fit-the-certificate.js';
import trustWebhookCertificateNamesItsService from './trust/webhook-certificate-names-its-service.js';

/** Every rule, sorted by id. */
export const allRules: readonly Rule[] = [
  fleetNamespacesAreGuardedAlike,
  fleetPortsAreGuardedAlike,
  fleetTrustRootsAreShared,
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
  meshIdentityIsOfOneWorkload,
  meshIdentityIsOfTheMesh,
  meshInjectorSeesTheNamespace,
  meshMeshedCallersProveIdentity,
  meshNetworkExceptionsLieWithin,
  meshNetworkPeersAreNarrow,
  meshNetworkPolicyOpensTheProxyPort,
  meshPodIsInjected,
  meshPoliciesAgreeOnCallers,
  meshPortsAreNotSkipped,
  meshProbesAreAuthorized,
  meshProbesReachTheContainer,
  meshProxyIsAsInstalled,
  meshProxyRequestsFitLimits,
  meshProxyResourcesAreSet,
  meshProxyRunsApart,
  meshRouteFitsItsServer,
  meshServerAdmitsNoStranger,
  meshServerHasItsPortAlone,
  meshServerIsAuthorized,
  meshServerPortExists,
  meshServerSelectsAPod,
  natsAccountsFitJetstream,
  natsAccountsStayApart,
  natsAddressesAreNotAdvertised,
  natsCertificateFilesAreWatched,
  natsCertificateUsagesFitTheServer,
  natsClientsAreAuthenticated,
  natsClientsHaveNatsUsers,
  natsClusterStartsInParallel,
  natsConfigChangesReachTheServer,
  natsConfigFieldsAreKnown,
  natsConfigFilesAreMounted,
  natsConfigFitsTheImage,
  natsConfigHoldsNoPassword,
  natsConfigIsFound,
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
  natsJetstreamVolumeIsRetained,
  natsLameDuckIsEntered,
  natsLameDuckIsValid,
  natsLeafUsersAreLeavesAlone,
  natsLeafnodeBlockMakesALink,
  natsLeafnodeCertificateNamesItsAddress,
  natsLeafnodeHandshakesAgree,
  natsLeafnodeLinkBindsAnAccount,
  natsLeafnodeLinkHasAnAlert,
  natsLeafnodeLinkNoticesSilence,
  natsLeafnodeListenerRequiresAuthorization,
  natsLeafnodeListenerRequiresClientCertificate,
  natsLeafnodeRemoteHasCredentials,
  natsLeafnodeRemoteReachesItsHub,
  natsLeafnodeRemoteUsesTls,
  natsListenersHaveOwnPorts,
  natsLivenessIgnoresStreams,
  natsLocalTrafficHasSeveralAddresses,
  natsMirrorsReachTheirHub,
  natsPayloadFitsPending,
  natsPeersFindEachOtherBeforeReady,
  natsPortsAreOpaqueInLinkerd,
  natsPortsHaveListeners,
  natsPrivatePortsStayInside,
  natsRoutesAreAuthenticated,
  natsServerLimitsAreSet,
  natsServerNameIsSet,
  natsServerNameIsUnique,
  natsServersRunOneRelease,
  natsSignalsReachTheServer,
  natsSingleReplicaSyncsAlways,
  natsStatefulSetHasAHeadlessService,
  natsStreamDescriptionsAreAccepted,
  natsStreamReplicasFitServers,
  natsStreamsAreBounded,
  natsSystemAccountIsDeclared,
  natsTerminationOutlivesLameDuck,
  natsTimeoutsAreModerate,
  natsTlsIsModern,
  natsTlsVerifiesItsPeer,
  natsUsersHaveFewRights,
  natsUsersProveWhoTheyAre,
  natsUsersPublishNamedSubjects,
  natsVariablesAreDefined,
  natsVariablesStandAlone,
  natsWebListenersUseTls,
  networkNamespaceDeniesByDefault,
  networkNodePortIsInRange,
  networkNodePortIsUnique,
  networkPodIsSelectedByAPolicy,
  networkPolicyNamesItsPeers,
  networkPolicyPeersExist,
  networkPolicySelectsAPod,
  networkPolicyTypesCoverItsRules,
  networkRuleNamesItsPorts,
  networkServiceHasEndpoints,
  networkServiceNamesItsCallers,
  networkServiceSelectsAPod,
  networkServiceTargetPortExists,
  podAddedCapabilitiesAreDefault,
  podApparmorIsOn,
  podCapabilitiesAreDropped,
  podConfigMapExists,
  podDisruptionBudgetAllowsEviction,
  podDisruptionBudgetProtects,
  podDisruptionBudgetSelectsAPod,
  podGroupIsNotRoot,
  podHostNamespacesAreOff,
  podHostPathIsAbsent,
  podHostPortsAreAbsent,
  podHostProcessIsOff,
  podImageHasADigest,
  podImageIsVersioned,
  podLivenessProbeIsPresent,
  podMountsLeaveTheRoot,
  podNamespaceEnforcesAProfile,
  podPlacementIsTheSchedulers,
  podPrivilegeEscalationIsOff,
  podPrivilegedModeIsOff,
  podProbePortExists,
  podProbesNoticeInTime,
  podProcMountIsDefault,
  podReadinessProbeIsPresent,
  podReplicasAreSpread,
  podReplicasHaveADisruptionBudget,
  podRequestsFitLimits,
  podResourcesAreSet,
  podRootFilesystemIsReadOnly,
  podRunsAsNonRoot,
  podScratchSpaceIsBounded,
  podSeccompIsConfined,
  podSeccompProfileIsSet,
  podSelinuxOptionsAreSafe,
  podServiceAccountExists,
  podServiceAccountIsOwn,
  podSysctlsAreSafe,
  podTokenIsMountedOnlyForUse,
  podUserIsNotRoot,
  podVolumeTypesAreRestricted,
  podWorkloadRollsOut,
  rbacClusterAdminIsNotBound,
  rbacEverybodyIsNotBound,
  rbacRightsDoNotGrow,
  rbacRulesNameWhatTheyGrant,
  rbacTokensExpire,
  secretCommandHoldsNoPassword,
  secretDataIsDeliveredApart,
  secretEnvHoldsNoLiteral,
  secretManifestsHoldNoKey,
  secretMountsArePrivate,
  secretMountsAreProvided,
  secretMountsAreReadable,
  secretMountsFollowRotation,
  trustBundleHoldsAuthorities,
  trustCertificateHasAName,
  trustDurationsAreCanonical,
  trustIdentityIssuerOutlivesProxies,
  trustIssuedSecretIsRead,
  trustIssuerExists,
  trustIssuerFitsWhatItSigns,
  trustIssuerIsUsed,
  trustIssuerOutlivesWhatItSigns,
  trustKeysAreRotated,
  trustKeysFitTheirAlgorithm,
  trustKeystoresHoldNoPassword,
  trustLifetimesAreBounded,
  trustLinkerdBundleReachesTheMesh,
  trustLinkerdCertificatesAreComplete,
  trustMeshAuthoritySignsTheMeshAlone,
  trustMeshKeysAreSupported,
  trustMeshTrustsNamedRoots,
  trustNamesAreExact,
  trustRenewalFitsLifetime,
  trustSecretHasOneCertificate,
  trustSigningCertificateIsACa,
  trustUsagesFitTheCertificate,
  trustWebhookCertificateNamesItsService,
];

import type { Rule } from '../../rule.js';
import accountsFitJetstream from './accounts-fit-jetstream.js';
import accountsStayApart from './accounts-stay-apart.js';
import addressesAreNotAdvertised from './addresses-are-not-advertised.js';
import certificateFilesAreWatched from './certificate-files-are-watched.js';
import certificateUsagesFitTheServer from './certificate-usages-fit-the-server.js';
import clientsAreAuthenticated from './clients-are-authenticated.js';
import clientsHaveNatsUsers from './clients-have-nats-users.js';
import clusterStartsInParallel from './cluster-starts-in-parallel.js';
import configChangesReachTheServer from './config-changes-reach-the-server.js';
import configFieldsAreKnown from './config-fields-are-known.js';
import configFilesAreMounted from './config-files-are-mounted.js';
import configFitsTheImage from './config-fits-the-image.js';
import configHoldsNoPassword from './config-holds-no-password.js';
import configIsFound from './config-is-found.js';
import configIsReadInFull from './config-is-read-in-full.js';
import discoveredServersAreIgnored from './discovered-servers-are-ignored.js';
import durationsAreText from './durations-are-text.js';
import goMemoryLimitIsSet from './go-memory-limit-is-set.js';
import imageRefusesAnonymousLeaves from './image-refuses-anonymous-leaves.js';
import includesAreRelative from './includes-are-relative.js';
import jetstreamClusterHasAName from './jetstream-cluster-has-a-name.js';
import jetstreamDomainIsSet from './jetstream-domain-is-set.js';
import jetstreamDomainIsUnique from './jetstream-domain-is-unique.js';
import jetstreamLimitsAreSet from './jetstream-limits-are-set.js';
import jetstreamMemoryFitsItsLimit from './jetstream-memory-fits-its-limit.js';
import jetstreamQuorumOutlivesDrains from './jetstream-quorum-outlives-drains.js';
import jetstreamServersAreOdd from './jetstream-servers-are-odd.js';
import jetstreamServersAreSpread from './jetstream-servers-are-spread.js';
import jetstreamStoreFitsItsVolume from './jetstream-store-fits-its-volume.js';
import jetstreamStoreIsOnAVolume from './jetstream-store-is-on-a-volume.js';
import jetstreamVolumeIsRetained from './jetstream-volume-is-retained.js';
import lameDuckIsEntered from './lame-duck-is-entered.js';
import lameDuckIsValid from './lame-duck-is-valid.js';
import leafUsersAreLeavesAlone from './leaf-users-are-leaves-alone.js';
import leafnodeBlockMakesALink from './leafnode-block-makes-a-link.js';
import leafnodeCertificateNamesItsAddress from './leafnode-certificate-names-its-address.js';
import leafnodeHandshakesAgree from './leafnode-handshakes-agree.js';
import leafnodeLinkBindsAnAccount from './leafnode-link-binds-an-account.js';
import leafnodeLinkHasAnAlert from './leafnode-link-has-an-alert.js';
import leafnodeLinkNoticesSilence from './leafnode-link-notices-silence.js';
import leafnodeListenerRequiresAuthorization from './leafnode-listener-requires-authorization.js';
import leafnodeListenerRequiresClientCertificate from './leafnode-listener-requires-client-certificate.js';
import leafnodeRemoteHasCredentials from './leafnode-remote-has-credentials.js';
import leafnodeRemoteReachesItsHub from './leafnode-remote-reaches-its-hub.js';
import leafnodeRemoteUsesTls from './leafnode-remote-uses-tls.js';
import listenersHaveOwnPorts from './listeners-have-own-ports.js';
import livenessIgnoresStreams from './liveness-ignores-streams.js';
import localTrafficHasSeveralAddresses from './local-traffic-has-several-addresses.js';
import mirrorsReachTheirHub from './mirrors-reach-their-hub.js';
import payloadFitsPending from './payload-fits-pending.js';
import peersFindEachOtherBeforeReady from './peers-find-each-other-before-ready.js';
import portsAreOpaqueInLinkerd from './ports-are-opaque-in-linkerd.js';
import portsHaveListeners from './ports-have-listeners.js';
import privatePortsStayInside from './private-ports-stay-inside.js';
import routesAreAuthenticated from './routes-are-authenticated.js';
import serverLimitsAreSet from './server-limits-are-set.js';
import serverNameIsSet from './server-name-is-set.js';
import serverNameIsUnique from './server-name-is-unique.js';
import serversRunOneRelease from './servers-run-one-release.js';
import signalsReachTheServer from './signals-reach-the-server.js';
import singleReplicaSyncsAlways from './single-replica-syncs-always.js';
import statefulSetHasAHeadlessService from './stateful-set-has-a-headless-service.js';
import streamDescriptionsAreAccepted from './stream-descriptions-are-accepted.js';
import streamReplicasFitServers from './stream-replicas-fit-servers.js';
import streamsAreBounded from './streams-are-bounded.js';
import systemAccountIsDeclared from './system-account-is-declared.js';
import terminationOutlivesLameDuck from './termination-outlives-lame-duck.js';
import timeoutsAreModerate from './timeouts-are-moderate.js';
import tlsIsModern from './tls-is-modern.js';
import tlsVerifiesItsPeer from './tls-verifies-its-peer.js';
import usersHaveClients from './users-have-clients.js';
import usersHaveFewRights from './users-have-few-rights.js';
import usersProveWhoTheyAre from './users-prove-who-they-are.js';
import usersPublishNamedSubjects from './users-publish-named-subjects.js';
import variablesAreDefined from './variables-are-defined.js';
import variablesStandAlone from './variables-stand-alone.js';
import webListenersUseTls from './web-listeners-use-tls.js';

export const natsRules: readonly Rule[] = [
  accountsFitJetstream,
  accountsStayApart,
  addressesAreNotAdvertised,
  certificateFilesAreWatched,
  certificateUsagesFitTheServer,
  clientsAreAuthenticated,
  clientsHaveNatsUsers,
  clusterStartsInParallel,
  configChangesReachTheServer,
  configFieldsAreKnown,
  configFilesAreMounted,
  configFitsTheImage,
  configHoldsNoPassword,
  configIsFound,
  configIsReadInFull,
  discoveredServersAreIgnored,
  durationsAreText,
  goMemoryLimitIsSet,
  imageRefusesAnonymousLeaves,
  includesAreRelative,
  jetstreamClusterHasAName,
  jetstreamDomainIsSet,
  jetstreamDomainIsUnique,
  jetstreamLimitsAreSet,
  jetstreamMemoryFitsItsLimit,
  jetstreamQuorumOutlivesDrains,
  jetstreamServersAreOdd,
  jetstreamServersAreSpread,
  jetstreamStoreFitsItsVolume,
  jetstreamStoreIsOnAVolume,
  jetstreamVolumeIsRetained,
  lameDuckIsEntered,
  lameDuckIsValid,
  leafUsersAreLeavesAlone,
  leafnodeBlockMakesALink,
  leafnodeCertificateNamesItsAddress,
  leafnodeHandshakesAgree,
  leafnodeLinkBindsAnAccount,
  leafnodeLinkHasAnAlert,
  leafnodeLinkNoticesSilence,
  leafnodeListenerRequiresAuthorization,
  leafnodeListenerRequiresClientCertificate,
  leafnodeRemoteHasCredentials,
  leafnodeRemoteReachesItsHub,
  leafnodeRemoteUsesTls,
  listenersHaveOwnPorts,
  livenessIgnoresStreams,
  localTrafficHasSeveralAddresses,
  mirrorsReachTheirHub,
  payloadFitsPending,
  peersFindEachOtherBeforeReady,
  portsAreOpaqueInLinkerd,
  portsHaveListeners,
  privatePortsStayInside,
  routesAreAuthenticated,
  serverLimitsAreSet,
  serverNameIsSet,
  serverNameIsUnique,
  serversRunOneRelease,
  signalsReachTheServer,
  singleReplicaSyncsAlways,
  statefulSetHasAHeadlessService,
  streamDescriptionsAreAccepted,
  streamReplicasFitServers,
  streamsAreBounded,
  systemAccountIsDeclared,
  terminationOutlivesLameDuck,
  timeoutsAreModerate,
  tlsIsModern,
  tlsVerifiesItsPeer,
  usersHaveClients,
  usersHaveFewRights,
  usersProveWhoTheyAre,
  usersPublishNamedSubjects,
  variablesAreDefined,
  variablesStandAlone,
  webListenersUseTls,
];

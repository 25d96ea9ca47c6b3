import type { Rule } from '../../rule.js';
import annotationIsKnown from './annotation-is-known.js';
import annotationValueIsValid from './annotation-value-is-valid.js';
import annotationsStandWhereTheyAreRead from './annotations-stand-where-they-are-read.js';
import authorizationNamesItsPeers from './authorization-names-its-peers.js';
import authorizationTargetExists from './authorization-target-exists.js';
import closedPortIsGuarded from './closed-port-is-guarded.js';
import controlPlaneIsReachable from './control-plane-is-reachable.js';
import defaultPolicyIsClosed from './default-policy-is-closed.js';
import identityAccountExists from './identity-account-exists.js';
import identityIsNarrow from './identity-is-narrow.js';
import identityIsOfOneWorkload from './identity-is-of-one-workload.js';
import identityIsOfTheMesh from './identity-is-of-the-mesh.js';
import injectorSeesTheNamespace from './injector-sees-the-namespace.js';
import meshedCallersProveIdentity from './meshed-callers-prove-identity.js';
import networkExceptionsLieWithin from './network-exceptions-lie-within.js';
import networkPeersAreNarrow from './network-peers-are-narrow.js';
import networkPolicyOpensTheProxyPort from './network-policy-opens-the-proxy-port.js';
import podIsInjected from './pod-is-injected.js';
import policiesAgreeOnCallers from './policies-agree-on-callers.js';
import portsAreNotSkipped from './ports-are-not-skipped.js';
import probesAreAuthorized from './probes-are-authorized.js';
import probesReachTheContainer from './probes-reach-the-container.js';
import proxyIsAsInstalled from './proxy-is-as-installed.js';
import proxyRequestsFitLimits from './proxy-requests-fit-limits.js';
import proxyResourcesAreSet from './proxy-resources-are-set.js';
import proxyRunsApart from './proxy-runs-apart.js';
import routeFitsItsServer from './route-fits-its-server.js';
import serverAdmitsNoStranger from './server-admits-no-stranger.js';
import serverHasItsPortAlone from './server-has-its-port-alone.js';
import serverIsAuthorized from './server-is-authorized.js';
import serverPortExists from './server-port-exists.js';
import serverSelectsAPod from './server-selects-a-pod.js';

export const meshRules: readonly Rule[] = [
  annotationIsKnown,
  annotationValueIsValid,
  annotationsStandWhereTheyAreRead,
  authorizationNamesItsPeers,
  authorizationTargetExists,
  closedPortIsGuarded,
  controlPlaneIsReachable,
  defaultPolicyIsClosed,
  identityAccountExists,
  identityIsNarrow,
  identityIsOfOneWorkload,
  identityIsOfTheMesh,
  injectorSeesTheNamespace,
  meshedCallersProveIdentity,
  networkExceptionsLieWithin,
  networkPeersAreNarrow,
  networkPolicyOpensTheProxyPort,
  podIsInjected,
  policiesAgreeOnCallers,
  portsAreNotSkipped,
  probesAreAuthorized,
  probesReachTheContainer,
  proxyIsAsInstalled,
  proxyRequestsFitLimits,
  proxyResourcesAreSet,
  proxyRunsApart,
  routeFitsItsServer,
  serverAdmitsNoStranger,
  serverHasItsPortAlone,
  serverIsAuthorized,
  serverPortExists,
  serverSelectsAPod,
];

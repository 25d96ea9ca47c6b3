import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { perItem } from '../per-cluster.js';
import type { PodTemplate } from '../pods/pod.js';
import { type Grant, grantsOfInboundPolicy, grantsOfRoute, grantsOfServer } from './grants.js';
import { DEFAULT_POLICY_ANNOTATION, defaultInboundPolicyOf } from './inbound-policy.js';
import { skipsInbound } from './inbound-ports.js';
import { isMeshed } from './injection.js';
import { routesOfServer } from './routes.js';
import { type Server, serversOfPort } from './server.js';

/** Who may connect to a port of pods, as far as Linkerd decides it, and what decides. */
export type Admission = NoAdmission | DefaultAdmission | ServerAdmission;

/** Linkerd does not decide: the connection does not pass through its proxy. */
export interface NoAdmission {
  readonly decidedBy: 'nothing';
  readonly reason: 'the pod is not in the mesh' | 'the port is skipped';
}

/** No Server selects the port, so the default inbound policy decides. */
export interface DefaultAdmission {
  readonly decidedBy: 'default-policy';
  /** Undefined if neither pod, Namespace nor control plane name one; Linkerd's own default then admits everyone. */
  readonly policy: string | undefined;
  /** Empty if nobody is admitted. */
  readonly grants: readonly Grant[];
}

/** A Server selects the port. */
export interface ServerAdmission {
  readonly decidedBy: 'server';
  /** The Server in force. */
  readonly server: Server;
  /** The grants that do not depend on the request; empty if there are none. */
  readonly grants: readonly Grant[];
  /** The routes of the Server, which admit further peers to single requests. */
  readonly routes: readonly RouteAdmission[];
}

/** Who may send the requests of one route. */
export interface RouteAdmission {
  readonly route: Resource;
  readonly grants: readonly Grant[];
}

/** Linkerd's default inbound policy where nothing sets another. */
const LINKERD_DEFAULT = 'all-unauthenticated';

/**
 * Who may connect to a TCP port of pods, and by what object.
 *
 * @see https://linkerd.io/2-edge/reference/authorization-policy/
 */
export function admissionTo(pod: PodTemplate, port: number, cluster: ClusterIndex): Admission {
  const ofPod = admissionsOf(pod, cluster);
  const known = ofPod.get(port);
  if (known !== undefined) return known;
  const admission = decide(pod, port, cluster);
  ofPod.set(port, admission);
  return admission;
}

const admissionsOf = perItem((_pod: PodTemplate) => new Map<number, Admission>());

function decide(pod: PodTemplate, port: number, cluster: ClusterIndex): Admission {
  if (!isMeshed(pod, cluster)) return { decidedBy: 'nothing', reason: 'the pod is not in the mesh' };
  if (skipsInbound(pod, port)) return { decidedBy: 'nothing', reason: 'the port is skipped' };
  const [server] = serversOfPort(pod, port, cluster);
  if (server !== undefined) return admissionOfServer(server, cluster);
  const policy = defaultInboundPolicyOf(pod, cluster);
  const field = pod.metadata.at('annotations', DEFAULT_POLICY_ANNOTATION);
  return { decidedBy: 'default-policy', policy, grants: grantsOfInboundPolicy(policy ?? LINKERD_DEFAULT, field) };
}

/** Who may connect to the ports that a Server selects. */
export const admissionOfServer = perItem(
  (server: Server, cluster): ServerAdmission => ({
    decidedBy: 'server',
    server,
    grants: grantsOfServer(server, cluster),
    routes: routesOfServer(server, cluster).map((route) => ({ route, grants: grantsOfRoute(route, cluster) })),
  }),
);

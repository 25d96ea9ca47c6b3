import { objectLabel } from '../../../../manifest/object.js';
import {
  admissionTo,
  type DefaultAdmission,
  type RouteAdmission,
  type ServerAdmission,
} from '../../../model/linkerd/admission.js';
import { DEFAULT_OPAQUE_PORTS, OPAQUE_PORTS, opaqueToPolicy } from '../../../model/linkerd/inbound-ports.js';
import { includesPort } from '../../../model/linkerd/port-list.js';
import { type Probe, probesOf } from '../../../model/linkerd/probes.js';
import { GRPC_ROUTE, mayMatchPath } from '../../../model/linkerd/routes.js';
import { kindOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { meshedPods } from '../../linkerd/meshed-pods.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule<PodProbe>({
  id: 'linkerd/probes-are-authorized',
  severity: 'error',
  scope: 'object',
  summary: 'Every probe of a meshed pod is admitted by the inbound policy of its port.',
  rationale:
    'The kubelet has no mesh identity. Linkerd admits its plain HTTP GETs by itself, unless the port is opaque, TLS, HTTP/2 or gRPC to policy, or an HTTPRoute is attached to its Server. Every other probe needs an authorization, or the pod restarts forever.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#policy-annotations',
  appliesTo: POD_KINDS,
  reads: [
    '*',
    'ConfigMap',
    'Namespace',
    'Node',
    'gateway.networking.k8s.io/GRPCRoute',
    'gateway.networking.k8s.io/HTTPRoute',
    'policy.linkerd.io/AuthorizationPolicy',
    'policy.linkerd.io/HTTPRoute',
    'policy.linkerd.io/NetworkAuthentication',
    'policy.linkerd.io/Server',
    'policy.linkerd.io/ServerAuthorization',
  ],
  passes: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: apps
  annotations: { linkerd.io/inject: enabled, config.linkerd.io/default-inbound-policy: deny }
spec: { containers: [{ name: web, readinessProbe: { httpGet: { path: /ready, port: 8080 } } }] }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: apps
  annotations:
    linkerd.io/inject: enabled
    config.linkerd.io/default-inbound-policy: deny
    config.linkerd.io/opaque-ports: "8080"
spec: { containers: [{ name: web, readinessProbe: { httpGet: { path: /ready, port: 8080 } } }] }
`,
  about: meshedPods((pod, cluster) =>
    probesOf(pod).flatMap((probe): PodProbe[] => {
      // The proxy accepts the connection of a tcpSocket probe before it asks any policy.
      if (probe.action === 'tcpSocket') return [];
      const admission = admissionTo(pod, probe.port, cluster);
      return admission.decidedBy === 'nothing' ? [] : [{ pod, probe, admission }];
    }),
  ),
  *check(target) {
    const obstacle = obstacleTo(target);
    if (obstacle === undefined) return;
    const { probe, admission } = target;
    if (obstacle.closed && admission.decidedBy === 'default-policy' && admission.policy === undefined) {
      yield notJudged('the files do not tell the default inbound policy');
      return;
    }
    if (obstacle.closed && admission.grants.some(({ proof }) => proof === 'nothing')) return;
    const guard = admission.decidedBy === 'server' ? `Server ${admission.server.name}` : 'the default inbound policy';
    yield probe.field.at('port').violation({
      got: `${probe.port}, where ${guard} ${obstacle.text}`,
      expected: 'a port whose policy admits the kubelet',
      fix: 'Probe a port that serves plain HTTP without an HTTPRoute, or authorize the network of the nodes for this port with a NetworkAuthentication.',
    });
  },
});

/** A probe that the kubelet makes through the proxy, and what decides about it. */
interface PodProbe {
  readonly pod: PodTemplate;
  readonly probe: Probe;
  readonly admission: DefaultAdmission | ServerAdmission;
}

/** What a probe fails at; `closed` where a grant for peers without identity would admit it. */
interface Obstacle {
  readonly text: string;
  readonly closed: boolean;
}

function obstacleTo({ pod, probe, admission }: PodProbe): Obstacle | undefined {
  const server = admission.decidedBy === 'server' ? admission.server : undefined;
  const protocol = server?.protocol ?? protocolWithoutServer(pod, probe.port);
  const closed = (text: string): Obstacle => ({ text, closed: true });
  if (probe.action === 'httpGet' && (protocol === 'HTTP/2' || protocol === 'gRPC')) {
    return { text: `expects ${protocol}, and an httpGet comes as HTTP/1.1`, closed: false };
  }
  const routes = admission.decidedBy === 'server' ? admission.routes.filter(isHttpRoute) : [];
  if (probe.action === 'grpc') {
    // An HTTPRoute admits gRPC calls on a Server of HTTP/2, which gRPC is.
    const routed =
      ['HTTP/2', 'unknown'].includes(server?.protocol ?? '') &&
      admitsRequest(routes, '/grpc.health.v1.Health/Check', 'POST');
    return routed ? undefined : closed('admits no gRPC without identity');
  }
  if (protocol === 'opaque' || protocol === 'TLS') {
    return closed(`treats the bytes as ${protocol}, and sees no path to admit`);
  }
  if (probe.scheme === 'HTTPS') return closed('admits no TLS of an unmeshed client, whose path it cannot see');
  const [first] = routes;
  if (first === undefined || admitsRequest(routes, probe.requestPath)) return undefined;
  return closed(`does not admit probes by itself, since ${objectLabel(first.route.object)} is attached to it`);
}

function isHttpRoute({ route }: RouteAdmission): boolean {
  return kindOf(route.object) !== GRPC_ROUTE;
}

/** Whether a route admits a request without identity. */
function admitsRequest(routes: readonly RouteAdmission[], path: string, method?: string): boolean {
  return routes.some(
    ({ route, grants }) => mayMatchPath(route, path, method) && grants.some(({ proof }) => proof === 'nothing'),
  );
}

function protocolWithoutServer(pod: PodTemplate, port: number): string {
  const opaque = opaqueToPolicy(pod.annotations[OPAQUE_PORTS] ?? DEFAULT_OPAQUE_PORTS);
  return includesPort(opaque, port) ? 'opaque' : 'unknown';
}

import { at } from '../../../../manifest/field-path.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { authorizationsOfRoute, authorizationsOfServer } from '../../../model/linkerd/authorization.js';
import { admitsUnauthenticated, defaultInboundPolicyOf } from '../../../model/linkerd/inbound-policy.js';
import { isMeshed } from '../../../model/linkerd/injection.js';
import { includesPort, opaqueToPolicy, parsePortList } from '../../../model/linkerd/port-list.js';
import { type Probe, probesOf } from '../../../model/linkerd/probes.js';
import { GRPC_ROUTE, mayMatchPath, routesOfServer } from '../../../model/linkerd/routes.js';
import { type Server, serversOfPort } from '../../../model/linkerd/server.js';
import { kindOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

/** What the injector marks opaque where neither pod nor namespace say otherwise. */
const OPAQUE_BY_DEFAULT = '25,587,3306,4444,5432,6379,9300,11211';

export default defineRule({
  id: 'linkerd/probes-are-authorized',
  severity: 'error',
  scope: 'object',
  summary: 'Every probe of a meshed pod passes the inbound policy of its port.',
  rationale:
    'The kubelet has no mesh identity. Linkerd lets in its plain HTTP GETs by itself, unless the port is opaque, TLS, HTTP/2 or gRPC to policy, or an HTTPRoute is attached to its Server; every other probe needs an authorization, or the pod is restarted for ever.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#policy-annotations',
  appliesTo: POD_KINDS,
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
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined || !isMeshed(pod, cluster)) return;
    const skipped = parsePortList(pod.annotations['config.linkerd.io/skip-inbound-ports'] ?? '');
    for (const probe of probesOf(pod)) {
      // The connection of a tcpSocket probe ends at the proxy, which accepts it before it asks any policy.
      if (probe.action === 'tcpSocket' || includesPort(skipped, probe.port)) continue;
      const server = serversOfPort(pod, probe.port, cluster)[0];
      const obstacle = obstacleTo(probe, pod, server, cluster);
      if (obstacle === undefined) continue;
      const guard = server === undefined ? 'the default inbound policy' : `Server ${server.name}`;
      yield {
        path: at(probe.path, 'port'),
        got: `${probe.port}, where ${guard} ${obstacle}`,
        expected: 'a port on which policy lets the kubelet in',
        fix: 'Probe a port that serves plain HTTP under no HTTPRoute, or authorize the network of the nodes for this port by a NetworkAuthentication.',
      };
    }
  },
});

function obstacleTo(
  probe: Probe,
  pod: PodTemplate,
  server: Server | undefined,
  cluster: ClusterIndex,
): string | undefined {
  const protocol = server?.protocol ?? protocolWithoutServer(pod, probe.port);
  if (probe.action === 'httpGet' && (protocol === 'HTTP/2' || protocol === 'gRPC')) {
    return `expects ${protocol}, and an httpGet comes as HTTP/1.1`;
  }
  if (admitsAnyone(pod, server, cluster)) return undefined;
  if (probe.action === 'grpc') {
    return routesGrpcProbe(server, cluster) ? undefined : 'admits no gRPC without identity';
  }
  if (protocol === 'opaque' || protocol === 'TLS') return `takes the bytes as ${protocol}, and sees no path to let in`;
  if (probe.scheme === 'HTTPS') return 'admits no TLS of an unmeshed client, and sees no path in it to let in';
  if (server === undefined) return undefined;
  const routes = routesOfServer(server, cluster).filter(({ object }) => kindOf(object) !== GRPC_ROUTE);
  const admitted = routes.some(
    (route) =>
      mayMatchPath(route, probe.requestPath) &&
      authorizationsOfRoute(route, cluster).some(({ authenticated }) => !authenticated),
  );
  const [first] = routes;
  if (first === undefined || admitted) return undefined;
  return `lets in probes by itself no more, since ${objectLabel(first.object)} is attached to it`;
}

/** Whether an HTTPRoute lets in what the kubelet calls of gRPC: on a Server of HTTP/2, which gRPC is. */
function routesGrpcProbe(server: Server | undefined, cluster: ClusterIndex): boolean {
  if (server === undefined || !['HTTP/2', 'unknown'].includes(server.protocol)) return false;
  return routesOfServer(server, cluster).some(
    (route) =>
      kindOf(route.object) !== GRPC_ROUTE &&
      mayMatchPath(route, '/grpc.health.v1.Health/Check', 'POST') &&
      authorizationsOfRoute(route, cluster).some(({ authenticated }) => !authenticated),
  );
}

function admitsAnyone(pod: PodTemplate, server: Server | undefined, cluster: ClusterIndex): boolean {
  if (server !== undefined) {
    return authorizationsOfServer(server, cluster).some(({ authenticated }) => !authenticated);
  }
  const policy = defaultInboundPolicyOf(pod, cluster);
  return policy === undefined || admitsUnauthenticated(policy);
}

function protocolWithoutServer(pod: PodTemplate, port: number): string {
  const opaque = opaqueToPolicy(pod.annotations['config.linkerd.io/opaque-ports'] ?? OPAQUE_BY_DEFAULT);
  return includesPort(opaque, port) ? 'opaque' : 'unknown';
}

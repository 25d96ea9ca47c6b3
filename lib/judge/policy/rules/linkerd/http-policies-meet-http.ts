import { at } from '../../../../manifest/field-path.js';
import { listAt, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { includesPort, opaqueToPolicy } from '../../../model/linkerd/port-list.js';
import { GRPC_ROUTE, HTTP_ROUTES } from '../../../model/linkerd/routes.js';
import { podsOfServer, SERVER, type Server, serverOf, serverPortsIn } from '../../../model/linkerd/server.js';
import { refersTo, targetRef } from '../../../model/linkerd/target-ref.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const RATE_LIMIT = 'policy.linkerd.io/HTTPLocalRateLimitPolicy';
const OPAQUE_ANNOTATION = 'config.linkerd.io/opaque-ports';

const example = (protocol: string) => `
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: apps }
spec: { podSelector: { matchLabels: { app: web } }, port: http, proxyProtocol: ${protocol} }
---
apiVersion: policy.linkerd.io/v1alpha1
kind: HTTPLocalRateLimitPolicy
metadata: { name: web, namespace: apps }
spec: { targetRef: { group: policy.linkerd.io, kind: Server, name: web }, total: { requestsPerSecond: 100 } }
`;

export default defineRule({
  id: 'linkerd/http-policies-meet-http',
  severity: 'error',
  scope: 'object',
  summary: 'Routes and rate limits are attached to Servers whose ports the proxy reads as HTTP.',
  rationale:
    'On a port that is opaque or TLS the proxy sees bytes and no requests: the limit limits nothing, and what a route admits is not admitted, or more is.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#server',
  appliesTo: [RATE_LIMIT, ...HTTP_ROUTES, GRPC_ROUTE],
  passes: example('HTTP/1'),
  fails: example('opaque'),
  *check(resource, cluster) {
    for (const { path, name } of serversNamedBy(resource)) {
      const found = cluster.find(SERVER, namespaceOf(resource), name);
      const server = found && serverOf(found);
      const reason = server && blindness(server, cluster);
      if (reason === undefined) continue;
      yield {
        path,
        got: `Server ${name}, ${reason}`,
        expected: 'a Server whose protocol is unknown, HTTP/1, HTTP/2 or gRPC, on a port that is not opaque',
        fix: `Let the proxy read the port, or remove the ${resource.object.kind} and authorize the Server as a whole.`,
      };
    }
  },
});

function serversNamedBy({ object }: Resource): readonly { readonly path: string; readonly name: string }[] {
  const refs =
    object.kind === 'HTTPLocalRateLimitPolicy'
      ? [{ path: at('spec', 'targetRef', 'name'), ref: targetRef(valueAt(object, 'spec', 'targetRef')) }]
      : listAt(object, 'spec', 'parentRefs').map((parent, index) => ({
          path: at('spec', 'parentRefs', index, 'name'),
          ref: targetRef(parent),
        }));
  return refs.filter(({ ref }) => refersTo(ref, SERVER)).map(({ path, ref }) => ({ path, name: ref.name }));
}

/** Why the proxy sees no requests on the port of a Server; undefined where it does. */
function blindness(server: Server, cluster: ClusterIndex): string | undefined {
  const { protocol } = server;
  if (protocol === 'opaque' || protocol === 'TLS') return `whose protocol is ${protocol}`;
  if (protocol !== 'unknown') return undefined;
  for (const pod of podsOfServer(server, cluster)) {
    const opaque = opaqueToPolicy(pod.annotations[OPAQUE_ANNOTATION]);
    const port = serverPortsIn(server, pod, cluster).find((number) => includesPort(opaque, number));
    if (port !== undefined) return `whose port ${port} is opaque by annotation of ${pod.resource.object.metadata.name}`;
  }
  return undefined;
}

import { listAt, stringAt, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import { GRPC_ROUTE, HTTP_ROUTES, parentServers } from '../../../model/linkerd/routes.js';
import { SERVER } from '../../../model/linkerd/server.js';
import { POLICY_GROUP, refersTo, targetRef } from '../../../model/linkerd/target-ref.js';
import { kindOf, namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const RATE_LIMIT = `${POLICY_GROUP}/HTTPLocalRateLimitPolicy`;
/** What the proxy forwards without reading requests. */
const UNREAD = ['opaque', 'TLS'];

export default defineRule({
  id: 'linkerd/route-fits-its-server',
  severity: 'error',
  scope: 'object',
  summary: 'Every route and rate limit that is attached to a Server has one, and the Server reads requests.',
  rationale:
    'Routes and rate limits are about requests: on a port that is forwarded as bytes, or on a Server that does not exist, they and the policies for them do nothing.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#httproute',
  appliesTo: [...HTTP_ROUTES, GRPC_ROUTE, RATE_LIMIT],
  passes: example('HTTP/1'),
  fails: example('opaque'),
  *check(resource, cluster) {
    for (const { path, name } of attachments(resource)) {
      const server = cluster.find(SERVER, namespaceOf(resource), name);
      const protocol = stringAt(server?.object, 'spec', 'proxyProtocol') ?? 'unknown';
      if (server === undefined) {
        yield {
          path,
          got: name,
          expected: `a Server of namespace ${namespaceOf(resource)}`,
          fix: 'Correct the name, or add the Server; until then nothing is under it.',
        };
      } else if (UNREAD.includes(protocol)) {
        yield {
          path,
          got: `${name}, whose protocol is ${protocol}`,
          expected: 'a Server of HTTP/1, HTTP/2, gRPC or unknown',
          fix: `Authorize the Server itself: the proxy sees no request on port ${valueAt(server.object, 'spec', 'port')} to which this could apply.`,
        };
      }
    }
  },
});

function attachments(resource: Resource): readonly { readonly path: string; readonly name: string }[] {
  if (kindOf(resource.object) !== RATE_LIMIT) {
    const names = parentServers(resource);
    return listAt(resource.object, 'spec', 'parentRefs').flatMap((parent, index) => {
      const { name } = targetRef(parent);
      return refersTo(targetRef(parent), SERVER) && names.includes(name)
        ? [{ path: `spec.parentRefs[${index}].name`, name }]
        : [];
    });
  }
  const target = targetRef(valueAt(resource.object, 'spec', 'targetRef'));
  return refersTo(target, SERVER) ? [{ path: 'spec.targetRef.name', name: target.name }] : [];
}

function example(protocol: string): string {
  return `
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, port: 8080, proxyProtocol: ${protocol} }
---
apiVersion: policy.linkerd.io/v1beta3
kind: HTTPRoute
metadata: { name: web, namespace: apps }
spec: { parentRefs: [{ group: policy.linkerd.io, kind: Server, name: web }] }
`;
}

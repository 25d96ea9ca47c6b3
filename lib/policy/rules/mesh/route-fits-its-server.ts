import type { Subject } from '../../finding.js';
import { GRPC_ROUTE, HTTP_ROUTES, parentServers } from '../../linkerd/routes.js';
import { SERVER } from '../../linkerd/server.js';
import { POLICY_GROUP, refersTo, targetRef } from '../../linkerd/target-ref.js';
import { kindOf, namespaceOf } from '../../pod.js';
import { listAt, stringAt, valueAt } from '../../read.js';
import { defineRule } from '../../rule.js';

const RATE_LIMIT = `${POLICY_GROUP}/HTTPLocalRateLimitPolicy`;
/** What the proxy forwards without reading requests. */
const UNREAD = ['opaque', 'TLS'];

export default defineRule({
  id: 'mesh/route-fits-its-server',
  severity: 'error',
  scope: 'object',
  summary: 'Every route and rate limit that is attached to a Server has one, and the Server reads requests.',
  rationale:
    'Routes and rate limits are about requests: on a port that is forwarded as bytes, or on a Server that does not exist, they and the policies for them do nothing.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#httproute',
  appliesTo: [...HTTP_ROUTES, GRPC_ROUTE, RATE_LIMIT],
  passes: example('HTTP/1'),
  fails: example('opaque'),
  *check(subject, cluster) {
    for (const { path, name } of attachments(subject)) {
      const server = cluster.find(SERVER, namespaceOf(subject), name);
      const protocol = stringAt(server?.object, 'spec', 'proxyProtocol') ?? 'unknown';
      if (server === undefined) {
        yield {
          path,
          got: name,
          expected: `a Server of namespace ${namespaceOf(subject)}`,
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

function attachments(subject: Subject): readonly { readonly path: string; readonly name: string }[] {
  if (kindOf(subject.object) !== RATE_LIMIT) {
    const names = parentServers(subject);
    return listAt(subject.object, 'spec', 'parentRefs').flatMap((parent, index) => {
      const { name } = targetRef(parent);
      return refersTo(targetRef(parent), SERVER) && names.includes(name)
        ? [{ path: `spec.parentRefs[${index}].name`, name }]
        : [];
    });
  }
  const target = targetRef(valueAt(subject.object, 'spec', 'targetRef'));
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

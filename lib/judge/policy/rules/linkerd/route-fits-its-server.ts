import { Field } from '../../../../manifest/field.js';
import { stringAt, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import { GRPC_ROUTE, HTTP_ROUTES, type ParentServer, parentServers } from '../../../model/linkerd/routes.js';
import { SERVER } from '../../../model/linkerd/server.js';
import { POLICY_GROUP, refersTo, targetRef } from '../../../model/linkerd/target-ref.js';
import { kindOf, namespaceOf } from '../../../model/pods/pod.js';
import { objectsExist } from '../../declared/objects-exist.js';

const RATE_LIMIT = `${POLICY_GROUP}/HTTPLocalRateLimitPolicy`;
/** What the proxy forwards without reading requests. */
const UNREAD = ['opaque', 'TLS'];

export default objectsExist({
  id: 'linkerd/route-fits-its-server',
  severity: 'error',
  summary: 'Every route and rate limit of a Server has a Server that exists and reads requests.',
  rationale:
    'Routes and rate limits are about requests. On a port that is forwarded as bytes, or on a Server that does not exist, neither they nor their policies have any effect.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#httproute',
  appliesTo: [...HTTP_ROUTES, GRPC_ROUTE, RATE_LIMIT],
  reads: ['policy.linkerd.io/Server'],
  passes: example('HTTP/1'),
  fails: example('opaque'),
  names: (resource) => attachments(resource).map((parent) => ({ ...parent, namespace: namespaceOf(resource) })),
  states: {
    field: ['spec.parentRefs[*].name', 'spec.targetRef.name'],
    to: SERVER,
    absence: 'always',
    effect: 'Until then it has no effect.',
  },
  *found({ object }, { field, name }) {
    const protocol = stringAt(object, 'spec', 'proxyProtocol') ?? 'unknown';
    if (!UNREAD.includes(protocol)) return;
    yield field.violation({
      got: `${name}, whose protocol is ${protocol}`,
      expected: 'a Server of HTTP/1, HTTP/2, gRPC or unknown',
      effect: `The proxy sees no requests on port ${valueAt(object, 'spec', 'port')}.`,
      fix: 'Authorize the Server itself.',
    });
  },
});

function attachments(resource: Resource): readonly ParentServer[] {
  if (kindOf(resource.object) !== RATE_LIMIT) return parentServers(resource);
  const field = Field.of(resource).at('spec', 'targetRef');
  const target = targetRef(field.value);
  return refersTo(target, SERVER) ? [{ field: field.at('name'), name: target.name }] : [];
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

import { Field } from '../../../../manifest/field.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { OPAQUE_PORTS, opaqueToPolicy } from '../../../model/linkerd/inbound-ports.js';
import { includesPort } from '../../../model/linkerd/port-list.js';
import { GRPC_ROUTE, HTTP_ROUTES } from '../../../model/linkerd/routes.js';
import { podsOfServer, SERVER, type Server, serverOf, serverPortsIn } from '../../../model/linkerd/server.js';
import { refersTo, targetRef } from '../../../model/linkerd/target-ref.js';
import { kindOf, namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import type { ObjectName } from '../../declared/missing.js';
import { objectsExist } from '../../declared/objects-exist.js';
import { notJudged } from '../../outcome.js';

const RATE_LIMIT = 'policy.linkerd.io/HTTPLocalRateLimitPolicy';

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

export default objectsExist({
  id: 'linkerd/http-policies-target-http-ports',
  severity: 'error',
  summary: 'Routes and rate limits are attached to Servers whose ports the proxy reads as HTTP.',
  rationale:
    'On an opaque or TLS port the proxy sees bytes, not requests: a rate limit limits nothing, and what a route admits is not admitted, or more is.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#server',
  appliesTo: [RATE_LIMIT, ...HTTP_ROUTES, GRPC_ROUTE],
  reads: [...POD_KINDS, 'ConfigMap', 'Namespace', 'policy.linkerd.io/Server'],
  passes: example('HTTP/1'),
  fails: example('opaque'),
  names: serverRefs,
  states: { field: ['spec.parentRefs[*].name', 'spec.targetRef.name'], to: SERVER, absence: 'never' },
  *found(object, { field, name }, cluster) {
    const server = serverOf(object);
    const reason = server && whyUnread(server, cluster);
    if (reason === undefined) {
      const depends = server?.protocol === 'unknown' && podsOfServer(server, cluster).length === 0;
      if (depends) yield notJudged(`no pod that Server ${name} selects is among the files`, field);
      return;
    }
    yield field.violation({
      got: `Server ${name}, ${reason}`,
      expected: 'a Server whose protocol is unknown, HTTP/1, HTTP/2 or gRPC, on a port that is not opaque',
      fix: `Let the proxy read the port, or remove the ${field.resource.object.kind} and authorize the Server as a whole.`,
    });
  },
});

/** The Servers that a route or a rate limit names. */
function serverRefs(resource: Resource): readonly ObjectName[] {
  const spec = Field.of(resource).at('spec');
  const refs = kindOf(resource.object) === RATE_LIMIT ? [spec.at('targetRef')] : spec.at('parentRefs').items;
  return refs.flatMap((ref) => {
    const target = targetRef(ref.value);
    return refersTo(target, SERVER)
      ? [{ field: ref.at('name'), namespace: namespaceOf(resource), name: target.name }]
      : [];
  });
}

/** Why the proxy sees no requests on the port of a Server; undefined if it does. */
function whyUnread(server: Server, cluster: ClusterIndex): string | undefined {
  const { protocol } = server;
  if (protocol === 'opaque' || protocol === 'TLS') return `whose protocol is ${protocol}`;
  if (protocol !== 'unknown') return undefined;
  for (const pod of podsOfServer(server, cluster)) {
    const opaque = opaqueToPolicy(pod.annotations[OPAQUE_PORTS]);
    const port = serverPortsIn(server, pod, cluster).find((number) => includesPort(opaque, number));
    if (port !== undefined)
      return `whose port ${port} an annotation of ${pod.resource.object.metadata.name} makes opaque`;
  }
  return undefined;
}

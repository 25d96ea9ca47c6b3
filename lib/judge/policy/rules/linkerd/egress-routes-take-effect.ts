import { at } from '../../../../manifest/field-path.js';
import { listAt, valueAt } from '../../../../manifest/read.js';
import { GRPC_ROUTE, HTTP_ROUTES } from '../../../model/linkerd/routes.js';
import { refersTo, targetRef } from '../../../model/linkerd/target-ref.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const EGRESS = 'policy.linkerd.io/EgressNetwork';

const example = (port: string) => `
apiVersion: policy.linkerd.io/v1alpha1
kind: EgressNetwork
metadata: { name: internet, namespace: apps }
spec: { trafficPolicy: Deny }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: payments, namespace: apps }
spec: { parentRefs: [{ group: policy.linkerd.io, kind: EgressNetwork, name: internet${port} }] }
`;

export default defineRule({
  id: 'linkerd/egress-routes-take-effect',
  severity: 'error',
  scope: 'object',
  summary: 'Every route of an EgressNetwork names one that exists, and a port of it.',
  rationale:
    'A route without a port, or without its EgressNetwork, is not attached: below trafficPolicy Deny what it was to let out is refused.',
  source: 'https://linkerd.io/2-edge/reference/egress-network/',
  appliesTo: [...HTTP_ROUTES, GRPC_ROUTE, 'gateway.networking.k8s.io/TLSRoute', 'gateway.networking.k8s.io/TCPRoute'],
  passes: example(', port: 443'),
  fails: example(''),
  *check(resource, cluster) {
    for (const [index, parent] of listAt(resource.object, 'spec', 'parentRefs').entries()) {
      const ref = targetRef(parent);
      if (!refersTo(ref, EGRESS)) continue;
      const path = at('spec', 'parentRefs', index);
      const namespace = ref.namespace ?? namespaceOf(resource);
      if (valueAt(parent, 'port') === undefined) {
        yield {
          path: at(path, 'port'),
          got: 'nothing',
          expected: 'the port that is dialled outside',
          fix: 'Name the port; Linkerd attaches the route to no other.',
        };
      }
      if (cluster.find(EGRESS, namespace, ref.name) !== undefined) continue;
      yield {
        path: at(path, 'name'),
        got: ref.name,
        expected: `an EgressNetwork of namespace ${namespace}`,
        fix: 'Correct the name or the namespace, or add the EgressNetwork.',
      };
    }
  },
});

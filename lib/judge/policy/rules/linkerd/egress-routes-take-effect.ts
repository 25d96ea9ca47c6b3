import { Field } from '../../../../manifest/field.js';
import { GRPC_ROUTE, HTTP_ROUTES } from '../../../model/linkerd/routes.js';
import { refersTo, targetRef } from '../../../model/linkerd/target-ref.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { objectsExist } from '../../declared/objects-exist.js';

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

export default objectsExist({
  id: 'linkerd/egress-routes-take-effect',
  severity: 'error',
  summary: 'Every route of an EgressNetwork names one that exists, and a port of it.',
  rationale:
    'A route without a port, or without its EgressNetwork, is not attached. With trafficPolicy Deny the traffic that it should allow is refused.',
  source: 'https://linkerd.io/2-edge/reference/egress-network/',
  appliesTo: [...HTTP_ROUTES, GRPC_ROUTE, 'gateway.networking.k8s.io/TLSRoute', 'gateway.networking.k8s.io/TCPRoute'],
  reads: ['policy.linkerd.io/EgressNetwork'],
  passes: example(', port: 443'),
  fails: example(''),
  *names(resource) {
    for (const parent of Field.of(resource).all('spec.parentRefs[*]')) {
      const target = targetRef(parent.value);
      if (!refersTo(target, EGRESS)) continue;
      const { name, namespace = namespaceOf(resource) } = target;
      yield { field: parent.at('name'), namespace, name };
      if (parent.at('port').isSet) continue;
      yield parent.at('port').violation({
        expected: 'the port that workloads dial outside the cluster',
        effect: 'Linkerd does not attach the route.',
        fix: 'Name the port.',
      });
    }
  },
  states: {
    field: 'spec.parentRefs[*].name',
    to: EGRESS,
    absence: 'always',
    namespaceIsNamed: true,
    effect: 'Until then the route has no effect.',
  },
});

import { Field } from '../../../../manifest/field.js';
import { competing } from '../../declared/competing.js';

export default competing({
  id: 'network/node-port-is-unique',
  severity: 'error',
  summary: 'Every node port belongs to one Service of the cluster.',
  rationale:
    'The API server refuses the second Service that asks for a node port: which one that is depends on their order.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#nodeport-custom-port',
  appliesTo: ['Service'],
  *claims(service) {
    for (const field of Field.of(service).all('spec.ports[*].nodePort')) {
      // 0 asks for a free one.
      if ((field.number ?? 0) !== 0)
        yield { field, things: [`${field.shown}/${field.beside('protocol').text ?? 'TCP'}`] };
    }
  },
  report: 'later',
  expected: 'a node port of its own',
  fix: 'Use another port, or remove the field to get a free one.',
  passes: example(30723),
  fails: example(30722),
});

function example(second: number): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: hub, namespace: apps }
spec: { type: NodePort, ports: [{ port: 7422, nodePort: 30722 }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: edge }
spec: { type: NodePort, ports: [{ port: 80, nodePort: ${second} }] }
`;
}

import { at } from '../../../../manifest/field-path.js';
import { listAt, numberAt } from '../../../../manifest/read.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'network/node-port-is-in-range',
  severity: 'error',
  scope: 'object',
  summary: 'Every node port is between 30000 and 32767.',
  rationale:
    'The API server refuses a port outside its range, which is 30000 to 32767 unless it was started with another.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport',
  appliesTo: ['Service'],
  passes: `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { type: NodePort, ports: [{ port: 7422, nodePort: 30722 }] }
`,
  fails: `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { type: NodePort, ports: [{ port: 7422, nodePort: 7422 }] }
`,
  *check(resource) {
    for (const [index, port] of listAt(resource.object, 'spec', 'ports').entries()) {
      const nodePort = numberAt(port, 'nodePort');
      if (nodePort === undefined || nodePort === 0 || (nodePort >= 30000 && nodePort <= 32767)) continue;
      yield {
        path: at('spec.ports', index, 'nodePort'),
        got: String(nodePort),
        expected: '30000 to 32767',
        fix: 'Use a port in the range, or drop it to get a free one.',
      };
    }
  },
});

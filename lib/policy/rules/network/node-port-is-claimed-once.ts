import { at } from '../../../manifest/field-path.js';
import { objectLabel } from '../../../manifest/object.js';
import type { Subject } from '../../finding.js';
import { listAt, numberAt, stringAt } from '../../read.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'network/node-port-is-claimed-once',
  severity: 'error',
  scope: 'cluster',
  summary: 'No two Services of a cluster claim the same node port.',
  rationale:
    'A node port is the same on every node for all namespaces: the API server refuses the second Service, and which of the two that is depends on the order they are applied in.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#nodeport-custom-port',
  appliesTo: ['Service'],
  passes: `
apiVersion: v1
kind: Service
metadata: { name: hub, namespace: apps }
spec: { type: NodePort, ports: [{ port: 7422, nodePort: 30722 }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { type: NodePort, ports: [{ port: 80, nodePort: 30080 }] }
`,
  fails: `
apiVersion: v1
kind: Service
metadata: { name: hub, namespace: apps }
spec: { type: NodePort, ports: [{ port: 7422, nodePort: 30722 }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: NodePort, ports: [{ port: 80, nodePort: 30722 }] }
`,
  *check(cluster) {
    const claims = new Map<string, Subject>();
    for (const subject of cluster.ofKind('Service'))
      for (const [index, port] of listAt(subject.object, 'spec', 'ports').entries()) {
        const nodePort = numberAt(port, 'nodePort');
        if (nodePort === undefined || nodePort === 0) continue;
        const key = `${nodePort} ${stringAt(port, 'protocol') ?? 'TCP'}`;
        const first = claims.get(key);
        if (first === undefined) claims.set(key, subject);
        // The schema reports a port that one Service claims twice.
        if (first === undefined || first === subject) continue;
        yield {
          subject,
          path: at('spec.ports', index, 'nodePort'),
          got: `${nodePort}, which ${objectLabel(first.object)} claims too`,
          expected: 'a node port of its own',
          fix: 'Use another node port, or drop it to get a free one.',
        };
      }
  },
});

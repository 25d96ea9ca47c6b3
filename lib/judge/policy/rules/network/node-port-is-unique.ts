import { at } from '../../../../manifest/field-path.js';
import { listAt, numberAt, stringAt } from '../../../../manifest/read.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'network/node-port-is-unique',
  severity: 'error',
  scope: 'cluster',
  summary: 'Every node port belongs to one Service of the cluster.',
  rationale:
    'The API server refuses the second Service that asks for a node port: which one that is, the order decides.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#nodeport-custom-port',
  appliesTo: ['Service'],
  passes: example(30723),
  fails: example(30722),
  *check(cluster) {
    const owners = new Map<string, string>();
    for (const resource of cluster.ofKind('Service')) {
      const { namespace = 'default', name } = resource.object.metadata;
      for (const [index, port] of listAt(resource.object, 'spec', 'ports').entries()) {
        const nodePort = numberAt(port, 'nodePort') ?? 0;
        if (nodePort === 0) continue;
        const key = `${nodePort}/${stringAt(port, 'protocol') ?? 'TCP'}`;
        const owner = owners.get(key);
        owners.set(key, owner ?? `${namespace}/${name}`);
        if (owner === undefined) continue;
        yield {
          resource,
          path: at('spec.ports', index, 'nodePort'),
          got: `${key}, which Service ${owner} has`,
          expected: 'a node port of its own',
          fix: 'Use another, or drop it to get a free one.',
        };
      }
    }
  },
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

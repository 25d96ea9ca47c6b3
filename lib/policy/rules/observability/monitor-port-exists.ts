import { at } from '../../../manifest/field-path.js';
import { portsOf } from '../../ports.js';
import { listAt, objectAt, stringAt } from '../../read.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'observability/monitor-port-exists',
  severity: 'warning',
  scope: 'object',
  summary: 'Every port that a PodMonitor names is a port of the pods that it selects in its namespace.',
  rationale:
    'A monitor whose labels or port no pod has finds no target: nothing is scraped, no alert on it fires, and no error is shown.',
  source: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMetricsEndpoint',
  appliesTo: ['monitoring.coreos.com/PodMonitor'],
  passes: example('metrics'),
  fails: example('metric'),
  *check({ object }, cluster) {
    // Of other namespaces, not all pods need be among the objects.
    if (objectAt(object, 'spec', 'namespaceSelector') !== undefined) return;
    const namespace = object.metadata.namespace ?? 'default';
    if (cluster.podsIn(namespace).length === 0) return;
    const pods = cluster.podsMatching(namespace, objectAt(object, 'spec', 'selector') ?? {});
    if (pods.length === 0) {
      yield {
        path: 'spec.selector',
        got: `labels that no pod of namespace ${namespace} has`,
        expected: 'the labels of the pods to scrape',
        fix: 'Correct the labels or the namespace: nothing is scraped.',
      };
      return;
    }
    const names = new Set(pods.flatMap((pod) => portsOf(pod)).flatMap(({ name }) => name ?? []));
    for (const [index, endpoint] of listAt(object, 'spec', 'podMetricsEndpoints').entries()) {
      const port = stringAt(endpoint, 'port');
      if (port === undefined || names.has(port)) continue;
      yield {
        path: at('spec', 'podMetricsEndpoints', index, 'port'),
        got: `'${port}', which no selected pod declares`,
        expected: names.size === 0 ? 'the name of a container port' : `one of ${[...names].sort().join(', ')}`,
        fix: 'Write the name of the container port, not its number and not the name of a port of the Service: nothing is scraped.',
      };
    }
  },
});

function example(port: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: basket, namespace: shop, labels: { app: basket } }
spec: { containers: [{ name: basket, ports: [{ name: metrics, containerPort: 9102 }] }] }
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: basket, namespace: shop }
spec: { selector: { matchLabels: { app: basket } }, podMetricsEndpoints: [{ port: ${port} }] }
`;
}

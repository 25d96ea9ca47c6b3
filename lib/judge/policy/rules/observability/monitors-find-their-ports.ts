import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { objectAt } from '../../../../manifest/read.js';
import { endpointsOf, ISTIO_PROXY_PORT, POD_MONITOR, SERVICE_MONITOR, targetsOf } from '../../../model/monitors.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const example = (port: string) => `
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web, namespace: apps }
spec: { selector: { matchLabels: { app: web } }, endpoints: [{ port: ${port} }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { selector: { app: web }, ports: [{ name: http-metrics, port: 9090 }] }
`;

export default defineRule({
  id: 'observability/monitors-find-their-ports',
  severity: 'error',
  scope: 'object',
  summary: 'Every port of a ServiceMonitor or PodMonitor is one of what it selects.',
  rationale:
    "A ServiceMonitor names ports of Services, a PodMonitor those of containers. A name that is not there, as the proxy's http-envoy-prom on a Service, gives no target: no metrics, and no alert that fires on them.",
  source: 'https://prometheus-operator.dev/docs/developer/getting-started/',
  appliesTo: [SERVICE_MONITOR, POD_MONITOR],
  passes: example('http-metrics'),
  fails: example('http-envoy-prom'),
  *check(resource, cluster) {
    const ofPods = resource.object.kind === 'PodMonitor';
    const targets = targetsOf(resource, cluster);
    if (targets.length === 0) {
      // What is watched may belong to a namespace whose objects are not here.
      const elsewhere = objectAt(resource.object, 'spec', 'namespaceSelector') !== undefined;
      if (elsewhere || cluster.podsIn(namespaceOf(resource)).length === 0) return;
      yield {
        path: 'spec.selector',
        got: `${JSON.stringify(objectAt(resource.object, 'spec', 'selector') ?? {})}, which no ${ofPods ? 'pod' : 'Service'} of namespace ${namespaceOf(resource)} has`,
        expected: `the labels of a ${ofPods ? 'pod' : 'Service (of its metadata, not its selector)'}`,
        fix: 'Correct the labels, or name the namespace in spec.namespaceSelector; as it is, nothing is scraped.',
      };
      return;
    }
    for (const { path, port } of endpointsOf(resource)) {
      if (port === undefined || targets.some(({ ports }) => ports.includes(port))) continue;
      const ofProxy = !ofPods && port === ISTIO_PROXY_PORT.name;
      yield {
        path: at(path, 'port'),
        got: `${port}, which ${listed(targets.map(({ label }) => label))} ${targets.length === 1 ? 'does' : 'do'} not have`,
        expected: ofProxy
          ? `a PodMonitor with path /stats/prometheus; ${port} is a port of the proxy's container`
          : `a port by its name: ${listed([...new Set(targets.flatMap(({ ports }) => ports))]) || 'none has a name'}`,
        fix: `${ofProxy ? 'Use a PodMonitor for the metrics of proxies' : 'Name the port as it is named there'}; as it is, nothing is scraped, and alerts on these metrics never fire.`,
      };
    }
  },
});

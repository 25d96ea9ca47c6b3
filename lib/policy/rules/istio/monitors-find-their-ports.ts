import { at } from '../../../manifest/field-path.js';
import { objectLabel } from '../../../manifest/object.js';
import type { ClusterIndex } from '../../cluster-index.js';
import type { Subject } from '../../finding.js';
import { hasSidecar } from '../../istio/injection.js';
import { namespaceOf } from '../../pod.js';
import { portsOf } from '../../ports.js';
import { booleanAt, listAt, objectAt, stringAt, stringListAt, stringsAt } from '../../read.js';
import { defineRule } from '../../rule.js';
import { matchesSelector } from '../../selector.js';

const SERVICE_MONITOR = 'monitoring.coreos.com/ServiceMonitor';
const POD_MONITOR = 'monitoring.coreos.com/PodMonitor';
/** Port of the injected proxy's metrics, which no template declares. */
const PROXY_PORT = 'http-envoy-prom';

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
  id: 'istio/monitors-find-their-ports',
  severity: 'error',
  scope: 'object',
  summary: 'Every port of a ServiceMonitor or PodMonitor is one of what it selects.',
  rationale:
    "A ServiceMonitor names ports of Services, a PodMonitor those of containers. A name that is not there, as the proxy's http-envoy-prom on a Service, gives no target: no metrics, and no alert that fires on them.",
  source: 'https://istio.io/latest/docs/ops/integrations/prometheus/',
  appliesTo: [SERVICE_MONITOR, POD_MONITOR],
  passes: example('http-metrics'),
  fails: example('http-envoy-prom'),
  *check(subject, cluster) {
    const ofPods = subject.object.kind === 'PodMonitor';
    const field = ofPods ? 'podMetricsEndpoints' : 'endpoints';
    const targets = ofPods ? podTargets(subject, cluster) : serviceTargets(subject, cluster);
    if (targets.length === 0) {
      // What is watched may belong to a namespace whose objects are not here.
      if (!isOwnNamespace(subject) || cluster.podsIn(namespaceOf(subject)).length === 0) return;
      yield {
        path: 'spec.selector',
        got: `${JSON.stringify(objectAt(subject.object, 'spec', 'selector') ?? {})}, which no ${ofPods ? 'pod' : 'Service'} of namespace ${namespaceOf(subject)} has`,
        expected: `the labels of a ${ofPods ? 'pod' : 'Service (of its metadata, not its selector)'}`,
        fix: 'Correct the labels, or name the namespace in spec.namespaceSelector; as it is, nothing is scraped.',
      };
      return;
    }
    for (const [index, endpoint] of listAt(subject.object, 'spec', field).entries()) {
      const port = stringAt(endpoint, 'port');
      if (port === undefined || targets.some(({ ports }) => ports.includes(port))) continue;
      const ofProxy = !ofPods && port === PROXY_PORT;
      yield {
        path: at('spec', field, index, 'port'),
        got: `${port}, which ${targets.map(({ label }) => label).join(', ')} ${targets.length === 1 ? 'does' : 'do'} not have`,
        expected: ofProxy
          ? `a PodMonitor with path /stats/prometheus; ${PROXY_PORT} is a port of the proxy's container`
          : `a port by its name: ${[...new Set(targets.flatMap(({ ports }) => ports))].join(', ') || 'none has a name'}`,
        fix: `${ofProxy ? 'Use a PodMonitor for the metrics of proxies' : 'Name the port as it is named there'}; as it is, nothing is scraped, and alerts on these metrics never fire.`,
      };
    }
  },
});

interface Target {
  readonly label: string;
  readonly ports: readonly string[];
}

function serviceTargets(subject: Subject, cluster: ClusterIndex): readonly Target[] {
  const selector = objectAt(subject.object, 'spec', 'selector') ?? {};
  return cluster
    .ofKind('Service')
    .filter((service) => isWatched(subject, namespaceOf(service)))
    .filter(({ object }) => matchesSelector(selector, stringsAt(object, 'metadata', 'labels')))
    .map(({ object }) => ({
      label: objectLabel(object),
      ports: listAt(object, 'spec', 'ports').flatMap((port) => stringAt(port, 'name') ?? []),
    }));
}

function podTargets(subject: Subject, cluster: ClusterIndex): readonly Target[] {
  const selector = objectAt(subject.object, 'spec', 'selector') ?? {};
  return cluster.pods
    .filter((pod) => isWatched(subject, pod.namespace) && matchesSelector(selector, pod.labels))
    .map((pod) => ({
      label: objectLabel(pod.subject.object),
      ports: [...portsOf(pod).flatMap(({ name }) => name ?? []), ...(hasSidecar(pod, cluster) ? [PROXY_PORT] : [])],
    }));
}

function isOwnNamespace({ object }: Subject): boolean {
  return objectAt(object, 'spec', 'namespaceSelector') === undefined;
}

function isWatched(subject: Subject, namespace: string): boolean {
  if (booleanAt(subject.object, 'spec', 'namespaceSelector', 'any') === true) return true;
  const names = stringListAt(subject.object, 'spec', 'namespaceSelector', 'matchNames');
  return names.length === 0 ? namespace === namespaceOf(subject) : names.includes(namespace);
}

import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import {
  endpointsOf,
  ISTIO_PROXY_PORT,
  type MonitorTarget,
  POD_MONITOR,
  SERVICE_MONITOR,
  targetsOf,
} from '../../../model/monitors.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { proxyMayOpen } from '../../../model/pods/proxy-ports.js';
import { notJudged, type Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const effect = 'Nothing is scraped, and alerts on these metrics never fire.';

export default defineRule({
  id: 'observability/monitors-find-their-ports',
  severity: 'error',
  scope: 'object',
  summary: 'Every ServiceMonitor and PodMonitor names ports of what it selects.',
  rationale:
    "A ServiceMonitor names ports of Services, a PodMonitor those of containers. A name that is not there, such as the proxy's http-envoy-prom on a Service, gives no target: no metrics, and no alert that fires on them.",
  source: 'https://prometheus-operator.dev/docs/developer/getting-started/',
  appliesTo: [SERVICE_MONITOR, POD_MONITOR],
  reads: [
    ...POD_KINDS,
    '*',
    'ConfigMap',
    'Namespace',
    'Service',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
    'security.istio.io/RequestAuthentication',
  ],
  *check(monitor, cluster) {
    const targets = targetsOf(monitor, cluster);
    if (targets.length === 0) yield nothingSelected(monitor, cluster);
    else yield* unknownPorts(monitor, targets, cluster);
  },
  passes: example('http-metrics'),
  fails: example('http-envoy-prom'),
});

/** The targets may be in a namespace whose objects are not among the files. */
function nothingSelected(monitor: Resource, cluster: ClusterIndex): Outcome {
  const namespace = namespaceOf(monitor);
  const spec = Field.of(monitor).at('spec');
  const selected = isOfPods(monitor) ? 'pod' : 'Service';
  if (spec.at('namespaceSelector').mapping !== undefined)
    return notJudged(`no ${selected} that it selects is among the files`);
  if (cluster.podsIn(namespace).length === 0) return notJudged(`no pod of namespace ${namespace} is among the files`);
  const selector = spec.at('selector');
  return selector.violation({
    got: `${JSON.stringify(selector.mapping ?? {})}, which no ${selected} of namespace ${namespace} has`,
    expected: `the labels of a ${isOfPods(monitor) ? 'pod' : 'Service (of its metadata, not its selector)'}`,
    effect,
    fix: 'Correct the labels, or name the namespace in spec.namespaceSelector.',
  });
}

function* unknownPorts(monitor: Resource, targets: readonly MonitorTarget[], cluster: ClusterIndex): Iterable<Outcome> {
  const pods = targets.flatMap(({ pod }) => pod ?? []);
  const known = [...new Set(targets.flatMap(({ ports }) => ports))];
  for (const { field, port } of endpointsOf(monitor)) {
    if (port === undefined || known.includes(port)) continue;
    const undecided = pods.find((pod) => proxyMayOpen(pod, port, 'TCP', cluster));
    if (undecided !== undefined) {
      yield notJudged(`Namespace ${undecided.namespace} is not among the files`, field.at('port'));
      continue;
    }
    const ofProxy = !isOfPods(monitor) && port === ISTIO_PROXY_PORT.name;
    yield field.at('port').violation({
      got: `${port}, which ${listed(targets.map(({ label }) => label))} ${targets.length === 1 ? 'does' : 'do'} not have`,
      expected: ofProxy
        ? `a PodMonitor with path /stats/prometheus; ${port} is a port of the proxy's container`
        : `a port by its name: ${listed(known) || 'none has a name'}`,
      effect,
      fix: ofProxy ? 'Use a PodMonitor for the metrics of proxies.' : 'Use a name that the port has there.',
    });
  }
}

function isOfPods({ object }: Resource): boolean {
  return object.kind === 'PodMonitor';
}

function example(port: string): string {
  return `
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
}

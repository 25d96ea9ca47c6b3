import { selectorOf } from '../../../model/istio/selectors.js';
import { TELEMETRY } from '../../../model/istio/traffic-kinds.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { competing } from '../../declared/competing.js';
import { claimsOnWorkloads } from '../../workload-claims.js';

const example = (name: string) => `
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: a, namespace: apps }
spec: { selector: { matchLabels: { app: web } }, accessLogging: [{ providers: [{ name: envoy }] }] }
---
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: b, namespace: apps }
spec: { selector: { matchLabels: { app: ${name} } }, tracing: [{ disableSpanReporting: true }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web }] }
`;

export default competing({
  id: 'istio/telemetries-do-not-compete',
  severity: 'error',
  summary: 'At most one Telemetry of a namespace applies to each pod.',
  rationale:
    'If several Telemetry objects apply to a pod, the oldest takes effect: the logs, traces or metrics that only the others request are missing.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0159/',
  appliesTo: [TELEMETRY],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example('shop'),
  fails: example('web'),
  claims: claimsOnWorkloads,
  report: 'each',
  got: ({ field }, rivals) =>
    selectorOf(field.resource) === undefined
      ? `no selector, like ${rivals}`
      : `${field.shown}, for pods that ${rivals} selects too`,
  expected: 'one Telemetry without a selector in a namespace, and at most one that selects a pod',
  effect: 'The oldest takes effect, and the settings of the others are ignored.',
  fix: 'Merge them, or make their selectors disjoint.',
});

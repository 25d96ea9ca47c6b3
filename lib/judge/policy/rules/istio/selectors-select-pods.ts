import { hasTargets, podsSelectedBy } from '../../../model/istio/selectors.js';
import {
  DESTINATION_RULE,
  ENVOY_FILTER,
  PROXY_CONFIG,
  SIDECAR,
  TELEMETRY,
  WASM_PLUGIN,
} from '../../../model/istio/traffic-kinds.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { selectsPods } from '../../declared/selects-pods.js';

const example = (label: string) => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: web, namespace: apps }
spec: { workloadSelector: { labels: { app: ${label} } }, outboundTrafficPolicy: { mode: REGISTRY_ONLY } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web }] }
`;

const EFFECTS = {
  [SIDECAR]: 'The egress that it closes stays open.',
  [ENVOY_FILTER]: 'No proxy applies the patch: a limit that it sets does not exist.',
  [TELEMETRY]: 'No proxy sends the logs, traces or metrics.',
  [WASM_PLUGIN]: 'No proxy runs the plugin, and what it checks is not checked.',
  [PROXY_CONFIG]: 'No proxy uses the settings.',
  [DESTINATION_RULE]: 'No proxy reads the rule.',
};

export default selectsPods({
  id: 'istio/selectors-select-pods',
  severity: 'error',
  summary:
    'Every selector of a Sidecar, EnvoyFilter, Telemetry, ProxyConfig, WasmPlugin or DestinationRule selects pods.',
  rationale:
    'An object whose labels no pod has is accepted and applies to nothing, and nothing reports that it has no effect.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0101/',
  appliesTo: [SIDECAR, ENVOY_FILTER, TELEMETRY, WASM_PLUGIN, PROXY_CONFIG, DESTINATION_RULE],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example('web'),
  fails: example('website'),
  states: {
    selector: ['spec.selector.matchLabels', 'spec.workloadSelector.labels', 'spec.workloadSelector.matchLabels'],
    form: 'labels',
    empty: 'is not judged',
    effect: EFFECTS,
    fix: 'Use labels of the pod template; those of the Deployment itself do not count.',
  },
  // Istio reads the targets, and not the selector.
  unless: ({ resource }) => hasTargets(resource),
  // From the root namespace, some kinds select pods of every namespace.
  otherwise: ({ resource }, cluster) => (podsSelectedBy(resource, cluster).length > 0 ? [] : undefined),
});

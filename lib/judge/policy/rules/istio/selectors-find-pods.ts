import { listed } from '../../../../manifest/listed.js';
import { stringAt } from '../../../../manifest/read.js';
import {
  DESTINATION_RULE,
  ENVOY_FILTER,
  PROXY_CONFIG,
  SIDECAR,
  TELEMETRY,
  WASM_PLUGIN,
} from '../../../model/istio/traffic-kinds.js';
import { hasTargets, podsInScope, workloadScope } from '../../../model/istio/workload-scope.js';
import { kindOf, namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

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

const EFFECTS: Readonly<Record<string, string>> = {
  [SIDECAR]: 'the egress that it closes stands open',
  [ENVOY_FILTER]: 'no proxy takes the patch: a limit that it sets does not exist',
  [TELEMETRY]: 'no proxy sends the logs, traces or metrics',
  [WASM_PLUGIN]: 'no proxy runs the plugin, and what it checks is not checked',
  [PROXY_CONFIG]: 'no proxy takes the settings',
  [DESTINATION_RULE]: 'no proxy reads the rule',
};

export default defineRule({
  id: 'istio/selectors-find-pods',
  severity: 'error',
  scope: 'object',
  summary:
    'Every selector of a Sidecar, EnvoyFilter, Telemetry, ProxyConfig, WasmPlugin or DestinationRule finds pods.',
  rationale:
    'An object whose labels no pod has is accepted and applies to nothing; nothing tells that what it was to do is not done.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0101/',
  appliesTo: [SIDECAR, ENVOY_FILTER, TELEMETRY, WASM_PLUGIN, PROXY_CONFIG, DESTINATION_RULE],
  passes: example('web'),
  fails: example('website'),
  *check(resource, cluster) {
    const { labels, path } = workloadScope(resource);
    if (labels === undefined || hasTargets(resource) || podsInScope(resource, cluster).length > 0) return;
    const kind = kindOf(resource.object);
    const kept = Object.keys(labels).filter((key) => stringAt(labels, key) !== undefined);
    const values = kept.map((key) => {
      const found = new Set(cluster.podsIn(namespaceOf(resource)).flatMap((pod) => pod.labels[key] ?? []));
      return `${key} ${found.size === 0 ? 'on no pod' : listed([...found].sort(), ' or ')}`;
    });
    yield {
      path,
      got: `${JSON.stringify(labels)}, which no pod has`,
      expected: `labels of pods of namespace ${namespaceOf(resource)}: ${listed(values)}`,
      fix: `Use labels of the pod template; those of the Deployment itself do not count. As it is, ${EFFECTS[kind] ?? 'it applies to nothing'}.`,
    };
  },
});

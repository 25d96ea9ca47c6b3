import { rootNamespaceOf } from '../../../model/istio/mesh-config.js';
import { ENVOY_FILTER } from '../../../model/istio/traffic-kinds.js';
import { hasTargets, workloadScope } from '../../../model/istio/workload-scope.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/envoy-filters-name-their-pods',
  severity: 'warning',
  scope: 'object',
  summary: 'An EnvoyFilter of the root namespace selects pods.',
  rationale:
    'Without a selector it patches every proxy of the mesh, gateways included. A patch that one release of Envoy refuses stops the configuration of all of them at once.',
  source: 'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
  appliesTo: [ENVOY_FILTER],
  passes: example('workloadSelector: { labels: { app: web } }, '),
  fails: example(''),
  *check(resource, cluster) {
    const root = rootNamespaceOf(cluster);
    if (namespaceOf(resource) !== root || hasTargets(resource) || workloadScope(resource).labels !== undefined) return;
    yield {
      path: 'spec.workloadSelector',
      got: `nothing, in the root namespace ${root}`,
      expected: 'the labels of the pods that are meant, or another namespace',
      fix: 'Select the pods, or move it to their namespace: as it is, every proxy of the mesh is patched.',
    };
  },
});

function example(selector: string): string {
  return `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: web, namespace: istio-system }
spec: { ${selector}priority: 10, configPatches: [] }
`;
}

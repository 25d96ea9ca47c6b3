import { Field } from '../../../../manifest/field.js';
import type { Resource } from '../../../../manifest/resource.js';
import { hasTargets, isMeshWide, selectorOf } from '../../../model/istio/selectors.js';
import { ENVOY_FILTER } from '../../../model/istio/traffic-kinds.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule<Resource>({
  id: 'istio/root-envoy-filters-select-pods',
  severity: 'warning',
  scope: 'object',
  summary: 'An EnvoyFilter in the root namespace selects pods.',
  rationale:
    'Without a selector it patches every proxy of the mesh, gateways included. If Envoy rejects the patch, the configuration of all of them stops at once.',
  source: 'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
  appliesTo: [ENVOY_FILTER],
  reads: ['ConfigMap', 'install.istio.io/IstioOperator', 'sailoperator.io/Istio', 'sailoperator.io/IstioRevision'],
  passes: example('workloadSelector: { labels: { app: web } }, '),
  fails: example(''),
  about: (resource, cluster) => (isMeshWide(resource, cluster) ? [resource] : []),
  *check(resource) {
    if (hasTargets(resource) || selectorOf(resource) !== undefined) return;
    yield Field.of(resource)
      .at('spec', 'workloadSelector')
      .violation({
        got: `nothing, in the root namespace ${namespaceOf(resource)}`,
        expected: 'the labels of the pods that are meant, or another namespace',
        effect: 'Every proxy of the mesh is patched.',
        fix: 'Select the pods, or move the EnvoyFilter to their namespace.',
      });
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

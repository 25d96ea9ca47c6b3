import { listed } from '../../../../manifest/listed.js';
import { booleanAt, listAt, shown, stringAt, valueAt } from '../../../../manifest/read.js';
import { injectionOf, isGateway } from '../../../model/istio/injection.js';
import { ISTIO_OPERATOR, installsOf, SAIL_ISTIO, SAIL_REVISION } from '../../../model/istio/mesh-config.js';
import { SECURITY_KINDS } from '../../../model/istio/selectors.js';
import { namespaceLabels } from '../../../model/network/network-policy.js';
import { matchesSelector } from '../../../model/selector.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/mesh-config-keeps-mtls',
  severity: 'error',
  scope: 'cluster',
  summary: 'The mesh configuration turns mTLS on for every call, and hides no namespace that is in the mesh.',
  rationale:
    'Settings of the mesh undo what policies say: without auto mTLS clients call STRICT servers in plain text, and a namespace that istiod does not see has no policies.',
  source: 'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig',
  appliesTo: ['ConfigMap', SAIL_ISTIO, SAIL_REVISION, ISTIO_OPERATOR],
  passes: example('true'),
  fails: example('false'),
  *check(cluster) {
    for (const { resource, meshConfig, meshPath, namespace } of installsOf(cluster)) {
      if (booleanAt(meshConfig, 'enableAutoMtls') === false) {
        yield {
          resource,
          path: meshPath('enableAutoMtls'),
          got: 'enableAutoMtls: false',
          expected: 'true, which is the default',
          fix: 'Remove it: proxies call each other in plain text unless a DestinationRule says otherwise, and STRICT servers refuse them.',
        };
      }
      const mode = stringAt(meshConfig, 'meshMTLS', 'minProtocolVersion');
      if (mode !== undefined && !['TLSV1_2', 'TLSV1_3', 'TLS_AUTO'].includes(mode)) {
        yield {
          resource,
          path: meshPath('meshMTLS', 'minProtocolVersion'),
          got: mode,
          expected: 'TLSV1_3 or TLSV1_2',
          fix: 'Write TLSV1_3: istiod refuses a configuration with any other value.',
        };
      }
      const root = stringAt(meshConfig, 'rootNamespace');
      if (root !== undefined && root !== namespace && namespace !== '') {
        const stranded = SECURITY_KINDS.flatMap((kind) => cluster.ofKindIn(namespace, kind));
        if (stranded.length > 0) {
          yield {
            resource,
            path: meshPath('rootNamespace'),
            got: `${root}, while namespace ${namespace} has ${listed(stranded.map(({ object }) => `${object.kind} ${object.metadata.name}`))}`,
            expected: 'mesh-wide policies in the root namespace',
            fix: `Move them to ${root}: where they are they hold for ${namespace} alone, and the rest of the mesh has none.`,
          };
        }
      }
      const selectors = listAt(meshConfig, 'discoverySelectors');
      if (selectors.length === 0) continue;
      const names = [
        ...new Set(
          cluster.pods
            .filter((pod) => injectionOf(pod, cluster).mode !== 'none' || isGateway(pod))
            .map((pod) => pod.namespace),
        ),
      ];
      for (const hidden of names.sort()) {
        if (cluster.namespace(hidden) === undefined || hidden === namespace) continue;
        const labels = namespaceLabels(hidden, cluster);
        if (selectors.some((selector) => matchesSelector(selector, labels))) continue;
        yield {
          resource,
          path: meshPath('discoverySelectors'),
          got: `${shown(valueAt(meshConfig, 'discoverySelectors'))}, which leaves out namespace ${hidden}`,
          expected: 'selectors that match every namespace of the mesh',
          fix: `Label namespace ${hidden}, or widen the selectors: istiod sees neither its Services nor its policies, so its ports are open as if there were none.`,
        };
      }
    }
  },
});

function example(auto: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data:
  mesh: |
    enableAutoMtls: ${auto}
`;
}

import type { Violation } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { isGateway, isInMesh, mayBeInMesh } from '../../../model/istio/injection.js';
import {
  type Install,
  ISTIO_OPERATOR,
  installsOf,
  SAIL_ISTIO,
  SAIL_REVISION,
} from '../../../model/istio/mesh-config.js';
import { SECURITY_KINDS } from '../../../model/istio/selectors.js';
import { namespaceLabels } from '../../../model/network/network-policy.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { matchesSelector } from '../../../model/selector.js';
import { type NotJudged, notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule<Install>({
  id: 'istio/mesh-config-keeps-mtls',
  severity: 'error',
  scope: 'cluster',
  summary: 'The mesh configuration keeps mTLS on for every call, and istiod sees every namespace in the mesh.',
  rationale:
    'Settings of the mesh can undo what policies require: without auto mTLS clients call STRICT servers in plaintext, and a namespace that istiod does not see has no policies.',
  source: 'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig',
  appliesTo: ['ConfigMap', SAIL_ISTIO, SAIL_REVISION, ISTIO_OPERATOR],
  reads: [
    ...POD_KINDS,
    'Namespace',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
    'security.istio.io/RequestAuthentication',
  ],
  passes: example('true'),
  fails: example('false'),
  about: installsOf,
  *check(install, cluster) {
    const { meshConfig } = install;
    const autoMtls = meshConfig.at('enableAutoMtls');
    if (autoMtls.value === false) {
      yield autoMtls.violation({
        got: 'enableAutoMtls: false',
        expected: 'true, which is the default',
        effect:
          'Proxies call each other in plaintext unless a DestinationRule says otherwise, and STRICT servers refuse them.',
        fix: 'Remove it.',
      });
    }
    const version = meshConfig.at('meshMTLS', 'minProtocolVersion');
    if (version.text !== undefined && !['TLSV1_2', 'TLSV1_3', 'TLS_AUTO'].includes(version.text)) {
      yield version.violation({
        expected: 'TLSV1_3 or TLSV1_2',
        effect: 'istiod rejects a configuration with any other value.',
        fix: 'Write TLSV1_3.',
      });
    }
    yield* strandedPolicies(install, cluster);
    yield* hiddenNamespaces(install, cluster);
  },
});

/** Policies of istiod's namespace, which stay there while another one is the root. */
function* strandedPolicies({ meshConfig, namespace }: Install, cluster: ClusterIndex): Iterable<Violation> {
  const root = meshConfig.at('rootNamespace');
  if (root.text === undefined || root.text === namespace || namespace === '') return;
  const stranded = SECURITY_KINDS.flatMap((kind) => cluster.ofKindIn(namespace, kind));
  if (stranded.length === 0) return;
  yield root.violation({
    got: `${root.text}, while namespace ${namespace} has ${listed(stranded.map(({ object }) => `${object.kind} ${object.metadata.name}`))}`,
    expected: 'mesh-wide policies in the root namespace',
    effect: `They apply to ${namespace} only, and not to the rest of the mesh.`,
    fix: `Move them to ${root.text}.`,
  });
}

/** Namespaces of the mesh that no discovery selector matches. */
function* hiddenNamespaces({ meshConfig, namespace }: Install, cluster: ClusterIndex): Iterable<Violation | NotJudged> {
  const field = meshConfig.at('discoverySelectors');
  const selectors = field.items;
  if (selectors.length === 0) return;
  const pods = cluster.pods.filter((pod) => isInMesh(pod, cluster) || mayBeInMesh(pod, cluster) || isGateway(pod));
  const names = new Set(pods.map((pod) => pod.namespace));
  for (const hidden of [...names].sort()) {
    if (hidden === namespace) continue;
    if (cluster.namespace(hidden) === undefined) {
      yield notJudged(`Namespace ${hidden} is not among the files`, field.resource);
      continue;
    }
    const labels = namespaceLabels(hidden, cluster);
    if (selectors.some((selector) => matchesSelector(selector.value, labels))) continue;
    yield field.violation({
      got: `${field.shown}, which does not match namespace ${hidden}`,
      expected: 'selectors that match every namespace of the mesh',
      effect: `istiod sees neither Services nor policies of ${hidden}: its ports are open as if it had no policies.`,
      fix: `Label namespace ${hidden}, or widen the selectors.`,
    });
  }
}

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

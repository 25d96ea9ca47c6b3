import { Field } from '../../../../manifest/field.js';
import type { Resource } from '../../../../manifest/resource.js';
import { shown } from '../../../../manifest/shown.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { isInMesh, mayBeInMesh } from '../../../model/istio/injection.js';
import {
  hasTargets,
  isMeshWide,
  PEER_AUTHENTICATION,
  podsSelectedBy,
  SECURITY_KINDS,
  selectorOf,
} from '../../../model/istio/selectors.js';
import { kindOf, namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { podNames } from '../../../model/pods/pod-names.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule<Resource>({
  id: 'istio/policies-select-a-pod',
  severity: 'error',
  scope: 'object',
  summary: 'Every policy of Istio that selects pods selects one in the mesh.',
  rationale:
    'A policy whose labels no pod has protects nothing, though it looks as if it did. Where pods have no proxy, nothing enforces it.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0127/',
  appliesTo: SECURITY_KINDS,
  reads: [
    ...POD_KINDS,
    '*',
    'ConfigMap',
    'Namespace',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example('web'),
  fails: example('website'),
  about: (policy, cluster) => {
    const isSelective = Field.of(policy).at('spec', 'selector').mapping !== undefined && !hasTargets(policy);
    // Another rule reports a PeerAuthentication with a selector in the root namespace.
    const isIgnored = selectorOf(policy) !== undefined && isMeshWidePeerAuthentication(policy, cluster);
    return isSelective && !isIgnored ? [policy] : [];
  },
  *check(policy, cluster) {
    const labels = selectorOf(policy);
    const selector = Field.of(policy).at('spec', 'selector');
    const { kind, metadata } = policy.object;
    const meshWide = isMeshWide(policy, cluster);
    const namespace = namespaceOf(policy);
    if (labels === undefined) {
      yield selector.violation({
        got: 'a selector without labels',
        expected: 'the labels of the pods, or no selector',
        effect: `${kind} ${metadata.name} applies to every pod of ${meshWide ? 'the mesh' : `namespace ${namespace}`}.`,
        fix: 'Name the labels, or remove the selector.',
      });
      return;
    }
    const pods = podsSelectedBy(policy, cluster);
    if (pods.length === 0) {
      // cert-manager creates pods of its own while it proves a name.
      if (labels['acme.cert-manager.io/http01-solver'] === 'true') return;
      const near = meshWide ? cluster.pods : cluster.podsIn(namespace);
      yield selector.at('matchLabels').violation({
        got: `${shown(labels)}, which no pod ${meshWide ? 'has' : `of namespace ${namespace} has`}`,
        expected: near.length === 0 ? 'the labels of a pod there' : `labels of one of ${podNames(near)}`,
        effect: `This ${kind} has no effect.`,
        fix: 'Use the labels of the pods that are meant.',
      });
    } else if (!pods.some((pod) => isInMesh(pod, cluster))) {
      const unknown = pods.find((pod) => mayBeInMesh(pod, cluster));
      if (unknown !== undefined) {
        yield notJudged(`Namespace ${unknown.namespace} is not among the files`);
        return;
      }
      yield selector.at('matchLabels').violation({
        got: `${podNames(pods)}, where no pod gets a proxy`,
        expected: 'pods in the mesh',
        effect: `Without a proxy nothing enforces this ${kind}.`,
        fix: 'Add the pods to the mesh, with the label istio-injection or istio.io/rev on their namespace.',
      });
    }
  },
});

function isMeshWidePeerAuthentication(policy: Resource, cluster: ClusterIndex): boolean {
  return isMeshWide(policy, cluster) && kindOf(policy.object) === PEER_AUTHENTICATION;
}

function example(app: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec: { selector: { matchLabels: { app: ${app} } } }
`;
}

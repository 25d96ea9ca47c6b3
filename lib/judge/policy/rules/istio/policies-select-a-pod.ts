import { listed } from '../../../../manifest/listed.js';
import { objectAt, shown } from '../../../../manifest/read.js';
import { injectionOf } from '../../../model/istio/injection.js';
import { rootNamespaceOf } from '../../../model/istio/mesh-config.js';
import {
  hasTarget,
  PEER_AUTHENTICATION,
  podsSelectedBy,
  SECURITY_KINDS,
  selectorOf,
} from '../../../model/istio/selectors.js';
import { kindOf, namespaceOf, type PodTemplate } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/policies-select-a-pod',
  severity: 'error',
  scope: 'object',
  summary: 'Every policy of Istio that selects pods selects one of the mesh.',
  rationale:
    'A policy whose labels no pod has guards nothing, though it looks as if it did; and where pods have no proxy there is nobody to obey it.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0127/',
  appliesTo: SECURITY_KINDS,
  passes: example('web'),
  fails: example('website'),
  *check(resource, cluster) {
    if (hasTarget(resource)) return;
    const labels = selectorOf(resource);
    const { kind } = resource.object;
    if (labels === undefined) {
      if (objectAt(resource.object, 'spec', 'selector') === undefined) return;
      yield {
        path: 'spec.selector',
        got: 'a selector without labels',
        expected: 'the labels of the pods, or no selector',
        fix: `Name the labels, or remove the selector: as it stands ${kind} ${resource.object.metadata.name} holds for every pod of ${namespaceOf(resource) === rootNamespaceOf(cluster) ? 'the mesh' : `namespace ${namespaceOf(resource)}`}.`,
      };
      return;
    }
    const meshWide = namespaceOf(resource) === rootNamespaceOf(cluster);
    // That a PeerAuthentication selects there is a fault of its own.
    if (meshWide && kindOf(resource.object) === PEER_AUTHENTICATION) return;
    const pods = podsSelectedBy(resource, cluster);
    // cert-manager makes pods of its own while it proves a name.
    if (pods.length === 0 && labels['acme.cert-manager.io/http01-solver'] === 'true') return;
    if (pods.length === 0) {
      const near = meshWide ? cluster.pods : cluster.podsIn(namespaceOf(resource));
      yield {
        path: 'spec.selector.matchLabels',
        got: `${shown(labels)}, which no pod ${meshWide ? 'has' : `of namespace ${namespaceOf(resource)} has`}`,
        expected: near.length === 0 ? 'the labels of a pod there' : `labels of one of ${names(near)}`,
        fix: `Use the labels of the pods that are meant: as it stands this ${kind} does nothing.`,
      };
    } else if (pods.every((pod) => injectionOf(pod, cluster).mode === 'none')) {
      yield {
        path: 'spec.selector.matchLabels',
        got: `${names(pods)}, where no pod gets a proxy`,
        expected: 'pods of the mesh',
        fix: `Bring the pods into the mesh, by the label istio-injection or istio.io/rev on their namespace: without a proxy nobody obeys this ${kind}.`,
      };
    }
  },
});

function names(pods: readonly PodTemplate[]): string {
  return listed([...new Set(pods.map(({ resource }) => resource.object.metadata.name))].sort());
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

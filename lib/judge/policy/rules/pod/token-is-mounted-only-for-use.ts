import { at } from '../../../../manifest/field-path.js';
import { listAt, objectAt, shown, stringAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { namespaceOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/token-is-mounted-only-for-use',
  severity: 'error',
  scope: 'object',
  summary: 'A pod gets an API token only where a role is bound to its ServiceAccount.',
  rationale: 'A token that nobody uses is there for whoever breaks in.',
  source:
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  serviceAccountName: web
  automountServiceAccountToken: false
  containers: [{ name: web, image: example.org/web:1.4.2 }]
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  serviceAccountName: web
  containers: [{ name: web, image: example.org/web:1.4.2 }]
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    if (hasRole(pod, cluster)) return;
    for (const [index, volume] of listAt(pod.spec, 'volumes').entries()) {
      for (const [position, source] of listAt(volume, 'projected', 'sources').entries()) {
        const token = objectAt(source, 'serviceAccountToken');
        // A token for another audience is refused by the API server.
        if (token === undefined || stringAt(token, 'audience') !== undefined) continue;
        yield {
          path: at(pod.specPath, 'volumes', index, 'projected', 'sources', position, 'serviceAccountToken'),
          got: 'a token for the API server',
          expected: 'an audience, or no token, as no role is bound to the ServiceAccount',
          fix: 'Name the audience that the program shows the token to, or remove the source.',
        };
      }
    }
    const account = cluster.find('ServiceAccount', pod.namespace, pod.serviceAccount);
    const effective = pod.spec['automountServiceAccountToken'] ?? account?.object['automountServiceAccountToken'];
    if (effective === false) return;
    yield {
      path: at(pod.specPath, 'automountServiceAccountToken'),
      got: shown(effective),
      expected: 'false, here or on the ServiceAccount, as no role is bound to it',
      fix: 'Set it to false. A program that needs a token for another audience gets it from a projected volume.',
    };
  },
});

function hasRole({ namespace, serviceAccount }: PodTemplate, cluster: ClusterIndex): boolean {
  const bindings = cluster.ofKind(
    'rbac.authorization.k8s.io/RoleBinding',
    'rbac.authorization.k8s.io/ClusterRoleBinding',
  );
  return bindings.some((binding) =>
    listAt(binding.object, 'subjects').some(
      (bound) =>
        stringAt(bound, 'kind') === 'ServiceAccount' &&
        stringAt(bound, 'name') === serviceAccount &&
        (stringAt(bound, 'namespace') || namespaceOf(binding)) === namespace,
    ),
  );
}

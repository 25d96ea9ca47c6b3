import { Field } from '../../../../manifest/field.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { isAddedByServer } from '../../../model/live/live-object.js';
import { namespaceOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { everyPod } from '../../about.js';
import { podWith } from '../../examples/pods.js';
import { defineRule } from '../../rule.js';

const BINDINGS = ['rbac.authorization.k8s.io/RoleBinding', 'rbac.authorization.k8s.io/ClusterRoleBinding'];

export default defineRule({
  id: 'pod/token-is-mounted-only-for-use',
  severity: 'error',
  scope: 'object',
  summary: 'A pod gets an API token only if a role is bound to its ServiceAccount.',
  rationale: 'A token that nothing uses only helps an intruder.',
  source:
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
  appliesTo: POD_KINDS,
  reads: [
    'Namespace',
    'ServiceAccount',
    'rbac.authorization.k8s.io/ClusterRoleBinding',
    'rbac.authorization.k8s.io/RoleBinding',
  ],
  about: everyPod,
  *check(pod, cluster) {
    if (hasRole(pod, cluster)) return;
    const { field, namespace, serviceAccount } = pod;
    const volumes = field.at('volumes').items.filter((volume) => !isAddedByServer(volume));
    for (const token of volumes.flatMap((volume) => volume.all('projected.sources[*].serviceAccountToken'))) {
      // The API server refuses a token for another audience.
      if (token.mapping === undefined || token.at('audience').text !== undefined) continue;
      yield token.violation({
        got: 'a token for the API server',
        expected: 'an audience, or no token, as no role is bound to the ServiceAccount',
        fix: 'Name the audience that the program shows the token to, or remove the source.',
      });
    }
    const automount = field.at('automountServiceAccountToken');
    const account = cluster.find('ServiceAccount', namespace, serviceAccount);
    const ofAccount = account && Field.of(account).at('automountServiceAccountToken');
    const effective = automount.isSet ? automount : (ofAccount ?? automount);
    if (effective.value === false) return;
    yield automount.violation({
      got: effective.shown,
      expected: 'false, here or on the ServiceAccount, as no role is bound to it',
      fix: 'Set it to false. A program that needs a token for another audience gets it from a projected volume.',
    });
  },
  passes: podWith('serviceAccountName: web\nautomountServiceAccountToken: false'),
  fails: podWith('serviceAccountName: web'),
});

function hasRole({ namespace, serviceAccount }: PodTemplate, cluster: ClusterIndex): boolean {
  return cluster.ofKind(...BINDINGS).some((binding) =>
    Field.of(binding)
      .at('subjects')
      .items.some(
        (subject) =>
          subject.at('kind').text === 'ServiceAccount' &&
          subject.at('name').text === serviceAccount &&
          (subject.at('namespace').text || namespaceOf(binding)) === namespace,
      ),
  );
}

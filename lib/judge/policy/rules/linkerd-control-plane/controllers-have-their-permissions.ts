import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import { grantedTo, NEEDS, ungranted } from '../../../model/linkerd-control-plane/permissions.js';
import { controllerExample } from '../../examples/linkerd-control-plane.js';
import { defineRule } from '../../rule.js';

const example = (verbs: string) => `${controllerExample({ pod: 'serviceAccountName: linkerd-identity' })}---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: linkerd-linkerd-identity }
rules: [{ apiGroups: [authentication.k8s.io], resources: [tokenreviews], verbs: ${verbs} }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: linkerd-linkerd-identity }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: linkerd-linkerd-identity }
subjects: [{ kind: ServiceAccount, name: linkerd-identity, namespace: linkerd }]
`;

export default defineRule({
  id: 'linkerd-control-plane/controllers-have-their-permissions',
  severity: 'error',
  scope: 'cluster',
  summary: 'Every component of the control plane is granted what it asks of the API server.',
  rationale:
    'A controller that may not list a kind that it watches waits for it without an end, and its pod never becomes ready; an identity controller that may not review tokens gives no proxy a certificate.',
  source:
    'https://github.com/linkerd/linkerd2/blob/version-2.20/charts/linkerd-control-plane/templates/destination-rbac.yaml',
  appliesTo: ['apps/Deployment'],
  passes: example('[create]'),
  fails: example('[get]'),
  *check(cluster) {
    const install = controlPlaneInstallOf(cluster);
    if (install === undefined || install.outdated) return;
    for (const [component, pod] of install.deployments) {
      const granted = grantedTo(pod.serviceAccount, install.namespace, cluster);
      // Roles and bindings that are absent are reported as such.
      const name = `linkerd-${install.namespace}-${component}`;
      if (granted.everywhere.length === 0 && !hasBoth(name, cluster)) continue;
      const lacking = NEEDS[component]
        .filter((need) => need.switch === undefined || install.values?.[need.switch] !== false)
        .flatMap((need) => ungranted(need, granted));
      if (lacking.length === 0) continue;
      yield {
        resource: pod.resource,
        path: at(pod.specPath, 'serviceAccountName'),
        got: `${pod.serviceAccount}, which may not ${listed(lacking)}`,
        expected: `an account that may do what ${component} asks for`,
        fix: 'Add it to the roles that are bound to the account.',
      };
    }
  },
});

function hasBoth(name: string, cluster: ClusterIndex): boolean {
  return ['ClusterRole', 'ClusterRoleBinding'].every(
    (kind) => cluster.find(`rbac.authorization.k8s.io/${kind}`, '', name) !== undefined,
  );
}

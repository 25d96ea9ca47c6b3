import { listed } from '../../../../manifest/listed.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { grantedTo, NEEDS, ungranted } from '../../../model/linkerd-control-plane/permissions.js';
import { controllerExample } from '../../examples/linkerd-control-plane.js';
import { OUTDATED } from '../../linkerd/control-plane-objects.js';
import { notJudged } from '../../outcome.js';
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
  summary: 'Every component of the control plane has the permissions that it needs.',
  rationale:
    'A controller that may not list a kind that it watches waits forever, and its pod never becomes ready. An identity controller that may not review tokens gives no proxy a certificate.',
  source:
    'https://github.com/linkerd/linkerd2/blob/version-2.20/charts/linkerd-control-plane/templates/destination-rbac.yaml',
  appliesTo: ['apps/Deployment'],
  reads: [
    'ConfigMap',
    'Namespace',
    'rbac.authorization.k8s.io/ClusterRole',
    'rbac.authorization.k8s.io/ClusterRoleBinding',
    'rbac.authorization.k8s.io/Role',
    'rbac.authorization.k8s.io/RoleBinding',
  ],
  passes: example('[create]'),
  fails: example('[get]'),
  about: (cluster) =>
    everyInstall(cluster).flatMap((install) =>
      [...install.deployments].map(([component, pod]) => ({ install, component, pod })),
    ),
  *check({ install, component, pod }, cluster) {
    if (install.outdated) {
      yield notJudged(OUTDATED, pod.resource);
      return;
    }
    const granted = grantedTo(pod.serviceAccount, install.namespace, cluster);
    // Missing roles and bindings have a report of their own.
    if (granted.everywhere.length === 0 && !hasBoth(`linkerd-${install.namespace}-${component}`, cluster)) {
      yield notJudged(`the role of ${component} or its binding is not among the files`, pod.resource);
      return;
    }
    const lacking = NEEDS[component]
      .filter((need) => need.switch === undefined || install.values?.[need.switch] !== false)
      .flatMap((need) => ungranted(need, granted));
    if (lacking.length === 0) return;
    yield pod.field.at('serviceAccountName').violation({
      got: `${pod.serviceAccount}, which may not ${listed(lacking)}`,
      expected: `an account with the permissions that ${component} needs`,
      fix: 'Add them to the roles that are bound to the account.',
    });
  },
});

function hasBoth(name: string, cluster: ClusterIndex): boolean {
  return ['ClusterRole', 'ClusterRoleBinding'].every(
    (kind) => cluster.find(`rbac.authorization.k8s.io/${kind}`, '', name) !== undefined,
  );
}

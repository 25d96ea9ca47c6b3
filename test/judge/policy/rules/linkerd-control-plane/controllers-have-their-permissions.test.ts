import { configExample, controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/controllers-have-their-permissions.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const role = (name: string, rules: string, kind = 'ClusterRole', account = 'linkerd-destination') => `---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: ${name}${kind === 'Role' ? ', namespace: linkerd' : ''} }
rules: ${rules}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}Binding
metadata: { name: ${name}${kind === 'Role' ? ', namespace: linkerd' : ''} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${kind}, name: ${name} }
subjects: [{ kind: ServiceAccount, name: ${account}, namespace: linkerd }]
`;
const destination = controllerExample({ component: 'destination', pod: 'serviceAccountName: linkerd-destination' });
const all = (groups: string) => `{ apiGroups: [${groups}], resources: ['*'], verbs: [get, list, watch] }`;
const cluster = role('a', `[${all("'', apps, batch, discovery.k8s.io, linkerd.io, workload.linkerd.io")}]`);
const policy = role('b', `[${all('policy.linkerd.io')}]`);
const leases = '{ apiGroups: [coordination.k8s.io], resources: [leases], verbs: [create, get, patch] }';

ruleTester(rule, {
  passes: {
    'accepts several roles, one of them of the namespace':
      destination + cluster + policy + role('c', `[${leases}]`, 'Role'),
    'accepts a control plane that reads no EndpointSlices':
      destination +
      configExample('enableEndpointSlices: false') +
      (cluster + policy).replace('discovery.k8s.io, ', '') +
      role('c', `[${leases}]`),
  },
  fails: {
    'with all that is lacking in one finding': [
      destination + cluster,
      {
        object: 'Deployment linkerd/linkerd-destination',
        path: 'spec.template.spec.serviceAccountName',
        got: 'linkerd-destination, which may not get/list/watch authorizationpolicies.policy.linkerd.io, get/list/watch egressnetworks.policy.linkerd.io, get/list/watch httplocalratelimitpolicies.policy.linkerd.io, get/list/watch httproutes.policy.linkerd.io, get/list/watch meshtlsauthentications.policy.linkerd.io, get/list/watch networkauthentications.policy.linkerd.io, get/list/watch serverauthorizations.policy.linkerd.io, get/list/watch servers.policy.linkerd.io, create/get/patch leases.coordination.k8s.io',
      },
    ],
    'where the binding leads to another account': [
      destination + role('linkerd-linkerd-destination', '[]', 'ClusterRole', 'other'),
      { object: 'Deployment linkerd/linkerd-destination' },
    ],
    'for named objects alone': [
      destination +
        cluster +
        policy +
        role(
          'c',
          `[{ apiGroups: [coordination.k8s.io], resources: [leases], verbs: [create, get, patch], resourceNames: [x] }]`,
        ),
      { got: 'linkerd-destination, which may not create/get/patch leases.coordination.k8s.io' },
    ],
    'with a role of the namespace where one of the cluster is needed': [
      destination + cluster + role('b', `[${all('policy.linkerd.io')}]`, 'Role') + role('c', `[${leases}]`),
      {},
    ],
  },
  notJudged: {
    'an account without any role': [
      destination + role('a', '[]', 'ClusterRole', 'other'),
      'the role of destination or its binding is not among the files',
    ],
    'a release before 2.19': [
      destination + configExample('linkerdVersion: stable-2.14.10'),
      'the control plane is older than Linkerd 2.19',
    ],
  },
});

import rule from '../../../../../lib/judge/policy/rules/pod/token-is-mounted-only-for-use.js';
import { documents, live, object, pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const tokenVolume = (name: string) =>
  pod(
    `{ automountServiceAccountToken: false, volumes: [{ name: ${name}, projected: { sources: [{ serviceAccountToken: { path: token } }] } }] }`,
  );
const brought = { path: 'spec.volumes[0].projected.sources[0].serviceAccountToken' };

ruleTester(rule, {
  passes: {
    'accepts the volume that the server adds to a live pod': live(tokenVolume('kube-api-access-7m2xd')),
    'takes the word of the ServiceAccount': documents(
      pod('{ serviceAccountName: web }'),
      object('v1', 'ServiceAccount', 'automountServiceAccountToken: false'),
    ),
    'accepts an account that a role is bound to': documents(
      pod('{ serviceAccountName: web }'),
      object(
        'rbac.authorization.k8s.io/v1',
        'RoleBinding',
        'subjects: [{ kind: User, name: web }, { kind: ServiceAccount, name: web }]',
      ),
    ),
  },
  fails: {
    'where a file has a volume with the name of that which the server adds': [
      tokenVolume('kube-api-access-7m2xd'),
      brought,
    ],
    'where a live pod has a volume of its own': [live(tokenVolume('kube-api-access-token')), brought],
    'where a volume brings a token for the API server': [
      pod(
        '{ automountServiceAccountToken: false, volumes: [{ name: t, projected: { sources: [{ serviceAccountToken: { path: a, audience: nats } }, { serviceAccountToken: { path: b } }] } }] }',
      ),
      {
        path: 'spec.volumes[0].projected.sources[1].serviceAccountToken',
        got: 'a token for the API server',
        expected: 'an audience, or no token, as no role is bound to the ServiceAccount',
      },
    ],
    'where the pod overrules the ServiceAccount': [
      documents(
        pod('{ serviceAccountName: web, automountServiceAccountToken: true }'),
        object('v1', 'ServiceAccount', 'automountServiceAccountToken: false'),
      ),
      { path: 'spec.automountServiceAccountToken', got: 'true' },
    ],
    'where the role is bound to the namesake of another namespace': [
      documents(
        pod('{ serviceAccountName: web }'),
        object(
          'rbac.authorization.k8s.io/v1',
          'RoleBinding',
          'subjects: [{ kind: User, name: web }, { kind: ServiceAccount, name: web, namespace: other }]',
        ),
      ),
      { path: 'spec.automountServiceAccountToken', got: 'nothing' },
    ],
    'where the role is bound to another account': [
      documents(
        pod('{ serviceAccountName: api }'),
        object(
          'rbac.authorization.k8s.io/v1',
          'RoleBinding',
          'subjects: [{ kind: User, name: web }, { kind: ServiceAccount, name: web }]',
        ),
      ),
      { path: 'spec.automountServiceAccountToken' },
    ],
  },
});

import rule from '../../../../../lib/judge/policy/rules/istio/workloads-are-authorized.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { access, deployment, namespace, peers } from '../../../model/istio/security-objects.js';

ruleTester(rule, {
  ignores: {
    'pods outside the mesh': namespace('{}') + deployment(),
    gateways: namespace() + deployment({ labels: 'istio: ingressgateway' }),
  },
  passes: {
    'accepts an empty policy of the root namespace':
      namespace() + deployment() + access('', 'deny', 'istio-system', ''),
    'leaves a policy that allows everyone to its own rule': namespace() + deployment() + access('rules: [{}]'),
    'accepts a denial of everyone without an identity but some':
      namespace() +
      deployment() +
      access('action: DENY, rules: [{ from: [{ source: { notPrincipals: [cluster.local/ns/edge/sa/gate] } }] }]'),
    'ignores pods that are meant to end, and declare no port,':
      namespace() +
      `
---
apiVersion: batch/v1
kind: Job
metadata: { name: migrate, namespace: apps }
spec: { template: { spec: { containers: [{ name: migrate, image: a }] } } }
`,
    'accepts an empty policy for pods that declare no port':
      namespace() + deployment({ container: 'image: a' }) + access('', 'deny', 'apps', ''),
  },
  fails: {
    'and says that callers need not even be of the mesh': [
      namespace() +
        deployment() +
        deployment({ name: 'db' }) +
        access('', 'db', 'apps', 'selector: { matchLabels: { app: db } }, '),
      {
        object: 'Deployment apps/web',
        path: 'spec.template.metadata',
        got: 'any caller, even in plaintext because no PeerAuthentication sets a mode, and the default is PERMISSIVE, may reach web:8080, because no AuthorizationPolicy that allows callers selects it',
      },
    ],
    'where the pods declare no port': [
      namespace() + deployment({ container: 'image: a' }) + peers(),
      {
        got: 'every workload of the mesh may reach web, whose ports are not declared, because no AuthorizationPolicy that allows callers selects it',
      },
    ],
    'where mTLS is strict': [
      namespace() + deployment() + peers(),
      {
        got: 'every workload of the mesh may reach web:8080, because no AuthorizationPolicy that allows callers selects it',
      },
    ],
    'where the only policy is a dry run': [
      namespace() + deployment() + peers() + access('', 'deny', 'apps', '', '{ istio.io/dry-run: "true" }'),
      { expected: 'an AuthorizationPolicy with action ALLOW' },
    ],
    'where a policy only denies': [
      namespace() + deployment() + access('action: DENY, rules: [{ to: [{ operation: { paths: [/admin] } }] }]'),
      {},
    ],
  },
});

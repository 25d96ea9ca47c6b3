import rule from '../../../../../lib/judge/policy/rules/istio/http-rules-apply-to-http-ports.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { access, deployment, namespace, service } from '../../../model/istio/security-objects.js';

const tcp = deployment() + service('[{ name: mysql, port: 80, targetPort: 8080 }]');
const both =
  deployment({ container: 'ports: [{ containerPort: 8080 }, { containerPort: 5432 }]' }) +
  service('[{ name: http, port: 80, targetPort: 8080 }, { name: tcp-db, port: 5432 }]');
const paths = 'rules: [{ to: [{ operation: { paths: [/] } }] }]';

ruleTester(rule, {
  ignores: {
    'rules without a word of HTTP': tcp + access('rules: [{ from: [{ source: { namespaces: [a] } }] }]'),
    'policies that only audit': `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec: { action: AUDIT, rules: [{ to: [{ operation: { methods: [GET] } }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ name: tcp-web, port: 80, targetPort: 8080 }] }
`,
  },
  passes: {
    'accepts pods that have no Service': namespace() + deployment() + access(paths),
    'accepts a port that Istio tells apart by itself':
      deployment() + service('[{ name: web, port: 80, targetPort: 8080 }]') + access(paths),
    'accepts a rule that allows for the port of HTTP among others': both + access(paths),
    'accepts a denial that names the port of HTTP':
      both + access('action: DENY, rules: [{ to: [{ operation: { paths: [/], ports: ["8080"] } }] }]'),
    'accepts appProtocol':
      deployment() + service('[{ name: tcp-web, appProtocol: http, port: 80, targetPort: 8080 }]') + access(paths),
  },
  fails: {
    'for a rule that allows nobody': [
      tcp + access(paths),
      {
        path: 'spec.rules[0].to[0].operation.paths',
        got: 'paths at web:8080, a TCP port: Service apps/web names the port mysql',
        effect: 'The rule admits nobody there.',
        fix: 'Name the port after its protocol, or list only HTTP ports in ports.',
      },
    ],
    'for a denial of everything at another port': [
      both + access(`action: DENY, ${paths}`),
      {
        got: 'paths at web:5432, a TCP port: Service apps/web names the port tcp-db',
        effect: 'The rule refuses every connection there.',
        fix: 'Name the port after its protocol, or list only HTTP ports in ports.',
      },
    ],
    'for tokens': [
      tcp + access('rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }]'),
      { path: 'spec.rules[0].from[0].source.requestPrincipals' },
    ],
    'for a condition on a header': [
      tcp + access('rules: [{ when: [{ key: "request.headers[x]", values: [a] }] }]'),
      { path: 'spec.rules[0].when[0].key' },
    ],
    'for a port that the rule names': [
      both + access('rules: [{ to: [{ operation: { methods: [GET], ports: ["5432"] } }] }]'),
      { path: 'spec.rules[0].to[0].operation.methods' },
    ],
  },
  notJudged: {
    'pods whose Services may be in other files': [
      deployment() + access(paths),
      'Namespace apps is not among the files, and no Service of the pods is',
    ],
    'a policy whose pods are not among the files': [
      `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec: { rules: [{ to: [{ operation: { methods: [GET] } }] }] }
`,
      'no pod that the policy selects is among the files',
    ],
  },
});

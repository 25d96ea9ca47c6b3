import rule from '../../../../../lib/judge/policy/rules/istio/rules-name-their-callers.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { access, deployment, namespace } from '../../../model/istio/security-objects.js';

const gate = 'from: [{ source: { principals: [cluster.local/ns/edge/sa/gate] } }]';
const HOSTS = 'rules: [{ to: [{ operation: { hosts: [a.example.org] } }] }]';
const outside = `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: apps }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: ["./a.example.org"], tls: { mode: SIMPLE, credentialName: web } }] }
`;
const base = namespace() + deployment();

ruleTester(rule, {
  ignores: {
    'a policy that lets nobody in': base + access(''),
    denials: base + access('action: DENY, rules: [{}]'),
    'what gateways serve': namespace() + deployment({ labels: 'istio: ingressgateway' }) + access(HOSTS) + outside,
    'what gateways of the Gateway API serve':
      namespace() + deployment({ labels: 'gateway.networking.k8s.io/gateway-name: public' }) + access(HOSTS),
    'callers that a rule for a gateway names':
      namespace() + deployment({ labels: 'istio: ingressgateway' }) + access(`rules: [{ ${gate} }]`),
  },
  notJudged: {
    'a gateway of which no file says what it serves': [
      namespace() + deployment({ labels: 'istio: ingressgateway' }) + access(HOSTS),
      'no Gateway of Deployment apps/web, which may serve only the mesh, is among the files',
    ],
  },
  passes: {
    'accepts a condition instead of a source':
      base + access('rules: [{ when: [{ key: source.namespace, values: [edge] }] }]'),
    'accepts tokens instead of an identity':
      base + access('rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }]'),
    'accepts a star beside a namespace':
      base + access('rules: [{ from: [{ source: { principals: ["*"], namespaces: [edge] } }] }]'),
  },
  fails: {
    'for a gateway that serves the mesh only': [
      namespace() +
        deployment({ labels: 'istio: egressgateway' }) +
        access('rules: [{ to: [{ operation: { ports: ["8443"] } }] }]') +
        `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: out, namespace: apps }
spec: { selector: { istio: egressgateway }, servers: [{ port: { number: 443, name: tls, protocol: TLS }, hosts: ["./a.example.org"], tls: { mode: ISTIO_MUTUAL } }] }
`,
      { path: 'spec.rules[0]' },
    ],
    'for an empty rule': [
      base + access('rules: [{}]'),
      { path: 'spec.rules[0]', got: 'anyone may call web, because the rule has no from' },
    ],
    'for a rule that a dash cut off, and says so': [
      base + access(`rules: [{ ${gate} }, { to: [{ operation: { paths: [/health] } }] }]`),
      {
        path: 'spec.rules[1]',
        got: 'anyone may call web, because the rule has no from, for what its to names, at any port',
        effect: 'This and the rule before it are two rules, and either is enough.',
        fix: 'Remove the dash before to, so that it belongs to the from of the rule before it. Probes need no rule of their own.',
      },
    ],
    'for a rule without from, with no other rule': [
      base + access('rules: [{ to: [{ operation: { ports: ["8080"] } }] }]'),
      { got: 'anyone may call web, because the rule has no from, for what its to names' },
    ],
    'for a source that says nothing of who': [
      base + access('rules: [{ from: [{ source: {} }] }]'),
      { path: 'spec.rules[0]' },
    ],
    'for a lone star': [
      base +
        access('rules: [{ from: [{ source: { principals: [a/ns/b/sa/c] } }, { source: { principals: ["*"] } }] }]'),
      { path: 'spec.rules[0].from[1].source.principals[0]', got: 'every identity of the mesh may call web' },
    ],
    'for a star of namespaces': [
      base + access('rules: [{ from: [{ source: { namespaces: ["*"] } }] }]'),
      { path: 'spec.rules[0].from[0].source.namespaces[0]' },
    ],
    'for every address': [
      base + access('rules: [{ from: [{ source: { ipBlocks: [0.0.0.0/0] } }] }]'),
      { path: 'spec.rules[0].from[0].source.ipBlocks', got: 'every address may call web' },
    ],
    'where only what is refused is said': [
      base + access('rules: [{ from: [{ source: { notNamespaces: [edge] } }] }]'),
      { path: 'spec.rules[0]' },
    ],
  },
});

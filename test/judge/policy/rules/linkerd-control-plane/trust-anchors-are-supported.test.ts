import { controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/trust-anchors-are-supported.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { type IssueSpec, issue, rsa } from '../../../../write/trust/issue.js';

const make = (spec: Omit<IssueSpec, 'name'>) => issue({ name: 'root', ...spec });
const [p384, rsa2048, rsa3072, sha384, narrow] = await Promise.all([
  make({ key: { name: 'ECDSA', namedCurve: 'P-384' } }),
  make({ key: rsa(2048) }),
  make({ key: rsa(3072) }),
  make({ hash: 'SHA-384' }),
  make({ pathLength: 0 }),
]);
const roots = ({ certificate }: typeof p384) =>
  `---\n${JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'linkerd-identity-trust-roots', namespace: 'linkerd' },
    data: { 'ca-bundle.crt': certificate.pem },
  })}\n`;
const issuer = ({ certificate }: typeof p384) =>
  `---\n${JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'linkerd-identity-issuer', namespace: 'linkerd' },
    stringData: { 'crt.pem': certificate.pem },
  })}\n`;
const path = 'data["ca-bundle.crt"]';

ruleTester(rule, {
  ignores: {
    'other bundles': roots(p384).replace('linkerd-identity-trust-roots', 'others'),
  },
  passes: {
    'accepts RSA with 2048 bits': roots(rsa2048),
    'accepts an anchor that is the issuer itself': controllerExample() + roots(narrow) + issuer(narrow),
  },
  fails: {
    'with another curve': [roots(p384), { path, got: "'CN=root' with a key of EC P-384" }],
    'with another size': [roots(rsa3072), { path, got: "'CN=root' with a key of RSA with 3072 bits" }],
    'with another digest': [roots(sha384), { got: "'CN=root' signed with ECDSA-SHA384" }],
    'without room for an issuer': [roots(narrow), { got: "'CN=root' with path length 0" }],
  },
  notJudged: {
    'anchors of other objects': [
      'apiVersion: trust.cert-manager.io/v1alpha1\nkind: Bundle\nmetadata: { name: linkerd-identity-trust-roots }\nspec: { sources: [{ secret: { name: root, key: tls.crt } }] }',
      'its certificates are not part of the Bundle',
    ],
  },
});

import { configExample, controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/trust-anchors-agree.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { issue } from '../../../../write/trust/issue.js';

const [one, two] = await Promise.all([issue({ name: 'one' }), issue({ name: 'two' })]);
const text = (...roots: readonly (typeof one)[]) => roots.map(({ certificate }) => certificate.pem).join('');
const config = (...roots: readonly (typeof one)[]) =>
  controllerExample() + configExample(`identityTrustAnchorsPEM: ${JSON.stringify(text(...roots))}`);
const bundle = (...sources: readonly unknown[]) =>
  `---\n${JSON.stringify({
    apiVersion: 'trust.cert-manager.io/v1alpha1',
    kind: 'Bundle',
    metadata: { name: 'linkerd-identity-trust-roots' },
    spec: { sources },
  })}\n`;
const inLine = (...roots: readonly (typeof one)[]) => roots.map((root) => ({ inLine: text(root) }));

ruleTester(rule, {
  ignores: {
    'absent anchors, which another rule judges': config() + bundle(...inLine(one)),
  },
  passes: {
    'accepts another order': config(one, two) + bundle(...inLine(two, one)),
  },
  fails: {
    'with an anchor more in the bundle': [
      config(one) + bundle(...inLine(one, two)),
      {
        object: 'ConfigMap linkerd/linkerd-config',
        path: 'data.values',
        got: "identityTrustAnchorsPEM with 'CN=one'",
        expected: "the 2 of Bundle linkerd-identity-trust-roots: 'CN=one', 'CN=two'",
      },
    ],
  },
  notJudged: {
    'a control plane without its configuration': [
      controllerExample() + configExample('a: 1').replace('name: linkerd-config', 'name: other'),
      'linkerd-config is not among the files',
    ],
    'a bundle that is not known completely': [
      config(one) + bundle(...inLine(two), { secret: { name: 'root', key: 'tls.crt' } }),
      'the certificates of linkerd-identity-trust-roots are not among the files',
    ],
  },
});

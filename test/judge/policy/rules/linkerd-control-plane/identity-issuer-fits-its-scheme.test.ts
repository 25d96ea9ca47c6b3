import { configExample, controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/identity-issuer-fits-its-scheme.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { issue } from '../../../../write/trust/issue.js';

const [root, other] = await Promise.all([issue({ name: 'root' }), issue({ name: 'other' })]);
const middle = await issue({ name: 'middle', parent: root });
const [issuer, below, leaf, large] = await Promise.all([
  issue({ name: 'issuer', parent: root }),
  issue({ name: 'issuer', parent: middle }),
  issue({ name: 'issuer', parent: root, ca: false }),
  issue({ name: 'issuer', parent: root, key: { name: 'ECDSA', namedCurve: 'P-384' } }),
]);
type Issued = typeof root;
const text = (...chain: readonly Issued[]) => chain.map(({ certificate }) => certificate.pem).join('');
const object = (kind: string, name: string, apiVersion: string, rest: object) =>
  `---\n${JSON.stringify({ apiVersion, kind, metadata: { name, namespace: 'linkerd' }, ...rest })}\n`;
const secret = (keys: Readonly<Record<string, string>>, name = 'linkerd-identity-issuer') =>
  object('Secret', name, 'v1', {
    data: Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
  });
const stored = (...chain: readonly Issued[]) => secret({ 'ca.crt': '', 'tls.crt': text(...chain), 'tls.key': '' });
const external = (spec: object) =>
  object('ExternalSecret', 'issuer', 'external-secrets.io/v1', {
    spec: { target: { name: 'linkerd-identity-issuer' }, ...spec },
  });
const roots = (...chain: readonly Issued[]) =>
  object('ConfigMap', 'linkerd-identity-trust-roots', 'v1', { data: { 'ca-bundle.crt': text(...chain) } });
const kubernetes = controllerExample({ args: ['-identity-scheme=kubernetes.io/tls'] });
const tls = 'data["tls.crt"]';

ruleTester(rule, {
  passes: {
    'accepts the keys of the default scheme':
      controllerExample() + secret({ 'crt.pem': text(issuer), 'key.pem': '' }) + roots(root),
    'accepts a scheme that linkerd-config names':
      controllerExample() +
      configExample('identity: { issuer: { scheme: kubernetes.io/tls } }') +
      stored(issuer) +
      roots(root),
    'accepts a chain through an intermediate': kubernetes + stored(below, middle) + roots(other, root),
  },
  fails: {
    'without ca.crt': [
      kubernetes + secret({ 'tls.crt': '', 'tls.key': '' }),
      {
        object: 'Secret linkerd/linkerd-identity-issuer',
        path: 'data',
        got: 'Secret linkerd-identity-issuer with tls.crt, tls.key',
        fix: 'Add ca.crt, or set the scheme that the Secret has: cert-manager writes kubernetes.io/tls.',
      },
    ],
    'from an external secret': [
      kubernetes + external({ data: [{ secretKey: 'crt.pem' }, { secretKey: 'key.pem' }] }),
      { object: 'ExternalSecret linkerd/issuer', got: 'Secret linkerd-identity-issuer with crt.pem, key.pem' },
    ],
    'with an unknown scheme': [
      controllerExample({ args: ['-identity-scheme=tls'] }),
      { got: 'identity scheme tls', expected: 'kubernetes.io/tls or linkerd.io/tls' },
    ],
    'with a certificate that is not a CA': [
      kubernetes + stored(leaf) + roots(root),
      { path: tls, got: "'CN=issuer', which cannot sign certificates" },
    ],
    'with another curve': [
      kubernetes + stored(large) + roots(root),
      { path: tls, got: "'CN=issuer' with a key of P-384" },
    ],
    'of another root': [
      kubernetes + stored(issuer) + roots(other),
      { path: tls, got: "'CN=issuer', signed by 'CN=root'", expected: "a chain to one of 'CN=other'" },
    ],
    'without its intermediate': [
      kubernetes + stored(below) + roots(root),
      { got: "'CN=issuer', signed by 'CN=middle'" },
    ],
    'in linkerd-config': [
      controllerExample() +
        configExample(`identity: { issuer: { tls: { crtPEM: ${JSON.stringify(text(issuer))} } } }`) +
        roots(other),
      { object: 'ConfigMap linkerd/linkerd-config', path: 'data.values' },
    ],
  },
  notJudged: {
    'a chain to roots that are not among the files': [
      kubernetes + stored(issuer),
      'the certificates of linkerd-identity-trust-roots are not among the files',
    ],
    'a certificate under keys that a template makes': [
      kubernetes +
        external({
          data: [{ secretKey: 'x' }],
          target: {
            name: 'linkerd-identity-issuer',
            template: { data: { 'ca.crt': '', 'tls.crt': '', 'tls.key': '' } },
          },
        }),
      'the certificate in Secret linkerd-identity-issuer is not among the files',
    ],
    'a Secret that is delivered separately': [
      kubernetes,
      'Secret linkerd-identity-issuer is not among the files',
      'the certificate in Secret linkerd-identity-issuer is not among the files',
    ],
    'keys that cannot be known': [
      kubernetes + external({ dataFrom: [{ extract: { key: 'issuer' } }] }),
      'Secret linkerd-identity-issuer is not among the files',
      'the certificate in Secret linkerd-identity-issuer is not among the files',
    ],
    'a Secret of another name that is mounted': [
      controllerExample({
        args: ['-identity-scheme=kubernetes.io/tls'],
        pod: 'volumes: [{ name: identity-issuer, secret: { secretName: own } }]',
      }) + secret({ 'crt.pem': '' }),
      'Secret own is not among the files',
      'the certificate in Secret own is not among the files',
    ],
  },
});

import { controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/issuers-are-trusted-by-peers.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { issue } from '../../../../write/trust/issue.js';

const [old, next] = await Promise.all([issue({ name: 'old' }), issue({ name: 'next' })]);
const [oldIssuer, nextIssuer] = await Promise.all([
  issue({ name: 'issuer', parent: old }),
  issue({ name: 'issuer', parent: next }),
]);
type Issued = typeof old;
const object = (kind: string, name: string, rest: object) =>
  `---\n${JSON.stringify({ apiVersion: 'v1', kind, metadata: { name, namespace: 'linkerd' }, ...rest })}\n`;
const cluster = (issuer: Issued | undefined, ...roots: readonly Issued[]) =>
  controllerExample() +
  (issuer === undefined
    ? ''
    : object('Secret', 'linkerd-identity-issuer', { stringData: { 'crt.pem': issuer.certificate.pem } })) +
  object('ConfigMap', 'linkerd-identity-trust-roots', {
    data: { 'ca-bundle.crt': roots.map(({ certificate }) => certificate.pem).join('') },
  });

ruleTester(rule, {
  ignores: {
    'a cluster without a control plane': {
      east: 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: apps }',
      west: cluster(nextIssuer, next),
    },
  },
  passes: {
    'accepts clusters in the midst of a rotation': {
      east: cluster(oldIssuer, old, next),
      west: cluster(nextIssuer, next, old),
    },
  },
  fails: {
    'with an issuer whose root a peer does not have': [
      { east: cluster(oldIssuer, old), north: cluster(oldIssuer, old), west: cluster(nextIssuer, next, old) },
      {
        cluster: 'west',
        object: 'Secret linkerd/linkerd-identity-issuer',
        got: 'an issuer that chains to no trust root of east, north',
      },
    ],
  },
  notJudged: {
    'an issuer where the roots of a peer are not known': [
      { east: cluster(oldIssuer, old), north: cluster(oldIssuer), west: cluster(oldIssuer) },
      'the trust roots of north, west are not among the files',
      'the trust roots of west are not among the files',
      'the trust roots of north are not among the files',
    ],
    'an issuer that is not among the files': [
      { east: cluster(undefined, old), west: cluster(oldIssuer, next, old) },
      'no certificate of the identity issuer is among the files',
    ],
  },
});

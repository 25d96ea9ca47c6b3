import rule from '../../../../lib/policy/rules/trust/issuer-exists.js';
import { ruleTester } from '../../../support/rule-tester.js';
import { certificate, clusterIssuer, issuer } from '../../trust/objects.js';

ruleTester(rule, {
  passes: {
    'accepts an issuer of another group': certificate('web', 'issuerRef: { group: example.org, kind: Vault, name: v }'),
    'accepts a ClusterIssuer where there are none': certificate('web', 'issuerRef: { kind: ClusterIssuer, name: ca }'),
    'accepts a ClusterIssuer that exists':
      certificate('web', 'issuerRef: { kind: ClusterIssuer, name: ca }') + clusterIssuer(),
  },
  fails: {
    'in another namespace': [
      certificate('web', undefined, 'web', 'apps') + issuer(),
      { path: 'spec.issuerRef.name', got: 'ca', expected: 'an Issuer of namespace apps, which has none' },
    ],
    'and lists those that exist': [
      certificate('web', 'issuerRef: { kind: ClusterIssuer, name: root }') +
        clusterIssuer('b') +
        clusterIssuer('a') +
        issuer('root'),
      { got: 'root', expected: 'one of a, b of this cluster' },
    ],
    'of a kind that cert-manager does not have': [
      certificate('web', 'issuerRef: { kind: CAIssuer, name: ca }') + issuer(),
      { path: 'spec.issuerRef.kind', got: 'CAIssuer' },
    ],
  },
});

import rule from '../../../../../lib/judge/policy/rules/trust/issuer-exists.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate, clusterIssuer, issuer } from '../../../model/trust/objects.js';

ruleTester(rule, {
  passes: {
    'accepts a namesake that is of the other group':
      `${certificate('web', 'issuerRef: { group: example.org, kind: Issuer, name: ca }')}${issuer()}---\n` +
      '{ apiVersion: example.org/v1, kind: Issuer, metadata: { name: ca, namespace: linkerd } }\n',
    'accepts a ClusterIssuer that exists':
      certificate('web', 'issuerRef: { kind: ClusterIssuer, name: ca }') + clusterIssuer(),
  },
  fails: {
    'that is an Issuer and is called a ClusterIssuer': [
      certificate('web', 'issuerRef: { kind: ClusterIssuer, name: ca }') + issuer(),
      { path: 'spec.issuerRef.kind', got: 'ClusterIssuer', expected: 'Issuer, which ca is' },
    ],
    'that is a ClusterIssuer and is called an Issuer': [
      certificate('web') + clusterIssuer(),
      { path: 'spec.issuerRef.kind', got: 'Issuer', expected: 'ClusterIssuer, which ca is' },
    ],
    'of another group than it has': [
      certificate('web', 'issuerRef: { group: certmanager.io, kind: Issuer, name: ca }') + issuer(),
      { path: 'spec.issuerRef.group', got: 'certmanager.io', expected: 'cert-manager.io, where Issuer ca is' },
    ],
    'in another namespace': [
      certificate('web', undefined, 'web', 'apps') + issuer(),
      { path: 'spec.issuerRef.name', got: 'ca', expected: 'an Issuer of namespace apps' },
    ],
    'and lists those that exist': [
      certificate('web', 'issuerRef: { kind: ClusterIssuer, name: root }') +
        clusterIssuer('b') +
        clusterIssuer('a') +
        issuer('roots'),
      { got: 'root', expected: 'a ClusterIssuer' },
    ],
    'of a kind that cert-manager does not have': [
      certificate('web', 'issuerRef: { kind: CAIssuer, name: cas }') + issuer(),
      { path: 'spec.issuerRef.kind', got: 'CAIssuer' },
    ],
  },
  notJudged: {
    'an issuer of another group': [
      certificate('web', 'issuerRef: { group: example.org, kind: Vault, name: v }'),
      'issuers of group example.org are not known',
    ],
    'an issuer of another group beside a namesake': [
      certificate('web', 'issuerRef: { group: example.org, kind: Vault, name: ca }') + issuer(),
      'issuers of group example.org are not known',
    ],
    'a ClusterIssuer where there are none': [
      certificate('web', 'issuerRef: { kind: ClusterIssuer, name: ca }'),
      'ClusterIssuer ca is not among the files',
    ],
  },
});

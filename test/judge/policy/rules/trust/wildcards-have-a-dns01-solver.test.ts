import rule from '../../../../../lib/judge/policy/rules/trust/wildcards-have-a-dns01-solver.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);
const withDns = (selector: string) => bad.replace('solvers: [', `solvers: [{ dns01: {}, selector: { ${selector} } }, `);

ruleTester(rule, {
  ignores: {
    'names without a wildcard, whatever issues them':
      '{ apiVersion: cert-manager.io/v1, kind: Certificate, metadata: { name: web, namespace: apps }, spec: { secretName: web, dnsNames: [www.example.org], issuerRef: { name: public } } }',
    names: bad.replace(', "*.example.org"', ''),
    'issuers without ACME': bad.replace('acme:', 'vault:'),
  },
  passes: {
    'accepts a solver for the zone': withDns('dnsZones: [example.org]'),
    'accepts a solver for the name': withDns('dnsNames: ["*.example.org"]'),
  },
  fails: {
    'by HTTP alone': [
      bad,
      { path: 'spec.dnsNames[1]', got: '*.example.org of ClusterIssuer public, which has no dns01 solver for it' },
    ],
    'by DNS of another zone': [withDns('dnsZones: [example.com]'), { path: 'spec.dnsNames[1]' }],
  },
  notJudged: {
    'an issuer that is not among the files': [
      '{ apiVersion: cert-manager.io/v1, kind: Certificate, metadata: { name: web, namespace: apps }, spec: { secretName: web, dnsNames: ["*.example.org"], issuerRef: { name: public } } }',
      'Issuer public is not among the files',
    ],
  },
});

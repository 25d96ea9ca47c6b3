import { at } from '../../../../manifest/field-path.js';
import { objectLabel } from '../../../../manifest/object.js';
import { type Found, listAt, objectAt, stringAt, stringListAt } from '../../../../manifest/read.js';
import { CERTIFICATE, issuerOf } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

const example = (solver: string) => `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: edge }
spec: { secretName: web, dnsNames: [example.org, "*.example.org"], issuerRef: { name: public, kind: ClusterIssuer } }
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: public }
spec: { acme: { server: "https://acme.example.org", solvers: [${solver}] } }
`;

export default defineRule({
  id: 'trust/wildcards-are-proven-by-dns',
  severity: 'error',
  scope: 'object',
  summary: 'A wildcard of an ACME issuer has a solver by DNS.',
  rationale:
    'ACME gives wildcards for a DNS-01 challenge alone. With HTTP-01 the order fails again and again, and the Secret is never written.',
  source: 'https://cert-manager.io/docs/configuration/acme/http01/',
  appliesTo: [CERTIFICATE],
  passes: example('{ dns01: { cloudDNS: { project: main } } }'),
  fails: example('{ http01: { ingress: {} } }'),
  *check(resource, cluster) {
    const issuer = issuerOf(resource, cluster);
    const solvers = listAt(issuer?.object, 'spec', 'acme', 'solvers');
    if (issuer === undefined || solvers.length === 0) return;
    for (const [index, name] of listAt(resource.object, 'spec', 'dnsNames').entries()) {
      if (typeof name !== 'string' || !name.startsWith('*.')) continue;
      if (solvers.some((solver) => objectAt(solver, 'dns01') !== undefined && isFor(solver, name))) continue;
      yield {
        path: at('spec', 'dnsNames', index),
        got: `${name} of ${objectLabel(issuer.object)}, which has no dns01 solver for it`,
        expected: 'a dns01 solver, or names without a wildcard',
        fix: `Add a dns01 solver to ${objectLabel(issuer.object)}, or list the names; as it is, the Certificate never becomes ready, and ${stringAt(resource.object, 'spec', 'secretName') ?? 'its Secret'} is never written.`,
      };
    }
  },
});

/** Whether the selector of a solver may take a name; labels of the Certificate are left out of account. */
function isFor(solver: Found, name: string): boolean {
  const names = stringListAt(solver, 'selector', 'dnsNames');
  const zones = stringListAt(solver, 'selector', 'dnsZones');
  if (names.length === 0 && zones.length === 0) return true;
  return names.includes(name) || zones.some((zone) => name.endsWith(`.${zone}`));
}

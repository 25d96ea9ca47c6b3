import { Field } from '../../../../manifest/field.js';
import { objectLabel } from '../../../../manifest/object.js';
import { type Found, listAt, objectAt, stringAt, stringListAt } from '../../../../manifest/read.js';
import { CERTIFICATE, CLUSTER_ISSUER, ISSUER, issuerOf } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';
import { unknownIssuer } from '../../trust-targets.js';

export default defineRule({
  id: 'trust/wildcards-have-a-dns01-solver',
  severity: 'error',
  scope: 'object',
  summary: 'A wildcard name of an ACME issuer has a DNS-01 solver.',
  rationale:
    'ACME issues wildcards only for a DNS-01 challenge. With HTTP-01 the order fails again and again, and the Secret is never written.',
  source: 'https://cert-manager.io/docs/configuration/acme/http01/',
  appliesTo: [CERTIFICATE],
  reads: [CLUSTER_ISSUER, ISSUER],
  passes: example('{ dns01: { cloudDNS: { project: main } } }'),
  fails: example('{ http01: { ingress: {} } }'),
  *about(resource, cluster) {
    const names = Field.of(resource)
      .at('spec', 'dnsNames')
      .items.filter(({ text }) => text?.startsWith('*.'));
    if (names.length === 0) return;
    const issuer = issuerOf(resource, cluster);
    if (issuer === undefined) {
      yield unknownIssuer(resource);
      return;
    }
    const solvers = listAt(issuer.object, 'spec', 'acme', 'solvers');
    if (solvers.length > 0) yield* names.map((name) => ({ name, issuer, solvers }));
  },
  *check({ name, issuer, solvers }) {
    if (solvers.some((solver) => objectAt(solver, 'dns01') !== undefined && isSolverFor(solver, name.text ?? '')))
      return;
    const label = objectLabel(issuer.object);
    const secret = stringAt(name.resource.object, 'spec', 'secretName') ?? 'its Secret';
    yield name.violation({
      got: `${name.shown} of ${label}, which has no dns01 solver for it`,
      expected: 'a dns01 solver, or names without a wildcard',
      effect: `The Certificate never becomes ready, and ${secret} is never written.`,
      fix: `Add a dns01 solver to ${label}, or list the names.`,
    });
  },
});

/** Whether the selector of a solver allows a name; selectors by labels of the Certificate are not considered. */
function isSolverFor(solver: Found, name: string): boolean {
  const names = stringListAt(solver, 'selector', 'dnsNames');
  const zones = stringListAt(solver, 'selector', 'dnsZones');
  if (names.length === 0 && zones.length === 0) return true;
  return names.includes(name) || zones.some((zone) => name.endsWith(`.${zone}`));
}

function example(solver: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: edge }
spec: { secretName: web, dnsNames: [example.org, "*.example.org"], issuerRef: { name: public, kind: ClusterIssuer } }
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: public }
spec: { acme: { server: "https://acme.example.org", solvers: [${solver}] } }
`;
}

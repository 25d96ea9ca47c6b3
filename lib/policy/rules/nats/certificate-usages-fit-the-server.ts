import { listed } from '../../../manifest/listed.js';
import { objectLabel } from '../../../manifest/object.js';
import type { Subject } from '../../finding.js';
import { perCluster } from '../../linkerd/per-cluster.js';
import { type CertificateUse, certificateUses } from '../../nats/certificate-uses.js';
import { serverExample } from '../../nats/example.js';
import { defineRule, type Report } from '../../rule.js';
import { signerOf } from '../../trust/certificates.js';
import { extendedUsagesOf, isFor } from '../../trust/usages.js';

const server = serverExample(
  'leafnodes { remotes: [ { url: "tls://192.0.2.1:30722", tls { cert_file: /tls/tls.crt } } ] }',
  {
    volumes: ['{ name: tls, secret: { secretName: nats-leaf-tls } }'],
    mounts: ['{ name: tls, mountPath: /tls }'],
  },
);
const certificate = (usages: string) => `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: nats-leaf, namespace: nats-system }
spec: { secretName: nats-leaf-tls, usages: [${usages}] }
`;
export default defineRule({
  id: 'nats/certificate-usages-fit-the-server',
  severity: 'error',
  scope: 'object',
  summary:
    'A certificate, and each authority above it, is for what the server does with it: server auth for listeners, client auth for remotes, both for routes and gateways.',
  rationale:
    'The other side refuses a certificate that is for something else; the leaf sees a connection that is closed, and no reason.',
  source: 'https://cert-manager.io/docs/usage/certificate/#x509-key-usages',
  appliesTo: ['cert-manager.io/Certificate'],
  passes: server + certificate('digital signature, client auth'),
  fails: server + certificate('digital signature, server auth'),
  *check(subject, cluster) {
    const own = certificateUses(cluster).get(subject) ?? [];
    yield* missing(subject, own, '');
    const signed = usesBelow(cluster).get(subject);
    if (signed === undefined) return;
    const [first, ...others] = signed.below;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    yield* missing(subject, signed.uses, ` of ${first}${more}, which it signs`);
  },
});

function* missing(certificate: Subject, uses: readonly CertificateUse[], whose: string): Iterable<Report> {
  for (const usage of ['server auth', 'client auth']) {
    const purposes = uses.filter((use) => use.usage === usage).map(({ purpose }) => purpose);
    if (purposes.length === 0 || isFor(certificate, usage)) continue;
    yield {
      path: 'spec.usages',
      got: listed(extendedUsagesOf(certificate)),
      expected: `${usage}, for ${listed(purposes, ' and ')}${whose}`,
      fix:
        whose === ''
          ? `Add ${usage}.`
          : `Add ${usage}, or leave it to the certificates below what they are for: what an authority is not for, none that it signs is.`,
    };
  }
}

/** What is asked of the authorities above the servers' certificates, and the names of those that each stands above. */
const usesBelow = perCluster((cluster) => {
  const authorities = new Map<Subject, { readonly below: string[]; readonly uses: CertificateUse[] }>();
  for (const [certificate, uses] of certificateUses(cluster)) {
    const seen = new Set<Subject>([certificate]);
    let signer = signerOf(certificate, cluster);
    while (signer !== undefined && !seen.has(signer)) {
      seen.add(signer);
      const known = authorities.get(signer) ?? { below: [], uses: [] };
      known.below.push(objectLabel(certificate.object));
      for (const use of uses) {
        if (!known.uses.some(({ usage, purpose }) => usage === use.usage && purpose === use.purpose)) {
          known.uses.push(use);
        }
      }
      authorities.set(signer, known);
      signer = signerOf(signer, cluster);
    }
  }
  return authorities;
});

import type { Fault } from '../../../../diagnostic.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import { type CertificateUse, certificateUses } from '../../../model/nats/certificate-uses.js';
import { perCluster } from '../../../model/per-cluster.js';
import { signerOf } from '../../../model/trust/certificates.js';
import { extendedUsagesOf, isFor } from '../../../model/trust/usages.js';
import { serverExample } from '../../examples/nats.js';
import { defineRule } from '../../rule.js';

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
  *check(resource, cluster) {
    const own = certificateUses(cluster).get(resource) ?? [];
    yield* missing(resource, own, '');
    const signed = usesBelow(cluster).get(resource);
    if (signed === undefined) return;
    const [first, ...others] = signed.below;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    yield* missing(resource, signed.uses, ` of ${first}${more}, which it signs`);
  },
});

function* missing(certificate: Resource, uses: readonly CertificateUse[], whose: string): Iterable<Fault> {
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
  const authorities = new Map<Resource, { readonly below: string[]; readonly uses: CertificateUse[] }>();
  for (const [certificate, uses] of certificateUses(cluster)) {
    const seen = new Set<Resource>([certificate]);
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

import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type CertificateUse, certificateUses } from '../../../model/nats/certificate-uses.js';
import { natsServersIn } from '../../../model/nats/server.js';
import { perCluster } from '../../../model/per-cluster.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { CERTIFICATE, secretOf, signerOf } from '../../../model/trust/certificates.js';
import { usesOfSecret } from '../../../model/trust/secrets.js';
import { extendedUsagesOf, isFor } from '../../../model/trust/usages.js';
import { serverExample } from '../../examples/nats.js';
import { type NotJudged, notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/certificate-usages-fit-the-server',
  severity: 'error',
  scope: 'object',
  summary:
    'A certificate, and each CA above it, has the usages that the server needs: server auth for listeners, client auth for remotes, both for routes and gateways.',
  rationale:
    'The other side rejects a certificate that is for something else. The leaf sees a closed connection, and no reason.',
  source: 'https://cert-manager.io/docs/usage/certificate/#x509-key-usages',
  appliesTo: [CERTIFICATE],
  reads: [...POD_KINDS, 'ConfigMap', 'Namespace', 'cert-manager.io/ClusterIssuer', 'cert-manager.io/Issuer'],
  passes: example('digital signature, client auth'),
  fails: example('digital signature, server auth'),
  *about(certificate, cluster) {
    const own = certificateUses(cluster).get(certificate);
    if (own !== undefined) yield { certificate, uses: own, below: [] };
    else yield* unknownReaders(certificate, cluster);
    const signed = usesBelow(cluster).get(certificate);
    if (signed !== undefined) yield { certificate, ...signed };
  },
  *check({ certificate, uses, below }) {
    const [first, ...others] = below;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    for (const usage of ['server auth', 'client auth']) {
      const purposes = uses.filter((use) => use.usage === usage).map(({ purpose }) => purpose);
      if (purposes.length === 0 || isFor(certificate, usage)) continue;
      const needed = `${usage}, for ${listed(purposes, ' and ')}`;
      const found = { got: listed(extendedUsagesOf(certificate)), fix: `Add ${usage}.` };
      const usages = Field.of(certificate).at('spec', 'usages');
      if (first === undefined) yield usages.violation({ ...found, expected: needed });
      else {
        yield usages.violation({
          ...found,
          expected: `${needed} of ${first}${more}, which it signs`,
          effect: 'A certificate is not accepted for a usage that a CA above it lacks.',
          fix: `Add ${usage}, or state no extended usages here and leave them to the certificates that it signs.`,
        });
      }
    }
  },
});

/** Reports the servers that mount a certificate, and of which nobody can tell what they use it for. */
function* unknownReaders(certificate: Resource, cluster: ClusterIndex): Generator<NotJudged> {
  for (const { resource } of usesOfSecret(cluster, secretOf(certificate))) {
    for (const { conf, configPath, container } of natsServersIn(cluster, resource)) {
      const files = [...(conf?.root.walk() ?? [])].filter(({ key }) => key === 'cert_file');
      if (conf === undefined ? configPath === undefined : files.every(({ unknown }) => !unknown)) continue;
      yield notJudged(`what container ${container.name} of ${objectLabel(resource.object)} uses it for is not known`);
    }
  }
}

/** What is asked of the CAs above the servers' certificates, and the names of those below each. */
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

function example(usages: string): string {
  const leaf = 'leafnodes { remotes: [ { url: "tls://192.0.2.1:30722", tls { cert_file: /tls/tls.crt } } ] }';
  return `${serverExample(leaf, {
    volumes: ['{ name: tls, secret: { secretName: nats-leaf-tls } }'],
    mounts: ['{ name: tls, mountPath: /tls }'],
  })}---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: nats-leaf, namespace: nats-system }
spec: { secretName: nats-leaf-tls, usages: [${usages}] }
`;
}

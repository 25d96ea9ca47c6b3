import { randomBytes, webcrypto } from 'node:crypto';
import { createUser } from '@nats-io/nkeys';
import { parseManifests } from '../../../lib/manifest/load.js';
import type { ManifestObject } from '../../../lib/manifest/object.js';
import { synthesizeFleet } from '../../../lib/write/fleet/synthesize.js';
import type { Fleet } from '../../../lib/write/platform/fleet.js';
import { CredentialGenerator } from '../../../lib/write/secrets/generate.js';
import { type Authority, createIntermediate, createRoot } from '../../../lib/write/trust/create.js';
import { MESSAGING_ISSUER } from '../../../lib/write/trust/names.js';
import { type NatsFleetOptions, natsFleet } from '../../support/nats-fleet.js';
import { issueCertificate } from './issue-certificate.js';
import { type CertificateRequest, ofKind } from './kubernetes.js';

/** The quickest that bcrypt knows, since many tests make many passwords. */
const BCRYPT_COST = 4;

/** Makes a fleet below the root certificates that it is given: first the cluster of a broker, then the one of its leaf. */
export type FleetMaker = (roots: readonly string[]) => Fleet;

/** The fleet nats-mtls, in the variant that the options ask for. */
export function natsMtlsWith(options: NatsFleetOptions = {}): FleetMaker {
  return (roots) => natsFleet({ ...options, roots });
}

/** One cluster's manifests, and the Secrets that stand in none of them. */
export interface IssuedCluster {
  readonly name: string;
  readonly objects: readonly ManifestObject[];
  readonly addresses: readonly string[];
  /** Data by name of the Secret: credentials and certificates. */
  readonly secrets: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Signs the certificates of the cluster's servers. */
  readonly issuer: Authority;
}

/** A fleet with a trust hierarchy and credentials of its own; nothing runs yet. */
export interface IssuedFleet {
  readonly root: Authority;
  readonly broker: IssuedCluster;
  readonly leaf: IssuedCluster;
}

/** @param reachedAt addresses that certificates are valid for besides those of the manifests */
export async function issueFleet(make: FleetMaker, reachedAt: readonly string[] = []): Promise<IssuedFleet> {
  const source = { crypto: webcrypto, now: new Date() };
  const root = await createRoot({ commonName: 'root.test', validityDays: 30 }, source);
  const fleet = make([root.certificate.pem]);
  const generator = new CredentialGenerator(
    {
      bytes: (count) => randomBytes(count),
      userKey: () => {
        const key = createUser();
        return { seed: Buffer.from(key.getSeed()).toString('utf8'), publicKey: key.getPublicKey() };
      },
    },
    BCRYPT_COST,
  );
  const clusters: IssuedCluster[] = [];
  for (const { cluster: name, files, secrets: contents } of synthesizeFleet(fleet)) {
    const commonName = `messaging.${name}.test`;
    const issuer = await createIntermediate({ commonName, pathLength: 0, validityDays: 20 }, root, source);
    const objects = files
      .filter(({ path }) => path.endsWith('.yaml'))
      .flatMap(({ text, path }) => parseManifests(text, path).resources.map(({ object }) => object));
    const addresses = fleet.clusters.find((cluster) => cluster.name === name)?.nodeAddresses ?? [];
    const secrets = new Map(contents.map((content) => [content.name, generator.fill(content).stringData]));
    for (const request of ofKind<CertificateRequest>(objects, 'Certificate')) {
      if (request.spec.issuerRef.name !== MESSAGING_ISSUER) continue;
      const { spec } = request;
      const wanted = { spec: { ...spec, ipAddresses: [...(spec.ipAddresses ?? []), ...reachedAt] } };
      secrets.set(spec.secretName, await issueCertificate(wanted, issuer, root.certificate.pem));
    }
    clusters.push({ name, objects, addresses, secrets, issuer });
  }
  const [broker, leaf] = clusters;
  if (broker === undefined || leaf === undefined) throw new Error('The fleet lacks a cluster.');
  return { root, broker, leaf };
}

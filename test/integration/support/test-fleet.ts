import { randomBytes, webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser } from '@nats-io/nkeys';
import { synthesizeFleet } from '../../../lib/fleet/synthesize.js';
import { parseManifests } from '../../../lib/manifest/load.js';
import type { OutputFile } from '../../../lib/manifest/output-tree.js';
import { CredentialGenerator } from '../../../lib/secrets/generate.js';
import { type Authority, createIntermediate, createRoot } from '../../../lib/trust/create.js';
import { MESSAGING_ISSUER } from '../../../lib/trust/names.js';
import { type NatsMtlsOptions, natsMtls } from '../../../systems/nats-mtls.js';
import { eventually } from './eventually.js';
import { Internet } from './internet.js';
import { type Departure, issueCertificate } from './issue-certificate.js';
import { type CertificateRequest, ofKind } from './kubernetes.js';
import type { Pod } from './pod.js';
import { TestCluster } from './test-cluster.js';

/** The quickest that bcrypt knows, since many tests make many passwords. */
const BCRYPT_COST = 4;

/** The fleet nats-mtls, with a trust hierarchy and credentials of its own, on machines of its own. */
export class TestFleet {
  readonly broker: TestCluster;
  readonly leaf: TestCluster;
  readonly root: Authority;
  readonly #issuers: ReadonlyMap<string, Authority>;
  readonly #internet: Internet;
  readonly #folder: string;

  private constructor(
    clusters: readonly [TestCluster, TestCluster],
    trust: { readonly root: Authority; readonly issuers: ReadonlyMap<string, Authority> },
    internet: Internet,
    folder: string,
  ) {
    [this.broker, this.leaf] = clusters;
    this.root = trust.root;
    this.#issuers = trust.issuers;
    this.#internet = internet;
    this.#folder = folder;
  }

  /** Boots the machines and puts Secrets and certificates in place; no pod runs yet. */
  static async boot(options: Omit<NatsMtlsOptions, 'roots'> = {}): Promise<TestFleet> {
    const source = { crypto: webcrypto, now: new Date() };
    const root = await createRoot({ commonName: 'root.test', validityDays: 30 }, source);
    const folder = mkdtempSync(join(tmpdir(), 'meshwright-fleet-'));
    const internet = await Internet.open();
    const fleet = natsMtls({ ...options, roots: [root.certificate.pem] });
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
    const clusters: TestCluster[] = [];
    const issuers = new Map<string, Authority>();
    for (const { cluster: name, files, secrets } of synthesizeFleet(fleet)) {
      const commonName = `messaging.${name}.test`;
      const issuer = await createIntermediate({ commonName, pathLength: 0, validityDays: 20 }, root, source);
      issuers.set(name, issuer);
      const objects = files.filter(isManifest).flatMap(({ text, path }) => parseManifests(text, path).subjects);
      const addresses = fleet.clusters.find((cluster) => cluster.name === name)?.nodeAddresses ?? [];
      const cluster = await TestCluster.boot(name, {
        objects: objects.map(({ object }) => object),
        addresses,
        folder,
        internet,
      });
      clusters.push(cluster);
      for (const content of secrets) cluster.setSecret(content.name, generator.fill(content).stringData);
      for (const request of ofKind<CertificateRequest>(cluster.objects, 'Certificate')) {
        if (request.spec.issuerRef.name !== MESSAGING_ISSUER) continue;
        cluster.setSecret(request.spec.secretName, await issueCertificate(request, issuer, root.certificate.pem));
      }
    }
    const [broker, leaf] = clusters;
    if (broker === undefined || leaf === undefined) throw new Error('The fleet lacks a cluster.');
    return new TestFleet([broker, leaf], { root, issuers }, internet, folder);
  }

  /** Starts the servers of both clusters, waits for the link, and lets the Jobs make the streams. */
  async startServers(): Promise<void> {
    const clusters = [this.broker, this.leaf];
    for (const cluster of clusters) for (const name of cluster.workloads('StatefulSet')) await cluster.start(name);
    await Promise.all(clusters.flatMap((cluster) => cluster.servers.map((pod) => cluster.whenReady(pod))));
    await this.linked(1);
    for (const cluster of clusters) await runJobs(cluster);
  }

  /** Issues a certificate anew and puts it into the cluster's Secret, as cert-manager's renewal does. */
  async renew(cluster: TestCluster, name: string, departure?: Departure): Promise<void> {
    const request = cluster.certificate(name);
    cluster.updateSecret(request.spec.secretName, await this.issue(cluster, request, departure));
  }

  async issue(cluster: TestCluster, request: CertificateRequest, departure?: Departure) {
    const issuer = this.#issuers.get(cluster.name);
    if (issuer === undefined) throw new Error(`Cluster ${cluster.name} has no issuer.`);
    return issueCertificate(request, issuer, this.root.certificate.pem, departure);
  }

  /** Links that the brokers count. */
  async links(): Promise<number> {
    let sum = 0;
    for (const pod of this.broker.servers.filter(({ running }) => running)) sum += await this.linksOf(pod);
    return sum;
  }

  async linksOf(pod: Pod): Promise<number> {
    const { status, body } = await this.broker.monitor(pod, '/leafz');
    if (status !== 200) throw new Error(`${pod.name} answers ${status} on /leafz: ${body}`);
    return JSON.parse(body).leafnodes;
  }

  /** The broker that the leaf is linked to. */
  async linkedBroker(): Promise<Pod> {
    for (const pod of this.broker.servers) if ((await this.linksOf(pod)) > 0) return pod;
    throw new Error('No broker counts a link.');
  }

  async linked(count: number, seconds = 60): Promise<void> {
    await eventually(
      `the brokers count ${count} links`,
      () => this.links(),
      (found) => found === count,
      seconds,
    );
  }

  async shutDown(): Promise<void> {
    await Promise.all([this.broker.shutDown(), this.leaf.shutDown()]);
    await this.#internet.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function runJobs(cluster: TestCluster): Promise<void> {
  for (const job of cluster.workloads('Job')) {
    const pods = await cluster.start(job);
    await Promise.all(pods.map((pod) => pod.completed()));
  }
}

function isManifest({ path }: OutputFile): boolean {
  return path.endsWith('.yaml');
}

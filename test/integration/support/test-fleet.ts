import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.js';
import { Internet } from './internet.js';
import { type Departure, issueCertificate } from './issue-certificate.js';
import { type FleetMaker, type IssuedCluster, type IssuedFleet, issueFleet, natsMtlsWith } from './issued-fleet.js';
import type { CertificateRequest } from './kubernetes.js';
import type { Pod } from './pod.js';
import { TestCluster } from './test-cluster.js';

/** A broker's cluster and its leaf's, with a trust hierarchy and credentials of its own, on machines of its own. */
export class TestFleet {
  readonly broker: TestCluster;
  readonly leaf: TestCluster;
  readonly #issued: IssuedFleet;
  readonly #internet: Internet;
  readonly #folder: string;

  private constructor(broker: TestCluster, leaf: TestCluster, issued: IssuedFleet, internet: Internet, folder: string) {
    this.broker = broker;
    this.leaf = leaf;
    this.#issued = issued;
    this.#internet = internet;
    this.#folder = folder;
  }

  /** Boots the machines and puts Secrets and certificates in place; no pod runs yet. */
  static async boot(make: FleetMaker = natsMtlsWith()): Promise<TestFleet> {
    const issued = await issueFleet(make);
    const folder = mkdtempSync(join(tmpdir(), 'meshwright-fleet-'));
    const internet = await Internet.open();
    const clusters: TestCluster[] = [];
    const boot = async ({ name, objects, addresses, secrets }: IssuedCluster) => {
      const cluster = await TestCluster.boot(name, { objects, addresses, folder, internet });
      clusters.push(cluster);
      for (const [secret, data] of secrets) cluster.setSecret(secret, data);
      return cluster;
    };
    try {
      return new TestFleet(await boot(issued.broker), await boot(issued.leaf), issued, internet, folder);
    } catch (error) {
      await Promise.all(clusters.map((cluster) => cluster.shutDown()));
      await internet.close();
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Starts the servers of both clusters, waits for the link, and lets the Jobs make the streams. */
  async startServers(): Promise<void> {
    const clusters = [this.broker, this.leaf];
    for (const cluster of clusters) for (const name of cluster.workloads('StatefulSet')) await cluster.start(name);
    await Promise.all(clusters.flatMap((cluster) => cluster.servers.map((pod) => cluster.whenReady(pod))));
    await this.linked(1);
    for (const cluster of clusters) await runJobs(cluster);
  }

  /** Issues a certificate again and puts it into the cluster's Secret, as cert-manager's renewal does. */
  async renew(cluster: TestCluster, name: string, departure?: Departure): Promise<void> {
    const request = cluster.certificate(name);
    cluster.updateSecret(request.spec.secretName, await this.issue(cluster, request, departure));
  }

  async issue(cluster: TestCluster, request: CertificateRequest, departure?: Departure) {
    const { issuer } = cluster === this.broker ? this.#issued.broker : this.#issued.leaf;
    return issueCertificate(request, issuer, this.#issued.root.certificate.pem, departure);
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

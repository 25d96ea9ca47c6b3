import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConfMap } from '../../../lib/formats/nats-conf/value.js';
import { type FleetMaker, type IssuedFleet, issueFleet, natsMtlsWith } from './issued-fleet.js';
import { LOOPBACK, LoopbackServer, type ServerOptions } from './loopback-server.js';
import { type Grant, grantsOf, withObserver } from './permission-cases.js';

export const CLUSTERS = ['broker', 'leaf'] as const;
type Cluster = (typeof CLUSTERS)[number];

/** A broker and a leaf that is linked to it. */
export interface Pair {
  readonly broker: LoopbackServer;
  readonly leaf: LoopbackServer;
}

/** A fleet on the loopback interface, as often as a test wants it; an observer may do everything in it. */
export class LoopbackFleet {
  /** What the users of each cluster may do. */
  readonly grants: Readonly<Record<Cluster, readonly Grant[]>>;
  readonly #issued: IssuedFleet;
  readonly #folder = mkdtempSync(join(tmpdir(), 'meshwright-loopback-'));
  readonly #servers: LoopbackServer[] = [];

  private constructor(issued: IssuedFleet) {
    this.#issued = issued;
    this.grants = { broker: grantsOf(issued.broker), leaf: grantsOf(issued.leaf) };
  }

  static async issue(make: FleetMaker = natsMtlsWith()): Promise<LoopbackFleet> {
    return new LoopbackFleet(await issueFleet(make, [LOOPBACK]));
  }

  /** Starts one server. Fails with its log where it ends before it is ready. */
  async start(cluster: Cluster, options: Omit<ServerOptions, 'folder'>): Promise<LoopbackServer> {
    const folder = mkdtempSync(join(this.#folder, `${cluster}-`));
    const server = await LoopbackServer.start(this.#issued[cluster], { ...options, folder });
    this.#servers.push(server);
    return server;
  }

  /** Starts a broker and a leaf, and waits for the link between them. */
  async startPair(
    change = (conf: ConfMap, _cluster: Cluster) => conf,
    options: Pick<ServerOptions, 'program'> = {},
  ): Promise<Pair> {
    const changed = (cluster: Cluster) => (conf: ConfMap) => withObserver(change(conf, cluster));
    const broker = await this.start('broker', { ...options, change: changed('broker') });
    const leaf = await this.start('leaf', { ...options, change: changed('leaf'), hub: broker });
    await broker.log.line(/JetStream using domains/);
    return { broker, leaf };
  }

  async stop(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Lets the Job of a cluster make its streams and consumers. */
export async function makeStreams(server: LoopbackServer): Promise<void> {
  const job = server.run('nats-streams');
  const code = await job.ended;
  if (code !== 0) throw new Error(`The Job ended with ${code}. Its end:\n${job.log.tail()}`);
}

/** Messages in the streams of a server. */
export async function stored(server: LoopbackServer): Promise<number> {
  const { messages }: { readonly messages: number } = JSON.parse(await server.monitor('/jsz'));
  return messages;
}

/** Messages in one stream of a server. */
export async function storedIn(server: LoopbackServer, stream: string): Promise<number> {
  const { account_details: accounts = [] } = JSON.parse(await server.monitor('/jsz?acc=APP&streams=true'));
  const found: readonly { readonly name: string; readonly state: { readonly messages: number } }[] =
    accounts[0]?.stream_detail ?? [];
  return found.find(({ name }) => name === stream)?.state.messages ?? 0;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type ParsedConf, parseConf } from '../../../lib/formats/nats-conf/parse.js';
import { printConf } from '../../../lib/formats/nats-conf/print.js';
import { type ConfMap, type ConfValue, Include, isConfList, isConfMap } from '../../../lib/formats/nats-conf/value.js';
import { MESSAGING_BUNDLE, TRUST_BUNDLE_KEY } from '../../../lib/write/trust/names.js';
import { Conversation, type Login } from './conversation.js';
import type { IssuedCluster } from './issued-fleet.js';
import { type ContainerSpec, configMapData, type EnvVar, ofKind, type Workload } from './kubernetes.js';
import type { Log } from './log.js';
import { Program } from './program.js';
import { type ToolName, tool } from './tools.js';

export const LOOPBACK = '127.0.0.1';
const CONF = '/etc/nats-config/nats.conf';
/** The server chooses a port that is free. */
const ANY_PORT = -1;

/** The releases of the server that tests run. */
export type ServerProgram = Extract<ToolName, 'nats-server' | 'nats-server-2.14.7'>;

export interface ServerOptions {
  /** Folder for the server's files, and no other server's. */
  readonly folder: string;
  /** What the test changes in the configuration. */
  readonly change?: (conf: ConfMap) => ConfMap;
  /** The server that a leaf dials. */
  readonly hub?: LoopbackServer;
  /** Which release runs. @default nats-server, the default release of the constructs */
  readonly program?: ServerProgram;
}

export interface RunOptions {
  /** NATS user. @default - the workload's own */
  readonly user?: string;
  /** How long a command waits for an answer. @default - as the command does */
  readonly timeout?: `${number}s`;
  /** What the test changes in the files that the container mounts. */
  readonly edit?: (text: string) => string;
}

/** A cluster's NATS server, and its clients' commands, as plain processes on the loopback interface. */
export class LoopbackServer {
  readonly #cluster: IssuedCluster;
  readonly #folder: string;
  readonly #server: Program;
  #runs = 0;

  private constructor(cluster: IssuedCluster, folder: string, server: Program) {
    this.#cluster = cluster;
    this.#folder = folder;
    this.#server = server;
  }

  /** Starts the server and returns once it is ready; one that ends before that fails at once, with its log. */
  static async start(cluster: IssuedCluster, options: ServerOptions): Promise<LoopbackServer> {
    const { folder, change = (conf) => conf, hub, program = 'nats-server' } = options;
    const files = mountedFiles(cluster, serverOf(cluster));
    const { includes } = parsedConf(cluster);
    const conf = onLoopback(change(serverConf(cluster)), folder, hub);
    files.set(CONF, printConf([...includes.map(({ path }) => new Include(path)), conf]));
    for (const [path, text] of files) write(join(folder, path), text);
    mkdirSync(join(folder, 'var/run/nats'), { recursive: true });
    // The tests read in the log what crosses the link, and what is kept from it.
    const command = [tool(program), '--config', join(folder, CONF), '-DV'];
    const server = new Program(`The server of ${cluster.name}`, command, { SERVER_NAME: cluster.name });
    try {
      await server.line(/Server is ready/);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return new LoopbackServer(cluster, folder, server);
  }

  get log(): Log {
    return this.#server.log;
  }

  /** URL at which leaves dial the server. */
  get leafUrl(): string {
    return `tls://${this.leafAddress}`;
  }

  /** Where leaves connect: `host:port`. */
  get leafAddress(): string {
    return this.#address('Listening for leafnode connections');
  }

  /** Runs the command of a workload's container, with its environment and its files. */
  run(name: string, { user, timeout, edit = (text) => text }: RunOptions = {}): Program {
    const client = workload(this.#cluster, ['Deployment', 'Job'], name);
    this.#runs += 1;
    const root = join(this.#folder, 'runs', String(this.#runs));
    const { env = [], command, args = [], volumeMounts = [] } = containerOf(client);
    const local = (text: string) =>
      volumeMounts.reduce((known, { mountPath }) => known.replaceAll(mountPath, join(root, mountPath)), text);
    for (const [path, text] of mountedFiles(this.#cluster, client)) write(join(root, path), edit(local(text)));
    const environment = Object.fromEntries(
      Object.entries(this.#environment(env)).map(([variable, value]) => [variable, local(value)]),
    );
    return new Program(`${name} as ${user ?? 'its own user'}`, [...command, ...args].map(local), {
      ...environment,
      PATH: [dirname(tool('nats')), process.env['PATH']].join(delimiter),
      NATS_URL: `${new URL(environment['NATS_URL'] ?? '').protocol}//${this.clientAddress}`,
      ...(user !== undefined && { NATS_USER: user }),
      ...(timeout !== undefined && { NATS_TIMEOUT: timeout }),
    });
  }

  /** Connects as a workload does, by what its container finds in its environment and its files. */
  connect(name: string, user?: string): Promise<NatsConnection> {
    const client = workload(this.#cluster, ['Deployment'], name);
    const environment = this.#environment(containerOf(client).env ?? []);
    const [own, pass, inboxPrefix] = ['USER', 'PASSWORD', 'INBOX_PREFIX'].map(
      (end) => environment[`NATS_${end}`] ?? '',
    );
    const ca = mountedFiles(this.#cluster, client).get(environment['NATS_CA'] ?? '');
    // The certificate must be good for the name that the container knows, not for where the server happens to run.
    const { hostname: servername } = new URL(environment['NATS_URL'] ?? '');
    return connect({
      servers: this.clientAddress,
      user: user ?? own ?? '',
      pass: pass ?? '',
      inboxPrefix: inboxPrefix ?? '',
      reconnect: false,
      ...(ca !== undefined && { tls: serverKnownBy({ ca, servername }) }),
    });
  }

  /** Connects as a user with a password, speaking line by line. */
  talk(login: Login): Promise<Conversation> {
    const encrypted = serverConf(this.#cluster)['tls'] !== undefined;
    const ca = configMapData(this.#cluster.objects, MESSAGING_BUNDLE)[TRUST_BUNDLE_KEY];
    return Conversation.open(this.clientAddress, login, encrypted ? ca : undefined);
  }

  /** Where clients connect: `host:port`. */
  get clientAddress(): string {
    return this.#address('Listening for client connections');
  }

  /** The password of a workload's user. */
  password(workloadName: string): string {
    return this.#cluster.secrets.get(`${workloadName}-nats-credentials`)?.['password'] ?? '';
  }

  /** Asks the monitoring port for JSON. */
  async monitor(path: string): Promise<string> {
    return (await fetch(`http://${this.#address('Starting http monitor')}${path}`)).text();
  }

  async stop(): Promise<void> {
    await this.#server.stop();
  }

  /** Variables of a container with their values, those of Secrets among them. */
  #environment(env: readonly EnvVar[]): Readonly<Record<string, string>> {
    return Object.fromEntries(
      env.map(({ name, value, valueFrom }) => {
        const { name: secret = '', key = '' } = valueFrom?.secretKeyRef ?? {};
        return [name, value ?? this.#cluster.secrets.get(secret)?.[key] ?? ''];
      }),
    );
  }

  #address(what: string): string {
    const pattern = new RegExp(`${what} on (${LOOPBACK}:\\d+)`);
    const [address] = this.log.lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);
    if (address === undefined) throw new Error(`The server of ${this.#cluster.name} has not said: ${what}.`);
    return address;
  }
}

/** The client's types know no name of the server; the TLS socket that it opens does. */
function serverKnownBy(options: { readonly ca: string; readonly servername: string }): { readonly ca: string } {
  return options;
}

/** The configuration of a cluster's servers, as its manifests have it. */
export function serverConf(cluster: IssuedCluster): ConfMap {
  return parsedConf(cluster).value;
}

function parsedConf(cluster: IssuedCluster): ParsedConf {
  return parseConf(mountedFiles(cluster, serverOf(cluster)).get(CONF) ?? '', { where: cluster.name });
}

function serverOf(cluster: IssuedCluster): Workload {
  return workload(cluster, ['StatefulSet'], 'nats-');
}

/** The one workload of the kinds whose name begins so; the name of a Job ends in a digest. */
function workload({ name, objects }: IssuedCluster, kinds: readonly Workload['kind'][], start: string): Workload {
  const [found] = kinds
    .flatMap((kind) => ofKind<Workload>(objects, kind))
    .filter(({ metadata }) => metadata.name.startsWith(start));
  if (found === undefined) throw new Error(`Cluster ${name} has no workload ${start}.`);
  return found;
}

/** The container that a workload is there for: the first. */
function containerOf({ metadata, spec }: Workload): ContainerSpec {
  const [container] = spec.template.spec.containers;
  if (container === undefined) throw new Error(`The workload ${metadata.name} has no container.`);
  return container;
}

/** Texts of the files that a workload's container finds in its volumes, by path. */
function mountedFiles({ objects, secrets }: IssuedCluster, client: Workload): Map<string, string> {
  const { volumes = [] } = client.spec.template.spec;
  return new Map(
    (containerOf(client).volumeMounts ?? []).flatMap(({ name, mountPath }) => {
      const { configMap, secret } = volumes.find((volume) => volume.name === name) ?? {};
      const data = {
        ...(configMap && configMapData(objects, configMap.name)),
        ...(secret && secrets.get(secret.secretName)),
      };
      return Object.entries(data).map(([key, text]) => [join(mountPath, key), text] as const);
    }),
  );
}

/** The configuration for a server that shares its machine: on free ports of the loopback interface, in a folder of its own. */
function onLoopback({ leafnodes, ...conf }: ConfMap, folder: string, hub: LoopbackServer | undefined): ConfMap {
  const links = isConfMap(leafnodes) ? leafnodes : {};
  const remotes = isConfList(links['remotes']) ? links['remotes'] : undefined;
  const local = {
    ...conf,
    host: LOOPBACK,
    port: ANY_PORT,
    http_port: ANY_PORT,
    max_traced_msg_len: 64,
    leafnodes: {
      ...links,
      ...(links['port'] !== undefined && { host: LOOPBACK, port: ANY_PORT }),
      ...(remotes &&
        hub && { remotes: remotes.filter(isConfMap).map((remote) => ({ ...remote, urls: [hub.leafUrl] })) }),
    },
  };
  return Object.fromEntries(Object.entries(local).map(([key, value]) => [key, inFolder(value, folder)]));
}

function inFolder(value: ConfValue, folder: string): ConfValue {
  if (typeof value === 'string') return value.startsWith('/') ? join(folder, value) : value;
  if (isConfList(value)) return value.map((item) => inFolder(item, folder));
  if (!isConfMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inFolder(item, folder)]));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o600 });
}

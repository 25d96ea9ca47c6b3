import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../integration/support/eventually.js';
import { Program } from '../../integration/support/program.js';
import { freePorts } from '../../support/free-ports.js';
import { clusterTool, type ProgramName } from './cluster-tools.js';
import { Kubectl } from './kubectl.js';

const LOOPBACK = '127.0.0.1';
/** Another program may take a port between the moment at which it was free and the one at which a server listens on it. */
const ATTEMPTS = 5;
const PORT_TAKEN = /address already in use/;
const READY_SECONDS = 180;
const KUBECONFIG = 'kubeconfig';
const SIGNING_KEY = 'service-accounts.key';

/** Where an API server answers, and what proves who asks. */
export interface Endpoint {
  readonly address: string;
  readonly token: string;
  /** File with the certificate that the server shows. */
  readonly certificate: string;
}

/** A Kubernetes API server with a store of its own, empty at first: what `kubectl apply` talks to. No nodes. */
export class ApiServer {
  readonly kubectl: Kubectl;
  readonly endpoint: Endpoint;
  readonly #folder: string;
  readonly #programs: readonly Program[];

  private constructor(endpoint: Endpoint, folder: string, programs: readonly Program[]) {
    this.kubectl = new Kubectl(join(folder, KUBECONFIG));
    this.endpoint = endpoint;
    this.#folder = folder;
    this.#programs = programs;
  }

  /**
   * @param context by what name kubectl knows the cluster
   * @param controllers whether controllers run too, which make pods of workloads and delete what belongs to a deleted object
   */
  static async start(context: string, { controllers = false } = {}): Promise<ApiServer> {
    for (let attempt = 1; ; attempt++) {
      const folder = mkdtempSync(join(tmpdir(), 'meshwright-cluster-'));
      const programs: Program[] = [];
      try {
        const endpoint = await startIn(folder, context, programs);
        if (controllers) programs.push(controllersOf(folder, context));
        return new ApiServer(endpoint, folder, programs);
      } catch (error) {
        await discard(folder, programs);
        const taken = programs.some(({ log }) => log.lines.some((line) => PORT_TAKEN.test(line)));
        if (!taken || attempt === ATTEMPTS) throw error;
      }
    }
  }

  async stop(): Promise<void> {
    await discard(this.#folder, this.#programs);
  }
}

async function discard(folder: string, programs: readonly Program[]): Promise<void> {
  await Promise.all(programs.map((program) => program.stop()));
  rmSync(folder, { recursive: true, force: true });
}

/** Starts the programs, each of which is in the list as soon as it runs, and waits until they answer. */
async function startIn(folder: string, context: string, programs: Program[]): Promise<Endpoint> {
  const [storePort, port] = await freePorts(LOOPBACK, 2);
  const store = `http://${LOOPBACK}:${storePort}`;
  const token = randomBytes(16).toString('hex');
  const certificates = join(folder, 'certificates');
  const start = (name: ProgramName, options: Options) => programs.push(programOf(name, context, options));
  start('etcd', {
    'data-dir': join(folder, 'etcd'),
    'listen-client-urls': store,
    'advertise-client-urls': store,
    // A member that is alone has no peers; the port is the system's to choose.
    'listen-peer-urls': `http://${LOOPBACK}:0`,
    'unsafe-no-fsync': true,
  });
  start('kube-apiserver', {
    'etcd-servers': store,
    'bind-address': LOOPBACK,
    'secure-port': port,
    'cert-dir': certificates,
    'token-auth-file': write(folder, 'tokens.csv', `${token},admin,admin,system:masters\n`),
    ...serviceAccountOptions(folder),
    'authorization-mode': 'RBAC',
    'allow-privileged': true,
    'service-cluster-ip-range': '10.43.0.0/16',
    'endpoint-reconciler-type': 'none',
    // The programs that answer webhooks do not run here.
    'disable-admission-plugins': 'MutatingAdmissionWebhook,ValidatingAdmissionWebhook',
  });
  const address = `https://${LOOPBACK}:${port}`;
  const certificate = join(certificates, 'apiserver.crt');
  const cluster = { server: address, 'certificate-authority': certificate };
  const config = JSON.stringify(kubeconfig(context, cluster, { token }));
  const kubectl = new Kubectl(write(folder, KUBECONFIG, config));
  const readiness = eventually(
    `the API server of ${context} is ready`,
    () => kubectl.run(['get', '--raw', '/readyz']),
    ({ stdout }) => stdout === 'ok',
    READY_SECONDS,
  );
  await Promise.race([readiness, ...programs.map(earlyEnd)]);
  return { address, token, certificate };
}

/** They sign tokens by the key of the API server, and listen on no port. */
function controllersOf(folder: string, context: string): Program {
  return programOf('kube-controller-manager', context, {
    kubeconfig: join(folder, KUBECONFIG),
    'service-account-private-key-file': join(folder, SIGNING_KEY),
    'leader-elect': false,
    'secure-port': 0,
  });
}

function programOf(name: ProgramName, context: string, options: Options): Program {
  const flags = Object.entries(options).map(([option, value]) => `--${option}=${value}`);
  return new Program(`${name} of ${context}`, [clusterTool(name), ...flags]);
}

/** Fails as soon as a program ends. */
async function earlyEnd({ ended, log }: Program): Promise<never> {
  const code = await ended;
  throw new Error(`${log.title} ended with ${code ?? 'a signal'}. Its end:\n${log.tail()}`);
}

/** Keys by which the server signs the tokens of ServiceAccounts; it does not start without. */
function serviceAccountOptions(folder: string): Options {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
  });
  return {
    'service-account-issuer': 'https://kubernetes.default.svc',
    'service-account-key-file': write(folder, 'service-accounts.pub', publicKey),
    'service-account-signing-key-file': write(folder, SIGNING_KEY, privateKey),
  };
}

type Fields = Readonly<Record<string, string>>;

function kubeconfig(name: string, cluster: Fields, user: Fields): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
}

type Options = Readonly<Record<string, string | number | boolean | undefined>>;

function write(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

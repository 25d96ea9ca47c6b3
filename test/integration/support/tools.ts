import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { DEFAULT_SERVER_VERSION } from '../../../lib/write/nats/images.js';

/** A program that the tests run. */
interface Tool {
  /** Variable that names the program where it is not on the PATH. */
  readonly variable: string;
  readonly version?: VersionCheck;
  readonly install: string;
}

interface VersionCheck {
  /** Prints the version, which `pattern` matches. */
  readonly args: readonly string[];
  readonly pattern: RegExp;
  /** The oldest version that will do, or the only one. */
  readonly wanted: { readonly atLeast: string } | { readonly exactly: string };
}

const INSTALL = 'Run scripts/install-tools.sh <folder> and put the folder on the PATH';
const DEBIAN = (name: string) => `Install your distribution's package with it (Debian: ${name})`;

export const TOOLS = {
  'nats-server': {
    variable: 'NATS_SERVER',
    version: { args: ['--version'], pattern: /v(\d+\.\d+\.\d+)/, wanted: { exactly: DEFAULT_SERVER_VERSION } },
    install: INSTALL,
  },
  // The last release whose leafnode permissions differ from those of the default release in every way that is known.
  'nats-server-2.14.7': {
    variable: 'NATS_SERVER_2_14_7',
    version: { args: ['--version'], pattern: /v(\d+\.\d+\.\d+)/, wanted: { exactly: '2.14.7' } },
    install: INSTALL,
  },
  nats: {
    variable: 'NATS_CLI',
    version: { args: ['--version'], pattern: /v?(\d+\.\d+\.\d+)/, wanted: { atLeast: '0.5.0' } },
    install: INSTALL,
  },
  'nats-server-config-reloader': { variable: 'NATS_RELOADER', install: INSTALL },
  'prometheus-nats-exporter': { variable: 'NATS_EXPORTER', install: INSTALL },
  promtool: {
    variable: 'PROMTOOL',
    version: { args: ['--version'], pattern: /version (\d+\.\d+\.\d+)/, wanted: { atLeast: '2.42.0' } },
    install: `${INSTALL}, or install Prometheus from your distribution (Debian: prometheus)`,
  },
  kubectl: {
    variable: 'KUBECTL',
    install: 'Install kubectl from your distribution (Debian: kubernetes-client) or from kubernetes.io',
  },
  go: {
    variable: 'GO',
    version: { args: ['version'], pattern: /go(\d+\.\d+\.\d+)/, wanted: { atLeast: '1.25.0' } },
    install: 'Install Go from go.dev/dl',
  },
  openssl: { variable: 'OPENSSL', install: DEBIAN('openssl') },
  ip: { variable: 'IP', install: DEBIAN('iproute2') },
  bridge: { variable: 'BRIDGE', install: DEBIAN('iproute2') },
  nft: { variable: 'NFT', install: DEBIAN('nftables') },
  unshare: { variable: 'UNSHARE', install: DEBIAN('util-linux') },
  nsenter: { variable: 'NSENTER', install: DEBIAN('util-linux') },
  setpriv: { variable: 'SETPRIV', install: DEBIAN('util-linux') },
} as const satisfies Record<string, Tool>;

export type ToolName = keyof typeof TOOLS;

const found = new Map<ToolName, string>();

/** Path of a program. Throws, and says how to install it, where it is absent or too old: a test that needs it cannot pass. */
export function tool(name: ToolName): string {
  const known = found.get(name);
  if (known !== undefined) return known;
  const description: Tool = TOOLS[name];
  const named = process.env[description.variable];
  const path = named ?? onPath(name);
  if (path === undefined || !isExecutable(path)) {
    const where = named === undefined ? 'is not on the PATH' : `is not at ${named}, as ${description.variable} says`;
    throw new Error(`${name} ${where}. ${description.install}, or set ${description.variable}.`);
  }
  checkVersion(name, path, description);
  found.set(name, path);
  return path;
}

function checkVersion(name: ToolName, path: string, { version, install, variable }: Tool): void {
  if (version === undefined) return;
  const { stdout, stderr } = spawnSync(path, [...version.args], { encoding: 'utf8' });
  const actual = version.pattern.exec(`${stdout}${stderr}`)?.[1];
  const { wanted } = version;
  const [fits, expected] =
    'exactly' in wanted
      ? [actual === wanted.exactly, wanted.exactly]
      : [actual !== undefined && compareVersions(actual, wanted.atLeast) >= 0, `${wanted.atLeast} or newer`];
  if (fits) return;
  throw new Error(
    `${name} at ${path} is ${actual ?? 'of an unknown version'}, expected ${expected}. ${install}, or set ${variable}.`,
  );
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function onPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

/** A version of a Go module. */
export interface ModuleVersion {
  readonly module: string;
  readonly version: string;
}

/** One file of a module: its path below the module's root, with `/`. */
export interface ModuleFile {
  readonly path: string;
  readonly text: string;
}

const ATTEMPTS = 3;

/**
 * Reads modules from the Go module proxy that `GOPROXY` names, or that Go is set to. Each archive is checked against its
 * `h1:` hash in a file in the form of go.sum, and cached under that hash in a folder of the user.
 *
 * @see https://go.dev/ref/mod#goproxy-protocol
 */
export class Modules {
  readonly #sums: ReadonlyMap<string, string>;
  readonly #folder: string;
  readonly #goProxy: string | undefined;

  constructor(sums: string, environment: Readonly<Record<string, string | undefined>> = process.env) {
    this.#sums = parseSums(sums);
    this.#folder = join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'meshwright/modules');
    this.#goProxy = environment['GOPROXY'];
  }

  /**
   * The files whose paths match, in the order of their paths. Fails if there is none, or where the archive is not the
   * expected one.
   */
  async files({ module, version }: ModuleVersion, pattern: RegExp): Promise<readonly ModuleFile[]> {
    const prefix = `${module}@${version}/`;
    const entries = unzipSync(await this.#archive({ module, version }), {
      filter: ({ name }) => name.startsWith(prefix) && pattern.test(name.slice(prefix.length)),
    });
    const files = Object.entries(entries).map(([name, bytes]) => ({
      path: name.slice(prefix.length),
      text: Buffer.from(bytes).toString('utf8'),
    }));
    if (files.length === 0) throw new Error(`${module} ${version} has no file that matches ${pattern}.`);
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async #archive({ module, version }: ModuleVersion): Promise<Uint8Array> {
    const expected = this.#sums.get(`${module} ${version}`);
    const path = join(this.#folder, `${escaped(module)}@${version}-${digest(expected ?? '')}.zip`);
    const kept = expected === undefined ? undefined : readIfPresent(path);
    if (kept !== undefined) return kept;
    const archive = await this.#download({ module, version });
    this.#verify({ module, version }, archive);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, archive);
    renameSync(`${path}.${process.pid}`, path);
    return archive;
  }

  async #download({ module, version }: ModuleVersion): Promise<Uint8Array> {
    const url = `${proxyOf(this.#goProxy ?? goSetting())}/${escaped(module)}/@v/${version}.zip`;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const response = await fetch(url);
        if (!response.ok) throw new Error(`it answers ${response.status}`);
        return new Uint8Array(await response.arrayBuffer());
      } catch (error) {
        if (attempt < ATTEMPTS) continue;
        throw new Error(
          `${module} ${version} is not available from the Go module proxy: ${reasonOf(error)}. Set GOPROXY to a proxy that has it.`,
        );
      }
    }
  }

  #verify({ module, version }: ModuleVersion, archive: Uint8Array): void {
    const expected = this.#sums.get(`${module} ${version}`);
    const found = hash(archive);
    if (expected === undefined)
      throw new Error(
        `${module} ${version} has no hash. Add to modules.sum, after a look at Go's checksum database: ${module} ${version} ${found}`,
      );
    if (expected !== found)
      throw new Error(
        `${module} ${version} has the hash ${found}, expected ${expected} as in modules.sum. Do not use this archive.`,
      );
  }
}

/** The first proxy of a list such as Go takes it. */
function proxyOf(setting: string): string {
  const proxy = setting.split(/[,|]/).find((entry) => entry.startsWith('http'));
  if (proxy === undefined)
    throw new Error(
      `GOPROXY is ${setting === '' ? 'not set, and Go is not here to ask' : `'${setting.trim()}'`}, expected the address of a Go module proxy. Set GOPROXY, or install Go.`,
    );
  return proxy.trim().replace(/\/$/, '');
}

/** What Go is set to, its own default included; empty if Go is not installed. */
function goSetting(): string {
  return spawnSync('go', ['env', 'GOPROXY'], { encoding: 'utf8' }).stdout ?? '';
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function parseSums(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return new Map(
    lines.map((line) => {
      const [module, version, sum] = line.trim().split(/\s+/);
      return [`${module} ${version}`, sum ?? ''];
    }),
  );
}

/** Go's hash of an archive: of the sorted list of its files' hashes, so that it does not depend on the compression. */
function hash(archive: Uint8Array): string {
  const lines = Object.entries(unzipSync(archive))
    .map(([name, bytes]) => ({ name, sum: createHash('sha256').update(bytes).digest('hex') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, sum }) => `${sum}  ${name}\n`);
  return `h1:${createHash('sha256').update(lines.join('')).digest('base64')}`;
}

/** Proxies spell capital letters `!x`, because some file systems ignore case. */
function escaped(module: string): string {
  return module.replaceAll(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}

function readIfPresent(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error);
}

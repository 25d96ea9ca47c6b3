import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Tls } from '../../../lib/write/nats/server-config/model.js';
import { Program } from './program.js';
import { tool } from './tools.js';

/** Configurations, secrets and certificates of NATS servers in a folder of their own, and the servers that read them. */
export class ConfFolder {
  readonly #path: string;
  readonly #servers: Program[] = [];

  private constructor(path: string) {
    this.#path = path;
  }

  /** With certificates of one root: `broker` for 127.0.0.2, `edge-01` and `edge-02` for leaves. */
  static async create(): Promise<ConfFolder> {
    const folder = new ConfFolder(await mkdtemp(join(tmpdir(), 'nats-conf-')));
    await mkdir(join(folder.#path, 'config'));
    await mkdir(join(folder.#path, 'auth'));
    await folder.#issue('ca', 'basicConstraints=critical,CA:TRUE');
    await folder.#issue('broker', 'subjectAltName=IP:127.0.0.2', 'ca');
    await folder.#issue('edge-01', 'subjectAltName=DNS:edge-01.leaf.example.org', 'ca');
    await folder.#issue('edge-02', 'subjectAltName=DNS:edge-02.leaf.example.org', 'ca');
    return folder;
  }

  tlsOf(name: string): Tls {
    return { certFile: this.#file(name, 'crt'), keyFile: this.#file(name, 'key'), caFile: this.#file('ca', 'crt') };
  }

  /** Writes the file that a mounted Secret would hold. Returns its path as a configuration includes it. */
  async writeSecrets(name: string, secrets: { readonly [variable: string]: string }): Promise<string> {
    const lines = Object.entries(secrets).map(([variable, value]) => `${variable}: "${value}"\n`);
    await writeFile(join(this.#path, 'auth', `${name}.conf`), lines.join(''));
    return `../auth/${name}.conf`;
  }

  /** Has the server read a configuration without serving it. Resolves to its exit code and what it prints. */
  async read(name: string, text: string): Promise<[code: number | null, output: string]> {
    const command = [tool('nats-server'), '-t', '-c', await this.#write(name, text)];
    const reader = new Program(`The reader of ${name}.conf`, command, { SERVER_NAME: 'hub-0' });
    const code = await reader.ended;
    return [code, reader.log.lines.join('\n')];
  }

  /** Starts a server, which {@link stopServers} stops. */
  async start(name: string, text: string): Promise<Program> {
    const command = [tool('nats-server'), '-D', '-c', await this.#write(name, text)];
    const server = new Program(`The server of ${name}.conf`, command);
    this.#servers.push(server);
    return server;
  }

  async stopServers(): Promise<void> {
    await Promise.all(this.#servers.splice(0).map((server) => server.stop()));
  }

  async remove(): Promise<void> {
    await rm(this.#path, { recursive: true });
  }

  async #write(name: string, text: string): Promise<string> {
    const path = join(this.#path, 'config', `${name}.conf`);
    await writeFile(path, text);
    return path;
  }

  async #issue(name: string, extension: string, issuer?: string): Promise<void> {
    const [key, certificate] = [this.#file(name, 'key'), this.#file(name, 'crt')];
    await promisify(execFile)(tool('openssl'), [
      ...['req', '-x509', '-subj', `/CN=${name}`, '-addext', extension, '-out', certificate],
      ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key],
      ...(issuer === undefined ? [] : ['-CA', this.#file(issuer, 'crt'), '-CAkey', this.#file(issuer, 'key')]),
    ]);
  }

  #file(name: string, kind: 'crt' | 'key'): string {
    return join(this.#path, `${name}.${kind}`);
  }
}

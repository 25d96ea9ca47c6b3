import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Log } from './log.js';
import type { Namespace } from './namespace.js';
import { tool } from './tools.js';

/** A script of this folder, run by Node in a network namespace; it reads lines from the test and prints lines to it. */
export class NodeProcess {
  readonly log: Log;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #ended: Promise<void>;

  constructor(script: string, network: Namespace, environment: Readonly<Record<string, string>> = {}) {
    this.log = new Log(script);
    const path = fileURLToPath(new URL(script, import.meta.url));
    this.#child = spawn(
      tool('nsenter'),
      ['--target', String(network.pid), '--net', '--', process.execPath, '--import', 'tsx', path],
      { env: { ...process.env, ...environment }, stdio: ['pipe', 'pipe', 'pipe'] },
    );
    // Not 'exit': the log is whole only once the streams are closed.
    this.#ended = new Promise((resolve) => this.#child.once('close', () => resolve()));
    // A script that is gone says so in its log; its closed input is no news.
    this.#child.stdin.on('error', () => undefined);
    this.log.follow(this.#child.stdout);
    this.log.follow(this.#child.stderr);
  }

  send(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /** Every script ends with its input. */
  async end(): Promise<void> {
    this.#child.stdin.end();
    await this.#ended;
  }
}

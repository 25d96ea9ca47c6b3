import { type ChildProcess, spawn } from 'node:child_process';
import { Log } from './log.js';

/** A program of the tests' own machine, and what it prints. */
export class Program {
  readonly log: Log;
  /** Resolves to the exit code, or to null where a signal ended it. */
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;

  constructor(title: string, command: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const [program = '', ...args] = command;
    this.log = new Log(title);
    this.#child = spawn(program, args, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (this.#child.stdout) this.log.follow(this.#child.stdout);
    if (this.#child.stderr) this.log.follow(this.#child.stderr);
    this.ended = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('close', (code) => resolve(code));
    });
    this.ended.catch(() => undefined);
  }

  /** The first line that matches; fails at once, with the log's end, where the program ends without it. */
  async line(pattern: RegExp): Promise<string> {
    const end = this.ended.then((code) => {
      throw new Error(`${this.log.title} ended with ${code ?? 'a signal'}. Its end:\n${this.log.tail()}`);
    });
    return Promise.race([this.log.line(pattern), end]);
  }

  /** Ends the program by force, and waits until what it has started has ended too. */
  async stop(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }
}

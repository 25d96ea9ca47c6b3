import type { Log } from './log.js';
import type { Namespace } from './namespace.js';
import { NodeProcess } from './node-process.js';

/** A TCP connection without encryption, made in a network namespace. */
export class PlainConnection {
  readonly #process: NodeProcess;

  private constructor(process: NodeProcess) {
    this.#process = process;
  }

  static async open(network: Namespace, host: string, port: number): Promise<PlainConnection> {
    const process = new NodeProcess('talk-plainly.ts', network, { HOST: host, PORT: String(port) });
    await process.log.line(/^\[open\]$/);
    return new PlainConnection(process);
  }

  /** What the other side says. */
  get log(): Log {
    return this.#process.log;
  }

  send(text: string): void {
    this.#process.send(text);
  }

  async close(): Promise<void> {
    await this.#process.end();
  }
}

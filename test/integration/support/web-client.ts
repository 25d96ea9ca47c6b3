import type { Namespace } from './namespace.js';
import { NodeProcess } from './node-process.js';

export interface Answer {
  /** Status of HTTP, or 0 where there was no answer. */
  readonly status: number;
  readonly body: string;
}

/** Speaks HTTP from within a network namespace. */
export class WebClient {
  readonly #process: NodeProcess;
  #asked = 0;

  constructor(network: Namespace) {
    this.#process = new NodeProcess('fetch-for-test.ts', network);
  }

  async get(url: string): Promise<Answer> {
    const id = `request-${this.#asked++}`;
    const from = this.#process.log.length;
    this.#process.send(`${id} ${url}`);
    const line = await this.#process.log.line(new RegExp(`^${id} `), { from });
    const [, status = '0', body = ''] = line.split(' ');
    return { status: Number(status), body: Buffer.from(body, 'base64').toString('utf8') };
  }

  async close(): Promise<void> {
    await this.#process.end();
  }
}

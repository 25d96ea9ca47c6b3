import type { Readable } from 'node:stream';

interface Waiter {
  readonly matches: (line: string) => boolean;
  readonly resolve: (line: string) => void;
}

/** The lines that a program has printed, and a way to wait for one. */
export class Log {
  readonly title: string;
  readonly #lines: string[] = [];
  readonly #waiters = new Set<Waiter>();

  constructor(title: string) {
    this.title = title;
  }

  follow(stream: Readable): void {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.add(line);
    });
    stream.on('end', () => {
      if (rest !== '') this.add(rest);
    });
  }

  add(line: string): void {
    this.#lines.push(line);
    for (const waiter of [...this.#waiters]) {
      if (!waiter.matches(line)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(line);
    }
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** How many lines there are: what `line` may be asked to start from. */
  get length(): number {
    return this.#lines.length;
  }

  /** The first line from `from` on that matches, as soon as it is there; fails with the log's end after `seconds`. */
  line(pattern: RegExp, { from = 0, seconds = 30 } = {}): Promise<string> {
    const present = this.#lines.slice(from).find((line) => pattern.test(line));
    if (present !== undefined) return Promise.resolve(present);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        reject(new Error(`${this.title} printed no ${pattern} within ${seconds}s. Its end:\n${this.tail()}`));
      }, seconds * 1000);
      const waiter: Waiter = {
        matches: (line) => pattern.test(line),
        resolve: (line) => {
          clearTimeout(timer);
          resolve(line);
        },
      };
      this.#waiters.add(waiter);
    });
  }

  tail(count = 25): string {
    return this.#lines.slice(-count).join('\n');
  }
}

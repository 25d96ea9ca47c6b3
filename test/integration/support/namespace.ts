import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Log } from './log.js';
import { tool } from './tools.js';

/** Which of the kernel's namespaces are new. */
export type NamespaceKind = 'net' | 'mount' | 'pid';

/** Shell commands that keep a namespace until the standard input ends. */
export const HOLD = 'echo held; exec cat';

const ENTER = { net: '--net', mount: '--mount', pid: '--pid' } as const;

/**
 * Namespaces of their own, kept by one process that waits for its standard input to end. It ends with the process that
 * made it, however that ends; then the kernel removes the namespaces with every process, mount and interface in them.
 */
export class Namespace {
  readonly #holder: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #kinds: readonly NamespaceKind[];
  /** Process in the namespaces, as seen from outside. */
  readonly pid: number;

  private constructor(holder: ChildProcess, ended: Promise<void>, kinds: readonly NamespaceKind[], pid: number) {
    this.#holder = holder;
    this.#ended = ended;
    this.#kinds = kinds;
    this.pid = pid;
  }

  /** @param script shell commands that run inside and end in {@link HOLD} */
  static async open(title: string, kinds: readonly NamespaceKind[], script = HOLD): Promise<Namespace> {
    const flags = kinds.map((kind) => ENTER[kind]);
    const forks = kinds.includes('pid');
    const log = new Log(title);
    const holder = spawn(
      tool('unshare'),
      [
        ...flags,
        ...(forks ? ['--fork', '--kill-child'] : []),
        ...(kinds.includes('mount') ? ['--propagation', 'private'] : []),
        ...['sh', '-eu', '-c', script],
      ],
      { stdio: ['pipe', 'pipe', 'pipe'] },
    );
    log.follow(holder.stdout);
    log.follow(holder.stderr);
    // Not 'exit': what the holder printed last may arrive after it.
    const ended = new Promise<void>((resolve, reject) => {
      holder.once('error', reject);
      holder.once('close', () => resolve());
    });
    const failed = ended.then(() => {
      throw new Error(
        `${title}: namespaces could not be made. Run the tests as root, where the kernel lets root make namespaces ` +
          `(a container needs CAP_SYS_ADMIN and CAP_NET_ADMIN).\n${log.tail()}`,
      );
    });
    failed.catch(() => undefined);
    await Promise.race([log.line(/^held$/), failed]);
    return new Namespace(holder, ended, kinds, forks ? onlyChild(holder) : pidOf(holder));
  }

  /** Command line that runs a program inside. @param inRoot whether also the root folder of the inside is used */
  enter(command: readonly string[], inRoot = false): [string, string[]] {
    const flags = this.#kinds.map((kind) => ENTER[kind]);
    return [
      tool('nsenter'),
      ['--target', String(this.pid), ...flags, ...(inRoot ? ['--root', '--wd'] : []), '--', ...command],
    ];
  }

  /** Runs a program of the outside in the network namespace alone, and waits for it. */
  configure(name: 'ip' | 'bridge' | 'nft', args: readonly string[], input?: string): string {
    return execFileSync(tool('nsenter'), ['--target', String(this.pid), '--net', '--', tool(name), ...args], {
      encoding: 'utf8',
      ...(input !== undefined && { input }),
    });
  }

  async close(): Promise<void> {
    this.#holder.stdin?.end();
    await this.#ended;
  }
}

function pidOf(process: ChildProcess): number {
  if (process.pid === undefined) throw new Error('A process that runs has no id.');
  return process.pid;
}

/**
 * The one child of a process that only waits for it: `unshare` and `nsenter` fork to enter a new process namespace. Before
 * they have done so, the process itself.
 */
export function onlyChild(process: ChildProcess): number {
  const pid = pidOf(process);
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  if (children === '') return pid;
  if (!/^\d+$/.test(children)) throw new Error(`Process ${pid} has several children: ${children}.`);
  return Number(children);
}

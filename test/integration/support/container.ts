import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerSpec, EnvVar, PodSpec } from './kubernetes.js';
import { Log } from './log.js';
import { type Namespace, onlyChild } from './namespace.js';
import { POD_PATH } from './pod-root.js';

export interface ContainerContext {
  readonly pod: string;
  readonly namespace: Namespace;
  readonly security: PodSpec['securityContext'];
  /** Text of a key of a Secret. */
  readonly secret: (name: string, key: string) => string;
}

/** What the images set for their programs, where it matters on a root folder that nobody may write. */
const IMAGE_ENVIRONMENT = { PATH: POD_PATH, HOME: '/' };

/** One container of a pod: its own command, as its own user, without capabilities, in the pod's namespaces. */
export class Container {
  readonly spec: ContainerSpec;
  readonly log: Log;
  readonly #context: ContainerContext;
  #process: ChildProcess | undefined;
  #exited: Promise<number | null> = Promise.resolve(null);

  constructor(spec: ContainerSpec, context: ContainerContext) {
    this.spec = spec;
    this.#context = context;
    this.log = new Log(`Container ${context.pod}/${spec.name}`);
  }

  start(): void {
    const { command, args = [] } = this.spec;
    const environment = this.#environment();
    const child = this.#spawn([...command, ...args].map((part) => expand(part, environment)));
    this.#process = child;
    // Not 'exit': what the process printed last may still be on its way then.
    this.#exited = new Promise((resolve) => child.once('close', (code) => resolve(code)));
    if (child.stdout) this.log.follow(child.stdout);
    if (child.stderr) this.log.follow(child.stderr);
  }

  /** Resolves once the log is whole: to the exit code, or to null where a signal ended it. */
  get exited(): Promise<number | null> {
    return this.#exited;
  }

  get running(): boolean {
    return this.#process !== undefined && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  signal(name: NodeJS.Signals): void {
    if (this.#process !== undefined && this.running) process.kill(onlyChild(this.#process), name);
  }

  /** Runs a command beside the container's own, as probes and hooks do. Resolves to its exit code. */
  async execute(command: readonly string[], log = this.log): Promise<number | null> {
    const child = this.#spawn(command);
    if (child.stdout) log.follow(child.stdout);
    if (child.stderr) log.follow(child.stderr);
    return new Promise((resolve) => child.once('close', (code) => resolve(code)));
  }

  /** Ends the container as the kubelet does: the hook, then a request to stop, then, after the grace period, force. */
  async terminate(graceSeconds: number): Promise<void> {
    if (!this.running) return;
    const abandoned = new AbortController();
    const hook = this.spec.lifecycle?.preStop?.exec?.command;
    if (hook !== undefined) await this.execute(hook);
    this.signal('SIGTERM');
    await Promise.race([
      this.exited,
      delay(graceSeconds * 1000, undefined, { signal: abandoned.signal }).then(
        () => this.signal('SIGKILL'),
        () => undefined,
      ),
    ]);
    abandoned.abort();
    await this.exited;
  }

  #spawn(command: readonly string[]): ChildProcess {
    const { runAsUser, runAsGroup, fsGroup } = this.#context.security;
    const restricted = [
      'setpriv',
      ...[
        `--reuid=${runAsUser}`,
        `--regid=${runAsGroup}`,
        fsGroup === undefined ? '--clear-groups' : `--groups=${fsGroup}`,
      ],
      ...['--no-new-privs', '--inh-caps=-all', '--bounding-set=-all', '--'],
    ];
    const [program, args] = this.#context.namespace.enter([...restricted, ...command], true);
    return spawn(program, args, { env: this.#environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  }

  #environment(): Record<string, string> {
    const environment: Record<string, string> = { ...IMAGE_ENVIRONMENT };
    for (const variable of this.spec.env ?? []) environment[variable.name] = this.#value(variable, environment);
    return environment;
  }

  #value({ name, value, valueFrom }: EnvVar, known: Readonly<Record<string, string>>): string {
    if (value !== undefined) return expand(value, known);
    if (valueFrom?.fieldRef?.fieldPath === 'metadata.name') return this.#context.pod;
    const reference = valueFrom?.secretKeyRef;
    if (reference !== undefined) return this.#context.secret(reference.name, reference.key);
    throw new Error(`Variable ${name} of ${this.#context.pod} comes from where the runner does not know.`);
  }
}

/** Puts variables in for `$(NAME)`, as the kubelet does. */
function expand(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\(([A-Za-z_]\w*)\)/g, (whole, name: string) => environment[name] ?? whole);
}

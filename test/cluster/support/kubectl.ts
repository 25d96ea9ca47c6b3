import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ManifestObject } from '../../../lib/manifest/object.js';
import { clusterTool } from './cluster-tools.js';

/** What a command has printed, and how it ended. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Events come and go by themselves; EndpointSlices say what Endpoints do. */
const NOT_LISTED = ['events', 'events.events.k8s.io', 'endpoints'];

/** kubectl, as a user of one cluster has it. */
export class Kubectl {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #program = clusterTool('kubectl');

  constructor(kubeconfig: string) {
    const path = [dirname(this.#program), process.env['PATH']].join(delimiter);
    // What kubectl remembers of a server is filed under its address, which another server may have had.
    const cache = join(dirname(kubeconfig), 'cache');
    this.#environment = { ...process.env, KUBECONFIG: kubeconfig, KUBECACHEDIR: cache, PATH: path };
  }

  /** Runs kubectl itself. */
  run(args: readonly string[], input = ''): Promise<Outcome> {
    return this.#spawn(this.#program, args, input);
  }

  /** Runs a command of a shell, in which `kubectl` is this one; what fails in it ends it. */
  shell(command: string, folder: string): Promise<Outcome> {
    return this.#spawn('bash', ['-euo', 'pipefail', '-c', command], '', folder);
  }

  /** Like `run`, and fails where kubectl does or has anything to complain of. */
  async must(args: readonly string[], input = ''): Promise<string> {
    const { code, stdout, stderr } = await this.run(args, input);
    if (code === 0 && stderr === '') return stdout;
    throw new Error(`kubectl ${args.join(' ')} ended with ${code ?? 'a signal'}:\n${stderr}`);
  }

  /** Creates or changes objects, which bear whatever they are given. */
  async apply(...objects: readonly object[]): Promise<void> {
    const list = { apiVersion: 'v1', kind: 'List', items: objects };
    await this.must(['apply', '--server-side', '-f', '-'], JSON.stringify(list));
  }

  /** The objects in the cluster that a selector takes, of all kinds; or all of them. */
  async objects(selector = ''): Promise<ManifestObject[]> {
    const kinds = await this.must(['api-resources', '--verbs=list,delete', '--output=name']);
    const names = kinds.split('\n').filter((name) => name !== '' && !NOT_LISTED.includes(name));
    const list = await this.must(['get', names.join(), '-A', '-l', selector, '-o', 'json']);
    return (JSON.parse(list) as { items: ManifestObject[] }).items;
  }

  async #spawn(program: string, args: readonly string[], input: string, cwd?: string): Promise<Outcome> {
    const child = spawn(program, [...args], { env: this.#environment, ...(cwd !== undefined && { cwd }) });
    child.stdin.end(input);
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    return { code, stdout, stderr };
  }
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Container, type ContainerContext } from './container.js';
import type { PodTemplate, VolumeSpec } from './kubernetes.js';
import type { Machine } from './machine.js';
import { Namespace } from './namespace.js';
import { buildRoot } from './pod-root.js';
import { projectedVolume, writableVolume } from './volumes.js';

/** What a pod takes from its cluster. */
export interface PodContext {
  readonly machine: Machine;
  /** Folder for the pod's files. */
  readonly folder: string;
  /** Address that was reserved for the pod. */
  readonly address: string;
  readonly hosts: string;
  /** Data of a ConfigMap. Throws where there is none. */
  readonly configMap: (name: string) => Readonly<Record<string, string>>;
  /** Data of a Secret. Throws where there is none. */
  readonly secret: (name: string) => Readonly<Record<string, string>>;
  /** Told whenever a container starts or ends. */
  readonly changed: () => void;
}

export interface PodDescription {
  readonly name: string;
  readonly template: PodTemplate;
  /** Volume claims of a StatefulSet. */
  readonly claims: readonly string[];
  readonly restarts: 'always' | 'on-failure';
}

/** A pause before a container is started again: shorter than the kubelet's, so that tests need not wait for it. */
const BACK_OFF = 500;

/** A pod: its containers as real processes, in namespaces of their own. */
export class Pod {
  readonly name: string;
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly namespace: Namespace;
  readonly containers: readonly Container[];
  readonly #description: PodDescription;
  readonly #context: PodContext;
  #wanted = false;
  #ended: Container | undefined;

  private constructor(description: PodDescription, context: PodContext, namespace: Namespace) {
    this.name = description.name;
    this.address = context.address;
    this.labels = description.template.metadata.labels;
    this.namespace = namespace;
    this.#description = description;
    this.#context = context;
    const { containers, securityContext } = description.template.spec;
    const forContainers: ContainerContext = {
      pod: description.name,
      namespace,
      security: securityContext,
      secret: (name, key) => {
        const value = context.secret(name)[key];
        if (value === undefined) throw new Error(`Secret ${name} has no key ${key}.`);
        return value;
      },
    };
    this.containers = containers.map((spec) => new Container(spec, forContainers));
  }

  static async create(description: PodDescription, context: PodContext): Promise<Pod> {
    const { spec } = description.template;
    const volumes = new Map<string, string>();
    for (const volume of spec.volumes ?? []) volumes.set(volume.name, fill(volume, description, context));
    for (const claim of description.claims) {
      const folder = join(context.folder, 'claims', claim);
      writableVolume(folder, spec.securityContext);
      volumes.set(claim, folder);
    }
    const mounts = new Map(
      spec.containers
        .flatMap((container) =>
          (container.volumeMounts ?? []).map(({ name, mountPath, readOnly = false }) => {
            const folder = volumes.get(name);
            if (folder === undefined) throw new Error(`Pod ${description.name} mounts a volume ${name} that it lacks.`);
            return [mountPath, { folder, mountPath, readOnly }] as const;
          }),
        )
        .reverse(),
    );
    const root = join(context.folder, 'root');
    mkdirSync(root, { recursive: true });
    const script = buildRoot({
      folder: root,
      mounts: [...mounts.values()],
      hosts: context.hosts,
      readOnly: spec.containers.every(({ securityContext }) => securityContext?.readOnlyRootFilesystem === true),
    });
    const namespace = await Namespace.open(`Pod ${description.name}`, ['net', 'mount', 'pid'], script);
    context.machine.connect(namespace, context.address);
    return new Pod(description, context, namespace);
  }

  start(): void {
    this.#wanted = true;
    this.#ended = undefined;
    for (const container of this.containers) void this.#keep(container);
  }

  container(name: string): Container {
    const container = this.containers.find(({ spec }) => spec.name === name);
    if (container === undefined) throw new Error(`Pod ${this.name} has no container ${name}.`);
    return container;
  }

  /** Whether every container runs; readiness proper is asked by the kubelet's probe. */
  get running(): boolean {
    return this.#wanted && this.containers.every((container) => container.running);
  }

  /** The container that last ended by itself since the pod was started. */
  get ended(): Container | undefined {
    return this.#ended;
  }

  /** Resolves once the pod of a Job has ended well. */
  async completed(seconds = 60): Promise<void> {
    const end = Date.now() + seconds * 1000;
    while (this.#wanted) {
      if (Date.now() > end) {
        const logs = this.containers.map(({ log }) => log.tail()).join('\n');
        throw new Error(`Pod ${this.name} has not completed within ${seconds}s. Its end:\n${logs}`);
      }
      await delay(50);
    }
  }

  /** The power goes: every process ends at once, and stays away until `start`. */
  async kill(): Promise<void> {
    this.#wanted = false;
    for (const container of this.containers) container.signal('SIGKILL');
    await Promise.all(this.containers.map(({ exited }) => exited));
    this.#context.changed();
  }

  /** Ends the pod as a deletion does, through its hooks; the claims stay. */
  async terminate(): Promise<void> {
    this.#wanted = false;
    this.#context.changed();
    const grace = this.#description.template.spec.terminationGracePeriodSeconds ?? 30;
    await Promise.all(this.containers.map((container) => container.terminate(grace)));
  }

  /** Writes changed ConfigMaps and Secrets into the pod's volumes, as the kubelet does within a minute or so. */
  refresh(): void {
    for (const volume of this.#description.template.spec.volumes ?? []) {
      if (volume.emptyDir === undefined) fill(volume, this.#description, this.#context);
    }
  }

  async remove(): Promise<void> {
    this.#wanted = false;
    await this.namespace.close();
  }

  async #keep(container: Container): Promise<void> {
    while (this.#wanted && !container.running) {
      container.start();
      this.#context.changed();
      const code = await container.exited;
      this.#context.changed();
      if (!this.#wanted) return;
      this.#ended = container;
      container.log.add(`[ended with ${code ?? 'a signal'}]`);
      if (this.#description.restarts === 'on-failure' && code === 0) {
        this.#wanted = false;
        return;
      }
      await delay(BACK_OFF);
    }
  }
}

/** Materializes a volume and returns its folder. */
function fill(volume: VolumeSpec, { template, name }: PodDescription, context: PodContext): string {
  const folder = join(context.folder, 'volumes', volume.name);
  const ownership = template.spec.securityContext;
  if (volume.configMap !== undefined) projectedVolume(folder, context.configMap(volume.configMap.name), ownership);
  else if (volume.secret !== undefined) {
    projectedVolume(folder, context.secret(volume.secret.secretName), ownership, volume.secret.defaultMode);
  } else if (volume.emptyDir !== undefined) writableVolume(folder, ownership);
  else throw new Error(`Volume ${volume.name} of pod ${name} is of a kind that the runner does not know.`);
  return folder;
}

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ManifestObject } from '../../../lib/manifest/object.js';
import { eventually } from './eventually.js';
import type { Internet } from './internet.js';
import { type CertificateRequest, configMapData, ofKind, type Service, selects, type Workload } from './kubernetes.js';
import { Machine } from './machine.js';
import { Pod, type PodDescription } from './pod.js';
import { type Answer, WebClient } from './web-client.js';

type Data = Readonly<Record<string, string>>;

/** How often a pod is asked whether it is ready. */
const PROBE_PERIOD = 250;

/** One cluster's manifests at work on one machine. */
export class TestCluster {
  readonly name: string;
  readonly machine: Machine;
  readonly objects: readonly ManifestObject[];
  readonly #folder: string;
  readonly #web: WebClient;
  readonly #pods = new Map<string, Pod>();
  readonly #addresses = new Map<string, string>();
  readonly #ready = new Set<string>();
  /** Secrets that stand in no manifest, by name; a change reaches the pods by `updateSecret`. */
  readonly #secrets = new Map<string, Data>();
  /** ConfigMaps that a test has changed. */
  readonly #edited = new Map<string, Data>();
  #open = true;
  #forwarded = '';

  private constructor(name: string, objects: readonly ManifestObject[], folder: string, machine: Machine) {
    this.name = name;
    this.objects = objects;
    this.#folder = folder;
    this.machine = machine;
    this.#web = new WebClient(machine.namespace);
    for (const { name: pod } of this.#descriptions()) this.#addresses.set(pod, machine.nextPodAddress());
    void this.#probe();
  }

  static async boot(
    name: string,
    {
      objects,
      addresses,
      folder,
      internet,
    }: {
      readonly objects: readonly ManifestObject[];
      readonly addresses: readonly string[];
      readonly folder: string;
      readonly internet: Internet;
    },
  ): Promise<TestCluster> {
    return new TestCluster(name, objects, join(folder, name), await Machine.boot(name, addresses, internet));
  }

  setSecret(name: string, data: Data): void {
    this.#secrets.set(name, data);
  }

  secret(name: string): Data {
    const data = this.#secrets.get(name);
    if (data === undefined) throw new Error(`Cluster ${this.name} has no Secret ${name}.`);
    return data;
  }

  /** Changes a Secret, and the files of the pods that mount it. */
  updateSecret(name: string, data: Data): void {
    this.setSecret(name, data);
    for (const pod of this.#pods.values()) pod.refresh();
  }

  /** Changes the text of a ConfigMap that holds one server configuration. */
  editConfig(name: string, change: (text: string) => string): void {
    const before = this.#configMap(name);
    const after = Object.fromEntries(Object.entries(before).map(([key, text]) => [key, change(text)]));
    if (JSON.stringify(after) === JSON.stringify(before))
      throw new Error(`Nothing in ConfigMap ${name} was to change.`);
    this.#edited.set(name, after);
    for (const pod of this.#pods.values()) pod.refresh();
  }

  /** Puts every ConfigMap back as the manifests have it. */
  resetConfig(): void {
    this.#edited.clear();
    for (const pod of this.#pods.values()) pod.refresh();
  }

  certificate(name: string): CertificateRequest {
    const found = ofKind<CertificateRequest>(this.objects, 'Certificate').find(
      ({ metadata }) => metadata.name === name,
    );
    if (found === undefined) throw new Error(`Cluster ${this.name} has no Certificate ${name}.`);
    return found;
  }

  /** Creates and starts the pods of a workload. */
  async start(workload: string): Promise<readonly Pod[]> {
    const descriptions = this.#descriptions().filter(({ owner }) => owner === workload);
    if (descriptions.length === 0) throw new Error(`Cluster ${this.name} has no workload ${workload}.`);
    const pods = await Promise.all(descriptions.map((description) => this.#create(description)));
    for (const pod of pods) pod.start();
    return pods;
  }

  /** Names of the workloads of a kind. */
  workloads(kind: Workload['kind']): string[] {
    return ofKind<Workload>(this.objects, kind).map(({ metadata }) => metadata.name);
  }

  pod(name: string): Pod {
    const pod = this.#pods.get(name);
    if (pod === undefined) throw new Error(`Cluster ${this.name} has no pod ${name}.`);
    return pod;
  }

  /** The pods of the servers, in their order. */
  get servers(): readonly Pod[] {
    return [...this.#pods.values()].filter((pod) => pod.containers.some(({ spec }) => spec.readinessProbe?.httpGet));
  }

  /** Resolves once the pod is ready; a pod of which a program ends before that is broken, and is not waited for. */
  async whenReady(pod: Pod, seconds = 60): Promise<void> {
    await eventually(
      `${pod.name} is ready or has failed`,
      async () => pod.ended !== undefined || this.#ready.has(pod.name),
      Boolean,
      seconds,
    );
    if (pod.ended !== undefined) throw new Error(`Pod ${pod.name} has failed. Its end:\n${pod.ended.log.tail()}`);
  }

  /** Asks a pod's monitoring port. */
  monitor(pod: Pod, path: string): Promise<Answer> {
    return this.#web.get(`http://${pod.address}:8222${path}`);
  }

  async shutDown(): Promise<void> {
    this.#open = false;
    await this.#web.close();
    await Promise.all([...this.#pods.values()].map((pod) => pod.remove()));
    await this.machine.shutDown();
  }

  async #create(description: PodDescription): Promise<Pod> {
    const { name } = description;
    const pod = await Pod.create(description, {
      machine: this.machine,
      folder: join(this.#folder, name),
      address: this.#addresses.get(name) ?? '',
      hosts: this.#hosts(),
      configMap: (map) => this.#configMap(map),
      secret: (secret) => this.secret(secret),
      changed: () => this.#forward(),
    });
    this.#pods.set(name, pod);
    return pod;
  }

  #configMap(name: string): Data {
    return this.#edited.get(name) ?? configMapData(this.objects, name);
  }

  #descriptions(): (PodDescription & { readonly owner: string })[] {
    return (['StatefulSet', 'Deployment', 'Job'] as const)
      .flatMap((kind) => ofKind<Workload>(this.objects, kind))
      .flatMap(({ kind, metadata, spec }) =>
        Array.from({ length: spec.replicas ?? 1 }, (_, index) => ({
          owner: metadata.name,
          name: `${metadata.name}-${index}`,
          template: spec.template,
          claims: (spec.volumeClaimTemplates ?? []).map((claim) => claim.metadata.name),
          restarts: kind === 'Job' ? ('on-failure' as const) : ('always' as const),
        })),
      );
  }

  /** The cluster's DNS, as one file: a Service's names lead to its pods. */
  #hosts(): string {
    const descriptions = this.#descriptions();
    const lines = ofKind<Service>(this.objects, 'Service').flatMap(({ metadata, spec }) => {
      const namespace = metadata.namespace ?? 'default';
      return descriptions
        .filter(({ template }) => selects(spec.selector, template.metadata.labels))
        .map(({ name }) => {
          const own = spec.clusterIP === 'None' ? [`${name}.${metadata.name}`] : [];
          const names = [metadata.name, ...own].flatMap((host) => [
            `${host}.${namespace}.svc.cluster.local`,
            `${host}.${namespace}.svc`,
            `${host}.${namespace}`,
          ]);
          return `${this.#addresses.get(name)} ${names.join(' ')}`;
        });
    });
    return ['127.0.0.1 localhost', ...lines, ''].join('\n');
  }

  /** Points the machine's NodePorts at the pods that are ready. */
  #forward(): void {
    if (!this.#open) return;
    for (const pod of this.#pods.values()) if (!pod.running) this.#ready.delete(pod.name);
    const ports = ofKind<Service>(this.objects, 'Service').flatMap(({ spec }) =>
      spec.ports.flatMap(({ nodePort, targetPort }) => {
        if (nodePort === undefined) return [];
        const pods = [...this.#pods.values()].filter(({ labels }) => selects(spec.selector, labels));
        const named = pods
          .flatMap(({ containers }) => containers.flatMap(({ spec: { ports: own = [] } }) => own))
          .find(({ name }) => name === targetPort);
        const endpoints = pods.filter(({ name }) => this.#ready.has(name)).map(({ address }) => address);
        return [{ nodePort, targetPort: named?.containerPort ?? Number(targetPort), endpoints }];
      }),
    );
    const wanted = JSON.stringify(ports);
    if (wanted === this.#forwarded) return;
    this.#forwarded = wanted;
    this.machine.forward(ports);
  }

  /** Asks the pods' readiness probes for as long as the cluster runs. */
  async #probe(): Promise<void> {
    while (this.#open) {
      for (const pod of this.servers) {
        const path = pod.containers.flatMap(({ spec }) => spec.readinessProbe?.httpGet?.path ?? []).at(0);
        if (path === undefined || !pod.running) continue;
        const { status } = await this.monitor(pod, path).catch(() => ({ status: 0 }));
        if (status === 200 && pod.running) this.#ready.add(pod.name);
        else this.#ready.delete(pod.name);
      }
      this.#forward();
      await delay(PROBE_PERIOD);
    }
  }
}

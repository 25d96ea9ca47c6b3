import { type Found, objectAt } from '../../manifest/read.js';
import type { ClusterView, Resource } from '../../manifest/resource.js';
import type { ClusterReleases } from '../../releases/project.js';
import { CUSTOM_PODS, type CustomTemplate, customTemplates } from './pods/custom-pods.js';
import { kindOf, namespaceOf, POD_KINDS, type PodTemplate, podTemplateOf } from './pods/pod.js';
import { matchesLabels, matchesSelector } from './selector.js';

/** One cluster's objects, with the look-ups that many rules need. Built once for each cluster, filled on first use. */
export class ClusterIndex implements ClusterView {
  readonly name: string;
  readonly resources: readonly Resource[];
  /** What the cluster is said to run. */
  readonly releases: ClusterReleases;
  readonly #all: readonly Resource[];
  readonly #lookedUp: ReadonlySet<Resource>;
  readonly #byKind: ReadonlyMap<string, readonly Resource[]>;
  readonly #custom: ReadonlyMap<Resource, CustomTemplate>;
  readonly #byNamespace = new Map<string, ReadonlyMap<string, readonly Resource[]>>();
  readonly #pods = new Map<Resource, PodTemplate>();
  readonly #podsBehind = new Map<Resource, readonly PodTemplate[]>();
  readonly #services = new Map<PodTemplate, readonly Resource[]>();
  readonly #policies = new Map<PodTemplate, readonly Resource[]>();
  #allPods: readonly PodTemplate[] | undefined;
  #podsByNamespace: ReadonlyMap<string, readonly PodTemplate[]> | undefined;
  #byName: ReadonlyMap<string, Resource> | undefined;

  constructor(view: ClusterView) {
    this.name = view.name;
    this.resources = view.resources;
    this.releases = view.releases ?? {};
    const { lookedUp = [] } = view;
    this.#lookedUp = new Set(lookedUp);
    this.#all = [...view.resources, ...lookedUp];
    const custom = view.resources.flatMap(customTemplates);
    this.#custom = new Map(custom.map((template) => [template.resource, template]));
    this.#byKind = new Map([
      ...grouped(this.#all, ({ object }) => kindOf(object)),
      [CUSTOM_PODS, [...this.#custom.keys()]] as const,
    ]);
  }

  /** Whether an object is judged, and not only there to be looked up. */
  isJudged(resource: Resource): boolean {
    return !this.#lookedUp.has(resource);
  }

  /** The objects of these kinds (`apps/StatefulSet`, `Service`), kind by kind, in the order they were read. */
  ofKind(...kinds: readonly string[]): readonly Resource[] {
    const [only, ...more] = kinds;
    if (only !== undefined && more.length === 0) return this.#byKind.get(only) ?? [];
    return kinds.flatMap((kind) => this.#byKind.get(kind) ?? []);
  }

  /** The objects of one kind in one namespace. */
  ofKindIn(namespace: string, kind: string): readonly Resource[] {
    let byNamespace = this.#byNamespace.get(kind);
    if (byNamespace === undefined) {
      byNamespace = grouped(this.ofKind(kind), namespaceOf);
      this.#byNamespace.set(kind, byNamespace);
    }
    return byNamespace.get(namespace) ?? [];
  }

  /**
   * The object of that kind and name; `namespace` is empty for cluster-scoped kinds. An object without a namespace is
   * in `default`.
   */
  find(kind: string, namespace: string, name: string): Resource | undefined {
    this.#byName ??= new Map(this.#all.map((resource) => [nameKey(kindOf(resource.object), resource), resource]));
    const found = this.#byName.get(`${kind} ${namespace}/${name}`);
    if (found !== undefined || (namespace !== '' && namespace !== 'default')) return found;
    return this.#byName.get(`${kind} /${name}`);
  }

  /** The Namespace of that name, if it is among the objects. */
  namespace(name: string): Resource | undefined {
    return this.find('Namespace', '', name);
  }

  /** Every pod template of the cluster. */
  get pods(): readonly PodTemplate[] {
    this.#allPods ??= this.ofKind(...POD_KINDS).flatMap((resource) => this.podOf(resource) ?? []);
    return this.#allPods;
  }

  /** The pod template of an object of this cluster, or undefined if it has none. */
  podOf(resource: Resource): PodTemplate | undefined {
    const known = this.#pods.get(resource);
    if (known !== undefined) return known;
    const pod = podTemplateOf(resource, this.namespace(namespaceOf(resource)), this.#custom.get(resource)?.steps);
    if (pod !== undefined) this.#pods.set(resource, pod);
    return pod;
  }

  /** The pod templates in one namespace. */
  podsIn(namespace: string): readonly PodTemplate[] {
    this.#podsByNamespace ??= grouped(this.pods, ({ namespace }) => namespace);
    return this.#podsByNamespace.get(namespace) ?? [];
  }

  /** The pod templates of a namespace that a LabelSelector matches. */
  podsMatching(namespace: string, selector: Found): readonly PodTemplate[] {
    return this.podsIn(namespace).filter((pod) => matchesSelector(selector, pod.labels));
  }

  /** The pod templates that a Service sends traffic to; none if it has no selector. */
  podsBehind(service: Resource): readonly PodTemplate[] {
    return remembered(this.#podsBehind, service, () => {
      const selector = objectAt(service.object, 'spec', 'selector');
      if (selector === undefined || Object.keys(selector).length === 0) return [];
      return this.podsIn(namespaceOf(service)).filter((pod) => matchesLabels(selector, pod.labels));
    });
  }

  /** The Services that send traffic to these pods. */
  servicesOf(pod: PodTemplate): readonly Resource[] {
    return remembered(this.#services, pod, () =>
      this.ofKindIn(pod.namespace, 'Service').filter((service) => {
        const selector = objectAt(service.object, 'spec', 'selector');
        return selector !== undefined && Object.keys(selector).length > 0 && matchesLabels(selector, pod.labels);
      }),
    );
  }

  /** The NetworkPolicies that select these pods. */
  networkPoliciesOf(pod: PodTemplate): readonly Resource[] {
    return remembered(this.#policies, pod, () =>
      this.ofKindIn(pod.namespace, 'networking.k8s.io/NetworkPolicy').filter((policy) =>
        matchesSelector(objectAt(policy.object, 'spec', 'podSelector') ?? {}, pod.labels),
      ),
    );
  }
}

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, compute: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const value = compute();
  known.set(key, value);
  return value;
}

function nameKey(kind: string, resource: Resource): string {
  const { namespace, name } = resource.object.metadata;
  return `${kind} ${namespace ?? ''}/${name}`;
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

import type { ClusterView, Subject } from './finding.js';
import { kindOf, namespaceOf, POD_KINDS, type PodTemplate, podTemplateOf } from './pod.js';
import { type Found, objectAt } from './read.js';
import { matchesLabels, matchesSelector } from './selector.js';

/** One cluster's objects, with the look-ups that rules ask for again and again. Built once for each cluster, filled on first use. */
export class ClusterIndex implements ClusterView {
  readonly name: string;
  readonly subjects: readonly Subject[];
  readonly #byKind: ReadonlyMap<string, readonly Subject[]>;
  readonly #byNamespace = new Map<string, ReadonlyMap<string, readonly Subject[]>>();
  readonly #pods = new Map<Subject, PodTemplate>();
  readonly #podsBehind = new Map<Subject, readonly PodTemplate[]>();
  readonly #services = new Map<PodTemplate, readonly Subject[]>();
  readonly #policies = new Map<PodTemplate, readonly Subject[]>();
  #allPods: readonly PodTemplate[] | undefined;
  #podsByNamespace: ReadonlyMap<string, readonly PodTemplate[]> | undefined;
  #byName: ReadonlyMap<string, Subject> | undefined;

  constructor(view: ClusterView) {
    this.name = view.name;
    this.subjects = view.subjects;
    this.#byKind = grouped(view.subjects, ({ object }) => kindOf(object));
  }

  /** The objects of these kinds (`apps/StatefulSet`, `Service`), kind by kind, in the order they were read. */
  ofKind(...kinds: readonly string[]): readonly Subject[] {
    const [only, ...more] = kinds;
    if (only !== undefined && more.length === 0) return this.#byKind.get(only) ?? [];
    return kinds.flatMap((kind) => this.#byKind.get(kind) ?? []);
  }

  /** The objects of one kind in one namespace. */
  ofKindIn(namespace: string, kind: string): readonly Subject[] {
    let byNamespace = this.#byNamespace.get(kind);
    if (byNamespace === undefined) {
      byNamespace = grouped(this.ofKind(kind), namespaceOf);
      this.#byNamespace.set(kind, byNamespace);
    }
    return byNamespace.get(namespace) ?? [];
  }

  /** The object of that kind and name; `namespace` is empty for cluster-scoped kinds. One that names no namespace is found in `default`. */
  find(kind: string, namespace: string, name: string): Subject | undefined {
    this.#byName ??= new Map(this.subjects.map((subject) => [nameKey(kindOf(subject.object), subject), subject]));
    const found = this.#byName.get(`${kind} ${namespace}/${name}`);
    if (found !== undefined || (namespace !== '' && namespace !== 'default')) return found;
    return this.#byName.get(`${kind} /${name}`);
  }

  /** The Namespace object of that name, where it is among the objects. */
  namespace(name: string): Subject | undefined {
    return this.find('Namespace', '', name);
  }

  /** Every pod template of the cluster. */
  get pods(): readonly PodTemplate[] {
    this.#allPods ??= this.ofKind(...POD_KINDS).flatMap((subject) => this.podOf(subject) ?? []);
    return this.#allPods;
  }

  /** The pod template of an object of this cluster, or undefined where it has none. */
  podOf(subject: Subject): PodTemplate | undefined {
    const known = this.#pods.get(subject);
    if (known !== undefined) return known;
    const pod = podTemplateOf(subject, this.namespace(namespaceOf(subject)));
    if (pod !== undefined) this.#pods.set(subject, pod);
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

  /** The pod templates that a Service sends traffic to; none where it has no selector. */
  podsBehind(service: Subject): readonly PodTemplate[] {
    return remembered(this.#podsBehind, service, () => {
      const selector = objectAt(service.object, 'spec', 'selector');
      if (selector === undefined || Object.keys(selector).length === 0) return [];
      return this.podsIn(namespaceOf(service)).filter((pod) => matchesLabels(selector, pod.labels));
    });
  }

  /** The Services that send traffic to these pods. */
  servicesOf(pod: PodTemplate): readonly Subject[] {
    return remembered(this.#services, pod, () =>
      this.ofKindIn(pod.namespace, 'Service').filter((service) => {
        const selector = objectAt(service.object, 'spec', 'selector');
        return selector !== undefined && Object.keys(selector).length > 0 && matchesLabels(selector, pod.labels);
      }),
    );
  }

  /** The NetworkPolicies that select these pods. */
  networkPoliciesOf(pod: PodTemplate): readonly Subject[] {
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

function nameKey(kind: string, subject: Subject): string {
  const { namespace, name } = subject.object.metadata;
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

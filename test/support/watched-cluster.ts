import { ClusterIndex } from '../../lib/judge/model/cluster-index.js';
import { EVERY_KIND } from '../../lib/judge/policy/rule.js';
import type { ClusterView, Resource } from '../../lib/manifest/resource.js';

/** A cluster that notes which kinds are looked up in it, whether they are there or not. */
export class WatchedCluster extends ClusterIndex {
  readonly #all: readonly Resource[];
  readonly #kinds = new Set<string>();
  #watching = false;

  constructor(view: ClusterView) {
    super(view);
    this.#all = view.resources;
    Object.defineProperty(this, 'resources', {
      get: () => {
        this.#note(EVERY_KIND);
        return this.#all;
      },
    });
    this.#watching = true;
  }

  get kinds(): ReadonlySet<string> {
    return this.#kinds;
  }

  override ofKind(...kinds: readonly string[]): readonly Resource[] {
    for (const kind of kinds) this.#note(kind);
    return super.ofKind(...kinds);
  }

  override ofKindIn(namespace: string, kind: string): readonly Resource[] {
    this.#note(kind);
    return super.ofKindIn(namespace, kind);
  }

  override find(kind: string, namespace: string, name: string): Resource | undefined {
    this.#note(kind);
    return this.#quietly(() => super.find(kind, namespace, name));
  }

  #note(kind: string): void {
    if (this.#watching) this.#kinds.add(kind);
  }

  /** The index of names is made of all objects, whichever is looked for. */
  #quietly<Value>(action: () => Value): Value {
    this.#watching = false;
    try {
      return action();
    } finally {
      this.#watching = true;
    }
  }
}

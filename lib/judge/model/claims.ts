import type { Resource } from '../../manifest/resource.js';

/** The other claimants of what an object claims: the first of them, and how many more there are. */
export interface Rivals {
  readonly first: Resource;
  readonly more: number;
}

/**
 * The objects that claim things, such as a host on a port. Claims of one thing are divided into parts: only claims in
 * the same part can conflict, so rivals are found part by part, however many objects there are.
 */
export class Claims {
  readonly #things = new Map<string, Map<string, Set<Resource>>>();

  add(thing: string, part: string, resource: Resource): void {
    const parts = this.#things.get(thing) ?? new Map<string, Set<Resource>>();
    this.#things.set(thing, parts);
    const claimants = parts.get(part) ?? new Set();
    parts.set(part, claimants.add(resource));
  }

  /** The other claimants of a thing, in the parts that can conflict. */
  rivalsOf(resource: Resource, thing: string, meets: (part: string) => boolean): Rivals | undefined {
    let first: Resource | undefined;
    let count = 0;
    for (const [part, claimants] of this.#things.get(thing) ?? []) {
      if (!meets(part)) continue;
      count += claimants.size - (claimants.has(resource) ? 1 : 0);
      if (first !== undefined) continue;
      for (const claimant of claimants) {
        if (claimant === resource) continue;
        first = claimant;
        break;
      }
    }
    return first === undefined ? undefined : { first, more: count - 1 };
  }
}

import type { Diagnostic } from '../../diagnostic.js';
import { nearest } from '../../formats/did-you-mean.js';
import type { Fact, LeafFact, ListedLeafFact } from './facts.js';

/**
 * Compares the leaves that a hub lists with those of the fleet: a listed leaf that does not exist leaves a user and a
 * port open.
 *
 * @param clusters names of the fleet's clusters
 * @param unfinished clusters with a component that failed: it may have been the leaf.
 */
export function checkLeaves(
  clusters: readonly string[],
  facts: readonly Fact[],
  unfinished: ReadonlySet<string>,
): Diagnostic[] {
  const links = new Set(facts.filter((fact): fact is LeafFact => fact.kind === 'leaf').map(linkOf));
  return facts
    .filter((fact): fact is ListedLeafFact => fact.kind === 'listed-leaf')
    .filter((listed) => !links.has(linkOf(listed)) && !unfinished.has(listed.cluster))
    .map(({ cluster, hub, by }) => {
      const known = clusters.includes(cluster);
      const meant = known ? undefined : nearest(cluster, clusters);
      return {
        where: by,
        got: `'${cluster}', ${known ? `a cluster without a NatsLeaf whose hub is '${hub}'` : 'which is not a cluster of the fleet'}`,
        expected: 'a cluster with such a leaf',
        fix: `${meant === undefined ? '' : `Did you mean '${meant}'? `}Add the leaf, or remove the cluster from the list: anyone with its key may link.`,
      };
    });
}

function linkOf({ cluster, hub }: LeafFact | ListedLeafFact): string {
  return `${cluster} ${hub}`;
}

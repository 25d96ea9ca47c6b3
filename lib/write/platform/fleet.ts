import type { Diagnostic } from '../../diagnostic.js';
import { matches, serviceName } from '../../formats/name-syntax.js';
import type { ClusterProps } from '../fleet/cluster-props.js';
import type { ClusterSet } from '../fleet/components.js';
import { FleetCluster } from './fleet-cluster.js';
import { type FleetDefaults, type FleetOptions, readFleetOptions } from './fleet-options.js';

/** A set of clusters that share a trust root and talk to each other. */
export class Fleet implements ClusterSet {
  /** DNS label; the folder of the fleet's output and the `app.kubernetes.io/part-of` label of its objects. */
  readonly name: string;
  readonly #defaults: FleetDefaults;
  readonly #clusters: FleetCluster[] = [];

  /** @param options what all clusters of the fleet have in common */
  constructor(name: string, options: FleetOptions = {}) {
    this.name = typeof name === 'string' ? name : '';
    this.#defaults = readFleetOptions(this.name, options);
  }

  addCluster(name: string, props: ClusterProps): FleetCluster {
    const cluster = new FleetCluster(name, props, this.#defaults);
    this.#clusters.push(cluster);
    return cluster;
  }

  get clusters(): readonly FleetCluster[] {
    return this.#clusters;
  }

  /** Problems that can be found without building a cluster. */
  get definitionProblems(): readonly Diagnostic[] {
    const problems: Diagnostic[] = [];
    if (!matches(this.name, serviceName)) {
      problems.push({
        where: 'Fleet',
        path: 'name',
        got: `'${this.name}'`,
        expected: 'up to 63 lower-case letters, digits and dashes that start with a letter',
        fix: 'Rename the fleet; the name becomes a folder and a label.',
      });
    }
    if (this.#clusters.length === 0) {
      problems.push({
        where: `Fleet '${this.name}'`,
        path: 'clusters',
        got: 'an empty list',
        expected: 'at least one cluster',
        fix: 'Add one with addCluster.',
      });
    }
    const counts = new Map<string, number>();
    for (const { name } of this.#clusters) counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const [name, count] of counts) {
      if (count === 1) continue;
      problems.push({
        where: `Fleet '${this.name}'`,
        path: `cluster '${name}'`,
        got: `defined ${count} times`,
        expected: 'a different name for each cluster',
        fix: 'Rename all but one.',
      });
    }
    return [
      ...problems,
      ...this.#defaults.problems,
      ...this.#sharedAddresses(),
      ...this.#clusters.flatMap((cluster) => cluster.definitionProblems),
    ];
  }

  #sharedAddresses(): Diagnostic[] {
    const owners = new Map<string, FleetCluster>();
    return this.#clusters.flatMap((cluster) =>
      [...new Set(cluster.nodeAddresses)].flatMap((address): Diagnostic[] => {
        const owner = owners.get(address);
        owners.set(address, owner ?? cluster);
        if (owner === undefined || owner.name === cluster.name) return [];
        return [
          {
            where: `Cluster '${cluster.name}'`,
            path: 'nodeAddresses',
            got: `'${address}', also an address of cluster '${owner.name}'`,
            expected: 'addresses that no other cluster has',
            fix: 'Correct one of the two: a client that dials the address may reach either cluster.',
          },
        ];
      }),
    );
  }
}

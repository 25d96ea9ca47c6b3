import type { Chart } from 'cdk8s';
import type { Diagnostic } from '../../diagnostic.js';
import { dnsLabel, matches, serviceName } from '../../formats/name-syntax.js';
import { shown } from '../../input/fault.js';
import { Cluster, type ClusterProps } from './cluster.js';

/** Makes the constructs of one component below the chart that it is given. Called anew for each synthesis. */
export type ComponentBuilder = (chart: Chart) => void;

/** A cluster of a fleet together with what runs in it. */
export class FleetCluster extends Cluster {
  readonly #components = new Map<string, ComponentBuilder>();
  readonly #problems: Diagnostic[] = [];

  /**
   * Adds a component: one cdk8s Chart, and one file in each stage that its constructs belong to.
   *
   * @param component DNS label; the name of its files and of their `app.kubernetes.io/name` label.
   */
  add(component: string, build: ComponentBuilder): void {
    if (typeof component !== 'string' || !matches(component, dnsLabel)) {
      this.#problems.push({
        where: `Cluster '${this.name}': component`,
        got: shown(component),
        expected: 'up to 63 lower-case letters, digits and dashes',
        fix: 'Rename the component; the name becomes a file and a label.',
      });
    } else if (this.#components.has(component)) {
      this.#problems.push({
        where: `Cluster '${this.name}': component`,
        got: `'${component}', added twice`,
        expected: 'a name of its own within the cluster',
        fix: 'Rename one of the two.',
      });
    } else if (typeof build !== 'function') {
      this.#problems.push({
        where: `Cluster '${this.name}': component '${component}'`,
        got: shown(build),
        expected: 'a function that makes constructs below the chart it is given',
        fix: 'Pass the function as the second argument.',
      });
    } else {
      this.#components.set(component, build);
    }
  }

  get components(): ReadonlyMap<string, ComponentBuilder> {
    return this.#components;
  }

  /** Faults in the cluster's own definition and in the names of its components. */
  get definitionProblems(): readonly Diagnostic[] {
    return [...this.problems, ...this.#problems];
  }
}

/** A set of clusters that share a trust root and talk to each other. */
export class Fleet {
  /** DNS label; the folder of the fleet's output and the `app.kubernetes.io/part-of` label of its objects. */
  readonly name: string;
  readonly #clusters: FleetCluster[] = [];

  constructor(name: string) {
    this.name = typeof name === 'string' ? name : '';
  }

  addCluster(name: string, props: ClusterProps): FleetCluster {
    const cluster = new FleetCluster(name, props);
    this.#clusters.push(cluster);
    return cluster;
  }

  get clusters(): readonly FleetCluster[] {
    return this.#clusters;
  }

  /** Faults that can be told without building a cluster. */
  get definitionProblems(): readonly Diagnostic[] {
    const problems: Diagnostic[] = [];
    if (!matches(this.name, serviceName)) {
      problems.push({
        where: 'Fleet: name',
        got: `'${this.name}'`,
        expected: 'up to 63 lower-case letters, digits and dashes that start with a letter',
        fix: 'Rename the fleet; the name becomes a folder and a label.',
      });
    }
    if (this.#clusters.length === 0) {
      problems.push({
        where: `Fleet '${this.name}': clusters`,
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
        where: `Fleet '${this.name}': cluster '${name}'`,
        got: `defined ${count} times`,
        expected: 'a name of its own for each cluster',
        fix: 'Rename all but one.',
      });
    }
    return [
      ...problems,
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
            where: `Cluster '${cluster.name}': nodeAddresses`,
            got: `'${address}', an address of cluster '${owner.name}' as well`,
            expected: 'addresses of its own',
            fix: 'Correct one of the two: who dials the address cannot tell the clusters apart.',
          },
        ];
      }),
    );
  }
}

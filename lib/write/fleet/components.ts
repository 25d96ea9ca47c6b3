import type { Chart } from 'cdk8s';
import type { Diagnostic } from '../../diagnostic.js';
import { dnsLabel, matches } from '../../formats/name-syntax.js';
import { faultOf, shown } from '../../input/fault.js';
import type { Shape } from '../../input/shape.js';
import { Cluster } from './cluster.js';

/** Makes the constructs of one component below the chart that it is given. Called again for each synthesis. */
export type ComponentBuilder = (chart: Chart) => void;

/** A cluster, and what runs in it. */
export interface ComponentCluster extends Cluster {
  readonly components: ReadonlyMap<string, ComponentBuilder>;
  /** Problems in the cluster's own definition and in the names of its components. */
  readonly definitionProblems: readonly Diagnostic[];
  add(component: string, build: ComponentBuilder): void;
}

/** Clusters that are synthesized together. */
export interface ClusterSet {
  readonly name: string;
  readonly clusters: readonly ComponentCluster[];
  /** Problems that can be found without building a cluster. */
  readonly definitionProblems: readonly Diagnostic[];
}

const ADDED_CLUSTER = 'what addCluster of a Fleet returned';

/** What is accepted as a cluster that components are added to. */
export const COMPONENT_CLUSTER: Shape<ComponentCluster> = {
  expected: ADDED_CLUSTER,
  faults: (path, value) => (value instanceof Cluster && 'add' in value ? [] : [faultOf(path, value, ADDED_CLUSTER)]),
};

/** The components of one cluster by name. */
export class Components {
  readonly #builders = new Map<string, ComponentBuilder>();
  readonly #problems: Diagnostic[] = [];
  readonly #where: string;

  constructor(cluster: string) {
    this.#where = `Cluster '${cluster}'`;
  }

  get builders(): ReadonlyMap<string, ComponentBuilder> {
    return this.#builders;
  }

  get problems(): readonly Diagnostic[] {
    return this.#problems;
  }

  add(component: string, build: ComponentBuilder): void {
    const problem = this.#check(component, build);
    if (problem === undefined) this.#builders.set(component, build);
    else this.#problems.push(problem);
  }

  #check(component: unknown, build: unknown): Diagnostic | undefined {
    const where = this.#where;
    if (typeof component !== 'string' || !matches(component, dnsLabel)) {
      return {
        where,
        path: 'component',
        got: shown(component),
        expected: 'up to 63 lower-case letters, digits and dashes',
        fix: 'Rename the component; the name becomes a file and a label.',
      };
    }
    if (this.#builders.has(component)) {
      return {
        where,
        path: 'component',
        got: `'${component}', added twice`,
        expected: 'a name that is unique within the cluster',
        fix: 'Rename one of the two.',
      };
    }
    if (typeof build === 'function') return undefined;
    return {
      where,
      path: `component '${component}'`,
      got: shown(build),
      expected: 'a function that makes constructs below the chart it is given',
      fix: 'Pass the function as the second argument.',
    };
  }
}

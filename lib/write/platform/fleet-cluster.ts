import type { Diagnostic } from '../../diagnostic.js';
import { Cluster } from '../fleet/cluster.js';
import type { ClusterProps } from '../fleet/cluster-props.js';
import { type ComponentBuilder, type ComponentCluster, Components } from '../fleet/components.js';
import { addFleetApplication, type FleetApplication, type FleetApplicationOptions } from './add-application.js';
import { addHttpServices, type HttpApplication } from './add-http-services.js';
import { addMesh } from './add-mesh.js';
import { addPassword, type Password } from './add-password.js';
import type { FleetDefaults } from './fleet-options.js';
import type { MeshOptions } from './mesh-options.js';
import { FleetBroker, type FleetBrokerOptions } from './messaging/fleet-broker.js';
import { FleetLeaf, type FleetLeafOptions } from './messaging/fleet-leaf.js';
import { Messaging } from './messaging/messaging.js';
import { type TraceSampling, traceEnvironment } from './tracing.js';

/** A cluster of a fleet and everything that runs in it. */
export class FleetCluster extends Cluster implements ComponentCluster {
  readonly #components: Components;
  readonly #defaults: FleetDefaults;
  readonly #messaging: Messaging;
  readonly #problems: Diagnostic[] = [];
  #meshIsAdded = false;

  constructor(name: string, props: ClusterProps, defaults: FleetDefaults) {
    super(name, props);
    this.#components = new Components(this.name);
    this.#defaults = defaults;
    this.#messaging = new Messaging(this, defaults);
  }

  /**
   * Adds a component: one cdk8s Chart, and one file in each stage that its constructs belong to.
   *
   * @param component DNS label; the name of its files and of their `app.kubernetes.io/name` label.
   */
  add(component: string, build: ComponentBuilder): void {
    this.#components.add(component, build);
  }

  /**
   * Adds everything that the cluster's mesh needs: certificates, control plane and mesh-wide policy; and, if the fleet
   * has a Prometheus, monitors, alerts and dashboards.
   */
  addMesh(options: MeshOptions = {}): void {
    if (this.#meshIsAdded) {
      this.#problems.push({
        where: `Cluster '${this.name}'`,
        path: 'addMesh',
        got: 'called more than once',
        expected: 'one call: a cluster has one mesh',
        fix: 'Call addMesh once, with all of its options.',
      });
      return;
    }
    this.#meshIsAdded = true;
    addMesh(this, this.#defaults, this.#messaging, options);
  }

  /** Adds a NATS broker, its namespace and its monitoring. Leaves of other clusters name it as their hub. */
  addNatsBroker(options: FleetBrokerOptions = {}): FleetBroker {
    return new FleetBroker(this, this.#defaults, this.#messaging, options);
  }

  /** Adds NATS servers that extend a broker of another cluster, their namespace and their monitoring. */
  addNatsLeaf(options: FleetLeafOptions): FleetLeaf {
    return new FleetLeaf(this, this.#defaults, this.#messaging, options);
  }

  /**
   * Adds an application in terms of the cluster's mesh, and its monitoring: one component for each namespace, gateway
   * and service. If the fleet has tracing, this adds the collector.
   */
  addApplication(application: FleetApplication, options: FleetApplicationOptions = {}): void {
    addFleetApplication(this, this.#defaults, application, options);
  }

  /**
   * Adds services that speak HTTP and their stores as one application: with the passwords of the stores, and, where the fleet traces,
   * with the environment by which each service sends its own spans.
   */
  addHttpServices<Name extends string>(name: string, application: HttpApplication<Name>): void {
    addHttpServices(this, this.#defaults, name, application);
  }

  /** Adds a Secret with a password that workloads use. @param password its Secret, and the password in it */
  addPassword(password: Password): void {
    addPassword(this, this.#defaults, password);
  }

  /**
   * Environment variables for a workload that sends its own spans to the cluster's collector; empty if the fleet has no
   * tracing.
   *
   * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
   */
  traceEnvironment(service: string, sampling?: TraceSampling): { readonly [variable: string]: string } {
    const { tracing } = this.#defaults;
    return tracing === undefined ? {} : traceEnvironment(this, tracing, service, sampling);
  }

  get components(): ReadonlyMap<string, ComponentBuilder> {
    return this.#components.builders;
  }

  /** Problems in the cluster's own definition, in the names of its components, and in how often its mesh was added. */
  get definitionProblems(): readonly Diagnostic[] {
    return [...this.problems, ...this.#components.problems, ...this.#problems];
  }
}

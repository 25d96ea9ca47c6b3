import type { Gateway } from '../gateway.js';
import type { KubeletRequest } from '../kubelet.js';
import type { NonEmpty } from '../non-empty.js';
import type { WorkloadPort } from '../port.js';
import type { Access } from './access.js';
import type { Application } from './application.js';
import type { Budget } from './budget.js';
import type { ExternalHost } from './egress.js';
import type { Ingress, IngressCertificate } from './ingress.js';
import type { Service } from './service.js';
import type { MetricsEndpoint, ResolvedTracing } from './telemetry.js';

/**
 * An application with everything that follows from its intents, derived once by `resolve`. Checks, policies and routes of every mesh read
 * it, so that what was checked is what is built.
 */
export interface ResolvedApplication extends Application {
  readonly services: readonly ResolvedService[];
  /** Namespaces of the workloads, sorted. */
  readonly namespaces: readonly string[];
  /** All accesses of peers to the services. */
  readonly accesses: readonly Access[];
  /** Gateways through which requests enter, in the order in which services name them. */
  readonly ingressGateways: readonly IngressGateway[];
  /** Hosts outside the cluster, one entry for each host, port and protocol, sorted by host. */
  readonly externalHosts: readonly ReachedHost[];
  /** Which services send requests to which. */
  readonly callGraph: CallGraph;
  readonly tracing?: ResolvedTracing;
}

/** A service with everything that follows from its intents and from those of the others. */
export interface ResolvedService extends Service {
  /** What peers may do to it: callers, gateways, Prometheus, and proxies that send it their spans. */
  readonly inbound: readonly Access[];
  /** What it may do to services of the application. */
  readonly outbound: readonly Access[];
  /** Ports that a peer may reach, in the order of the workload. */
  readonly reachablePorts: readonly ReachablePort[];
  /** HTTP ports, reachable or not. */
  readonly httpPorts: readonly WorkloadPort[];
  /**
   * Ports that speak HTTP and that a caller or a gateway dials: timeouts, retries, routes and limits apply to their requests. Prometheus
   * dials pods directly, past every route.
   */
  readonly requestPorts: readonly WorkloadPort[];
  /** How often its callers try, and how long they wait. */
  readonly budget: Budget;
  /** Where its own metrics are read. */
  readonly metricsEndpoint?: MetricsEndpoint;
  /** Whether it is the collector of the application's spans. */
  readonly collectsSpans: boolean;
}

/** A port, and who may do what on it. */
export interface ReachablePort {
  readonly port: WorkloadPort;
  readonly accesses: NonEmpty<Access>;
  /** What the kubelet's probes request on the port. */
  readonly kubeletRequests: readonly KubeletRequest[];
}

/** A gateway, and what enters through it. */
export interface IngressGateway {
  readonly gateway: Gateway;
  readonly entries: NonEmpty<Entry>;
  /** Host names that it answers for the application, each once, sorted. */
  readonly hosts: NonEmpty<IngressHost>;
}

/** An ingress, and the service behind it. */
export interface Entry {
  readonly service: ResolvedService;
  readonly ingress: Ingress;
}

/** A host name that a gateway answers. */
export interface IngressHost {
  readonly host: string;
  /** Namespaces of the services behind it, sorted. */
  readonly namespaces: NonEmpty<string>;
  readonly certificate: IngressCertificate;
}

/** A host outside the cluster, and the services that may reach it. */
export interface ReachedHost extends ExternalHost {
  readonly callers: NonEmpty<ResolvedService>;
}

/** Which services of an application send requests to which: the services that each of them calls. */
export type CallGraph = ReadonlyMap<ResolvedService, readonly ResolvedService[]>;

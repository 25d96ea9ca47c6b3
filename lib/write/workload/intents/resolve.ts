import type { Gateway, GatewayPods } from '../gateway.js';
import { kubeletRequests } from '../kubelet.js';
import { isNonEmpty } from '../non-empty.js';
import { type Peer, peerKey, samePeer } from '../peer.js';
import { speaksHttp, type WorkloadPort } from '../port.js';
import { findPort } from '../workload.js';
import { type Access, scrapeAccesses, spanAccesses, statedAccesses } from './access.js';
import type { Application } from './application.js';
import { budgetOf } from './budget.js';
import { callGraph } from './call-graph.js';
import type {
  Entry,
  IngressGateway,
  IngressHost,
  ReachablePort,
  ReachedHost,
  ResolvedApplication,
  ResolvedService,
} from './resolved.js';
import type { Service } from './service.js';
import type { MetricsEndpoint, ResolvedTracing } from './telemetry.js';

/** How a mesh names the pods of a gateway; undefined if they are as the gateway itself defines. */
export type PodsOfGateway = (gateway: Gateway) => GatewayPods | undefined;

/** Port of a collector that takes OTLP over gRPC. @see https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-default-port */
const OTLP_PORT = 4317;
/** @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config */
const METRICS_PATH = '/metrics';

/**
 * Derives everything that follows from the intents of an application. The application must have the right shape. A
 * contradictory part, for example a caller that names a port that does not exist, is left out: `checkIntents` reports
 * it.
 */
export function resolve(application: Application, podsOfGateway: PodsOfGateway = () => undefined): ResolvedApplication {
  const stated = application.services.map((service) => withPods(service, podsOfGateway));
  const tracing = application.tracing && resolveTracing(application);
  const proxies: readonly Peer[] = [
    ...stated.map(({ workload }) => workload),
    ...gatewaysOf(stated),
    ...(application.egressGateway === undefined ? [] : [application.egressGateway]),
  ];
  const inbound = stated.map((service): Inbound => {
    const metricsEndpoint = metricsEndpointOf(service);
    const collectsSpans = tracing !== undefined && samePeer(tracing.collector, service.workload);
    return {
      service,
      metricsEndpoint,
      collectsSpans,
      accesses: [
        ...statedAccesses(service),
        ...scrapeAccesses(service, metricsEndpoint, application),
        ...(collectsSpans ? spanAccesses(service, tracing, proxies) : []),
      ],
    };
  });
  const accesses = inbound.flatMap((one) => one.accesses);
  const outbound = byCaller(accesses);
  const services = inbound.map((one) => resolveService(one, outbound.get(peerKey(one.service.workload)) ?? []));
  const { tracing: _, ...rest } = application;
  return {
    ...rest,
    services,
    accesses,
    namespaces: [...new Set(services.map(({ workload }) => workload.namespace))].sort(),
    ingressGateways: ingressGateways(services),
    externalHosts: externalHosts(services),
    callGraph: callGraph(services),
    ...(tracing && { tracing }),
  };
}

/** A service, and the accesses of peers to it. */
interface Inbound {
  readonly service: Service;
  readonly accesses: readonly Access[];
  readonly metricsEndpoint: MetricsEndpoint | undefined;
  readonly collectsSpans: boolean;
}

function resolveService(
  { service, accesses: inbound, metricsEndpoint, collectsSpans }: Inbound,
  outbound: readonly Access[],
): ResolvedService {
  const { workload, callers, ingress = [] } = service;
  const httpPorts = (workload.ports ?? []).filter(speaksHttp);
  const dialed = new Set([...(callers === 'nobody' ? [] : callers), ...ingress].map(({ port }) => port));
  const requestPorts = httpPorts.filter(({ name }) => dialed.has(name));
  return {
    ...service,
    inbound,
    outbound,
    reachablePorts: (workload.ports ?? []).flatMap((port) => reachablePort(service, port, inbound)),
    httpPorts,
    requestPorts,
    budget: budgetOf(service, requestPorts),
    ...(metricsEndpoint && { metricsEndpoint }),
    collectsSpans,
  };
}

function reachablePort({ workload }: Service, port: WorkloadPort, inbound: readonly Access[]): ReachablePort[] {
  const accesses = inbound.filter((access) => access.port.name === port.name);
  return isNonEmpty(accesses) ? [{ port, accesses, kubeletRequests: kubeletRequests(workload, port.name) }] : [];
}

function metricsEndpointOf({ workload, metrics }: Service): MetricsEndpoint | undefined {
  const port = metrics && findPort(workload, metrics.port);
  return port && { port, path: metrics?.path ?? METRICS_PATH };
}

function resolveTracing({ tracing }: Application): ResolvedTracing | undefined {
  return tracing && { ...tracing, port: tracing.port ?? OTLP_PORT };
}

function byCaller(accesses: readonly Access[]): ReadonlyMap<string, readonly Access[]> {
  const found = new Map<string, Access[]>();
  for (const access of accesses) {
    const key = peerKey(access.from);
    const own = found.get(key);
    if (own === undefined) found.set(key, [access]);
    else own.push(access);
  }
  return found;
}

/** A service whose gateways have the labels and the account that policies match. */
function withPods({ callers, ingress, ...service }: Service, podsOfGateway: PodsOfGateway): Service {
  const named = (gateway: Gateway): Gateway => {
    const pods = gateway.pods ?? podsOfGateway(gateway);
    return pods === undefined ? gateway : { ...gateway, pods };
  };
  return {
    ...service,
    callers:
      callers === 'nobody'
        ? callers
        : callers.map((caller) => (caller.from.kind === 'gateway' ? { ...caller, from: named(caller.from) } : caller)),
    ...(ingress && { ingress: ingress.map((way) => ({ ...way, gateway: named(way.gateway) })) }),
  };
}

/** The ingress gateways that services name, each once. */
function gatewaysOf(services: readonly Service[]): readonly Gateway[] {
  const named = services.flatMap(({ ingress = [] }) => ingress.map(({ gateway }) => gateway));
  return [...new Map(named.map((gateway) => [peerKey(gateway), gateway])).values()];
}

function ingressGateways(services: readonly ResolvedService[]): readonly IngressGateway[] {
  const all = services.flatMap((service) => (service.ingress ?? []).map((ingress): Entry => ({ service, ingress })));
  return gatewaysOf(services).flatMap((gateway): IngressGateway[] => {
    const entries = all.filter(({ ingress }) => samePeer(ingress.gateway, gateway));
    const hosts = hostsOf(entries);
    return isNonEmpty(entries) && isNonEmpty(hosts) ? [{ gateway, entries, hosts }] : [];
  });
}

function hostsOf(entries: readonly Entry[]): readonly IngressHost[] {
  const names = [...new Set(entries.flatMap(({ ingress }) => ingress.hosts))].sort();
  return names.flatMap((host): IngressHost[] => {
    const own = entries.filter(({ ingress }) => ingress.hosts.includes(host));
    const namespaces = [...new Set(own.map(({ service }) => service.workload.namespace))].sort();
    const certificate = own[0]?.ingress.certificate;
    return certificate !== undefined && isNonEmpty(namespaces) ? [{ host, namespaces, certificate }] : [];
  });
}

function externalHosts(services: readonly ResolvedService[]): readonly ReachedHost[] {
  const found = new Map<string, ReachedHost>();
  for (const service of services) {
    for (const external of service.egress ?? []) {
      const key = `${external.host} ${external.port} ${external.protocol}`;
      const [first, ...others] = found.get(key)?.callers ?? [service];
      const callers = first === service || others.includes(service) ? others : [...others, service];
      found.set(key, { ...external, callers: [first, ...callers] });
    }
  }
  return [...found.values()].sort((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : 0));
}

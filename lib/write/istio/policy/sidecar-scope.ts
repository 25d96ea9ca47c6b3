import type { Cluster } from '../../fleet/cluster.js';
import type { ResolvedApplication, ResolvedService } from '../../workload/intents/resolved.js';
import { type NonEmpty, sortedSet } from '../../workload/non-empty.js';
import type { Peer } from '../../workload/peer.js';
import { headlessServiceName, type Workload } from '../../workload/workload.js';
import { ROOT_NAMESPACE } from '../mesh-config.js';
import { serviceHost } from './service-host.js';

/**
 * The hosts that the proxy of a service must know, as its Sidecar lists them: the services that it may call, external workloads that it
 * calls, the collector of its spans, and its external hosts.
 */
export function sidecarHosts(service: ResolvedService, application: ResolvedApplication): NonEmpty<string> {
  const { outbound, calls = [], egress = [] } = service;
  const { cluster, egressGateway, tracing } = application;
  const callees = outbound.flatMap(({ to }) => workloadHosts(to.workload, cluster));
  const external = calls.flatMap(({ to }) => peerHosts(to, cluster));
  const collector = tracing === undefined ? [] : peerHosts(tracing.collector, cluster);
  const outside =
    egressGateway === undefined || egress.length === 0
      ? []
      : [...peerHosts(egressGateway, cluster), ...egress.map(({ host }) => `${egressGateway.namespace}/${host}`)];
  const mesh = `${ROOT_NAMESPACE}/*` as const;
  return sortedSet([...callees, ...external, ...collector, ...outside, mesh]) ?? [mesh];
}

function workloadHosts(workload: Workload, cluster: Cluster): string[] {
  const own = `${workload.namespace}/${serviceHost(workload, cluster)}`;
  if (workload.kind === 'Deployment') return [own];
  const headless = cluster.serviceName(headlessServiceName(workload), workload.namespace);
  return [own, `${workload.namespace}/${headless}`];
}

/** The Services of an external workload are unknown, so its whole namespace is listed. */
function peerHosts(peer: Peer, cluster: Cluster): string[] {
  if (peer.kind === 'external') return [`${peer.namespace}/*`];
  return peer.kind === 'gateway' ? [`${peer.namespace}/${serviceHost(peer, cluster)}`] : workloadHosts(peer, cluster);
}

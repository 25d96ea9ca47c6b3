import type { Cluster } from '../../fleet/cluster.js';
import { accessTo } from '../../workload/intents/access.js';
import type { Application } from '../../workload/intents/application.js';
import type { Service } from '../../workload/intents/service.js';
import { type Peer, samePeer } from '../../workload/peer.js';
import { headlessServiceName, type Workload } from '../../workload/workload.js';
import { ROOT_NAMESPACE } from '../mesh-config.js';
import { type NonEmpty, sortedSet } from './non-empty.js';

/** DNS name of a peer's Service. */
export function hostOf({ name, namespace }: Peer, cluster: Cluster): string {
  return cluster.serviceName(name, namespace);
}

/**
 * All that a service's proxy has to know, as a Sidecar names it: what lets the service in, what others define and it calls, where it sends
 * its spans, and its way out of the cluster.
 */
export function scopeOf(service: Service, application: Application): NonEmpty<string> {
  const { workload, calls, egress } = service;
  const { cluster, egressGateway, tracing } = application;
  const callees = application.services
    .filter((other) => accessTo(other, application).some(({ from }) => samePeer(from, workload)))
    .flatMap((other) => hostsOf(other.workload, cluster));
  const external = (calls ?? []).flatMap(({ to }) => peerHosts(to, cluster));
  const collector = tracing === undefined ? [] : peerHosts(tracing.collector, cluster);
  const outside =
    egressGateway === undefined || egress === undefined || egress.length === 0
      ? []
      : [...peerHosts(egressGateway, cluster), ...egress.map(({ host }) => `${egressGateway.namespace}/${host}`)];
  const mesh = `${ROOT_NAMESPACE}/*` as const;
  return sortedSet([...callees, ...external, ...collector, ...outside, mesh]) ?? [mesh];
}

/** Namespaces in which something calls a service, its own aside. */
export function callingNamespaces(service: Service, application: Application): readonly string[] {
  const { federation } = application;
  const accesses = accessTo(service, application);
  const callers = accesses.map(({ from }) => from.namespace);
  // A gateway for other clusters tells the versions of a service apart only by its DestinationRule.
  if (federation !== undefined && accesses.length > 0) callers.push(federation.gateway.namespace);
  return [...new Set(callers)].filter((namespace) => namespace !== service.workload.namespace).sort();
}

function hostsOf(workload: Workload, cluster: Cluster): string[] {
  const own = `${workload.namespace}/${hostOf(workload, cluster)}`;
  if (workload.kind === 'Deployment') return [own];
  const headless = cluster.serviceName(headlessServiceName(workload), workload.namespace);
  return [own, `${workload.namespace}/${headless}`];
}

/** Of an external workload the Services are not known, so that all of its namespace are meant. */
function peerHosts(peer: Peer, cluster: Cluster): string[] {
  if (peer.kind === 'external') return [`${peer.namespace}/*`];
  return peer.kind === 'gateway' ? [`${peer.namespace}/${hostOf(peer, cluster)}`] : hostsOf(peer, cluster);
}

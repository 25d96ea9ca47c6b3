import { readFileSync } from 'node:fs';
import { ApiObject, Size } from 'cdk8s';
import { addApplication } from '../../../lib/write/application/add-application.js';
import { LinkerdControlPlane } from '../../../lib/write/linkerd/control-plane/linkerd-control-plane.js';
import { LinkerdNamespace } from '../../../lib/write/linkerd/linkerd-namespace.js';
import { NatsBroker } from '../../../lib/write/nats/nats-broker.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import type { FleetCluster } from '../../../lib/write/platform/fleet-cluster.js';
import { TrustHierarchy } from '../../../lib/write/trust/trust-hierarchy.js';
import type { Service } from '../../../lib/write/workload/intents/service.js';
import { external, workload } from '../../support/linkerd-application.js';
import { REPOSITORY } from './repository.js';

/** What changes in the fleet, from one test to the next. */
export interface ShopsState {
  /** Who calls the service `orders`, by the names of workloads that others run, and on which path. */
  readonly callers: readonly string[];
  readonly path: string;
  /** Whether there is a service `ratings` beside it. */
  readonly ratings: boolean;
  /** Subjects of the stream, which a Job makes. */
  readonly subjects: readonly string[];
}

const FLEET = 'shops';
const CLUSTER = 'hub';
/** The folder of the fleet's one cluster. */
export const SHOPS = `${FLEET}/${CLUSTER}`;

const NETWORK = {
  kubernetesVersion: '1.34',
  nodeAddresses: ['192.0.2.10'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
} as const;

/** A small fleet with something of everything: a mesh, a broker that holds data, services that others call. */
export function shops(state: ShopsState): Fleet {
  const fleet = new Fleet(FLEET);
  const cluster = fleet.addCluster(CLUSTER, { ...NETWORK, mesh: { kind: 'linkerd', version: '2.20', cni: true } });
  const roots = [readFileSync(`${REPOSITORY}systems/roots/nats-mtls.root-1.crt`, 'utf8')];
  cluster.add('trust', (chart) => {
    new TrustHierarchy(chart, 'trust', { cluster, root: { kind: 'offline', certificates: roots } });
  });
  cluster.add('linkerd', (chart) => {
    new LinkerdControlPlane(chart, 'linkerd', { cluster, roots });
  });
  addBroker(cluster, state.subjects);
  addApplication(cluster, {
    name: 'shop',
    cluster,
    profile: 'staging',
    services: [
      orders(state),
      ...(state.ratings ? [{ workload: workload('ratings'), callers: 'nobody' } as const] : []),
    ],
  });
  return fleet;
}

/** The same fleet when nothing of all that is left. */
export function emptyShops(): Fleet {
  const fleet = new Fleet(FLEET);
  fleet.addCluster(CLUSTER, NETWORK).add('note', (chart) => {
    new ApiObject(chart, 'note', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'note', namespace: 'default' },
      data: { text: 'The shops have closed.' },
    });
  });
  return fleet;
}

function orders({ callers, path }: ShopsState): Service {
  return {
    workload: workload('orders'),
    callers: callers.map((name) => ({ from: external(name), port: 'http', methods: ['GET'], paths: [path] })),
  };
}

function addBroker(cluster: FleetCluster, subjects: readonly string[]): void {
  cluster.add('nats-system', (chart) => {
    new LinkerdNamespace(chart, 'namespace', { cluster, name: 'nats-system' });
  });
  cluster.add('nats-broker', (chart) => {
    new NatsBroker(chart, 'broker', {
      cluster,
      secrets: { kind: 'credentials' },
      jetStream: { volumeSize: Size.gibibytes(2) },
      streams: [{ name: 'ORDERS', subjects, maxBytes: Size.mebibytes(100) }],
      clients: [{ user: 'shop', workload: 'shop', permissions: { publish: { allow: ['orders.>'] } } }],
    });
  });
}

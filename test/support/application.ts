import { Duration } from 'cdk8s';
import { Cluster } from '../../lib/write/fleet/cluster.js';
import type { Mesh } from '../../lib/write/fleet/mesh.js';
import type { Gateway } from '../../lib/write/workload/gateway.js';
import type { Application } from '../../lib/write/workload/intents/application.js';
import type { Service } from '../../lib/write/workload/intents/service.js';
import type { ExternalWorkload } from '../../lib/write/workload/peer.js';
import type { Workload } from '../../lib/write/workload/workload.js';

export const network = {
  kubernetesVersion: '1.33',
  nodeAddresses: ['192.0.2.1'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
} as const;

export const clusterOf = (mesh: Mesh): Cluster => new Cluster('east', { ...network, mesh });

export const istioCluster = clusterOf({ kind: 'istio', version: '1.31', cni: true });
export const linkerdCluster = clusterOf({ kind: 'linkerd', version: '2.20', cni: true });

export const gateway: Gateway = {
  kind: 'gateway',
  name: 'edge',
  namespace: 'edge-system',
  direction: 'ingress',
};

export const prometheus: ExternalWorkload = {
  kind: 'external',
  name: 'prometheus',
  namespace: 'monitoring',
  serviceAccount: 'prometheus',
  podLabels: { 'app.kubernetes.io/name': 'prometheus' },
};

/** A workload `shop/<name>` that speaks HTTP on 8080 and TCP on 5000. */
export function workloadOf(name: string, changes: Partial<Workload> = {}): Workload {
  return {
    kind: 'Deployment',
    name,
    namespace: 'shop',
    replicas: 2,
    ports: [
      { name: 'http', port: 8080, servicePort: 80, appProtocol: 'http' },
      { name: 'raw', port: 5000, appProtocol: 'tcp' },
    ],
    containers: [
      {
        name,
        image: { repository: `shop/${name}`, tag: '1.0.0' },
        resources: { cpu: { request: '100m', limit: '1' }, memory: { request: '64Mi', limit: '128Mi' } },
        probes: {
          readiness: { check: { kind: 'http', path: '/ready', port: 'http' } },
          liveness: { check: { kind: 'http', path: '/health', port: 'http' } },
        },
      },
    ],
    ...changes,
  };
}

/** A workload with versions v1 and v2. */
export const versions = [
  { name: 'v1' },
  { name: 'v2', image: { repository: 'shop/orders', tag: '2.0.0' }, replicas: 1 },
] as const;

export const web = workloadOf('web');
export const orders = workloadOf('orders', { versions });

/** The web, open to the outside, which calls the orders. */
export const webService: Service = {
  workload: web,
  callers: 'nobody',
  ingress: [{ gateway, hosts: ['shop.example.com'], port: 'http', certificate: { kind: 'issuer', name: 'public' } }],
  timeout: Duration.seconds(20),
};

export const ordersService: Service = {
  workload: orders,
  callers: [{ from: web, port: 'http', methods: ['GET', 'POST'], paths: ['/orders', '/orders/*'] }],
};

/** An application of the two, with changes to the service of the orders and to the application. */
export function applicationOf(changes: Partial<Service> = {}, more: Partial<Application> = {}): Application {
  return {
    name: 'shop',
    cluster: istioCluster,
    profile: 'production',
    services: [webService, { ...ordersService, ...changes }],
    ...more,
  };
}

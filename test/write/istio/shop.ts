import { App, Chart, Duration } from 'cdk8s';
import type { ManifestObject } from '../../../lib/manifest/object.js';
import { resolve } from '../../../lib/manifest/resolve.js';
import { type Cluster, Cluster as ClusterOf } from '../../../lib/write/fleet/cluster.js';
import type { ClusterProps } from '../../../lib/write/fleet/cluster-props.js';
import type { Mesh } from '../../../lib/write/fleet/mesh.js';
import type { Gateway } from '../../../lib/write/workload/gateway.js';
import type { Application } from '../../../lib/write/workload/intents/application.js';
import type { Ingress } from '../../../lib/write/workload/intents/ingress.js';
import type { Service } from '../../../lib/write/workload/intents/service.js';
import type { ExternalWorkload } from '../../../lib/write/workload/peer.js';
import type { Workload } from '../../../lib/write/workload/workload.js';

export const CLUSTER: ClusterProps = {
  kubernetesVersion: '1.33',
  nodeAddresses: ['192.0.2.1'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
};

export function clusterWith(mesh: Mesh | undefined): Cluster {
  return new ClusterOf('hub', { ...CLUSTER, ...(mesh && { mesh }) });
}

export const hub = clusterWith({ kind: 'istio', version: '1.30', trustDomain: 'shop.example' });

export const edge: Gateway = { kind: 'gateway', name: 'edge', namespace: 'edge', direction: 'ingress' };
export const exit: Gateway = { kind: 'gateway', name: 'exit', namespace: 'exit', direction: 'egress' };

export const prometheus: ExternalWorkload = {
  kind: 'external',
  name: 'prometheus',
  namespace: 'monitoring',
  serviceAccount: 'prometheus-k8s',
  podLabels: { app: 'prometheus' },
};

export const collector: ExternalWorkload = {
  kind: 'external',
  name: 'otel',
  namespace: 'tracing',
  serviceAccount: 'otel',
  podLabels: { app: 'otel' },
};

export function workload(name: string, changes: Partial<Workload> = {}): Workload {
  return {
    kind: 'Deployment',
    name,
    namespace: 'shop',
    replicas: 2,
    containers: [
      {
        name,
        image: { repository: `shop/${name}`, tag: '1.0.0' },
        resources: { cpu: { request: '100m', limit: '1' }, memory: { request: '64Mi', limit: '64Mi' } },
      },
    ],
    ports: [{ name: 'api', port: 8080, servicePort: 80, appProtocol: 'http' }],
    ...changes,
  };
}

export const web = workload('web');
export const stock = workload('stock', {
  namespace: 'store',
  ports: [
    { name: 'api', port: 9000, appProtocol: 'grpc' },
    { name: 'sync', port: 9001, appProtocol: 'tcp' },
  ],
});

/** A service that one other may call. */
export function called(workload: Workload, changes: Partial<Service> = {}): Service {
  return { workload, callers: [{ from: workload === web ? stock : web, port: 'api' }], ...changes };
}

export function shop(services: readonly Service[], changes: Partial<Application> = {}): Application {
  return { name: 'shop', cluster: hub, profile: 'staging', services, ...changes };
}

export function wayIn(changes: Partial<Ingress> = {}): Ingress {
  return {
    gateway: edge,
    hosts: ['shop.example.com'],
    port: 'api',
    certificate: { kind: 'issuer', name: 'public' },
    ...changes,
  };
}

export const seconds = Duration.seconds;

/** The objects that a construct makes. */
export function objectsMade(make: (chart: Chart) => void): ManifestObject[] {
  const app = new App();
  make(new Chart(app, 'chart', { disableResourceNameHashes: true }));
  return resolve(app).objects.map(({ object }) => object);
}

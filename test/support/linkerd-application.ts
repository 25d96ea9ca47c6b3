import { Duration } from 'cdk8s';
import { Cluster } from '../../lib/write/fleet/cluster.js';
import type { ExternalGatewayClass } from '../../lib/write/linkerd/traffic/gateway-class.js';
import type { Gateway } from '../../lib/write/workload/gateway.js';
import type { Application } from '../../lib/write/workload/intents/application.js';
import type { Ingress } from '../../lib/write/workload/intents/ingress.js';
import type { Service } from '../../lib/write/workload/intents/service.js';
import type { ExternalWorkload } from '../../lib/write/workload/peer.js';
import type { WorkloadPort } from '../../lib/write/workload/port.js';
import type { Workload } from '../../lib/write/workload/workload.js';

/** A cluster with Linkerd. */
export const cluster = new Cluster('hub', {
  kubernetesVersion: '1.34',
  mesh: { kind: 'linkerd', version: '2.20', cni: true, gatewayApi: { release: '1.5.1', channel: 'experimental' } },
  nodeAddresses: ['192.0.2.10'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
});

/** A workload with one port of HTTP, probed by exec. */
export function workload(name: string, changes: Partial<Workload> = {}): Workload {
  const http: WorkloadPort = { name: 'http', port: 8080, servicePort: 80, appProtocol: 'http' };
  return {
    kind: 'Deployment',
    name,
    namespace: 'apps',
    replicas: 2,
    containers: [
      {
        name,
        image: { repository: `registry.example/${name}`, tag: '1.0.0' },
        resources: { cpu: { request: '100m', limit: '1' }, memory: { request: '64Mi', limit: '128Mi' } },
        probes: {
          readiness: { check: { kind: 'exec', command: ['true'] } },
          liveness: { check: { kind: 'exec', command: ['true'] } },
        },
      },
    ],
    ports: [http],
    ...changes,
  };
}

export const VERSIONS = { versions: [{ name: 'v1' }, { name: 'v2' }] } as const;

/** A service that `client` calls on its port `http`. */
export function service(changes: Partial<Service> = {}, ofWorkload: Partial<Workload> = {}): Service {
  return { workload: workload('web', ofWorkload), callers: [{ from: client, port: 'http' }], ...changes };
}

export function application(services: readonly Service[], changes: Partial<Application> = {}): Application {
  return { name: 'shop', cluster, profile: 'staging', services, ...changes };
}

export const client = external('client');
export const prometheus = external('prometheus');

export const gateway: Gateway = { kind: 'gateway', name: 'edge', namespace: 'edge', direction: 'ingress' };

export const ingress: Ingress = {
  gateway,
  hosts: ['api.example.com'],
  port: 'http',
  certificate: { kind: 'issuer', name: 'public' },
};

export const second = Duration.seconds(1);

/** A workload that others run. */
export function external(name: string, namespace = 'others'): ExternalWorkload {
  return { kind: 'external', name, namespace, serviceAccount: name, podLabels: { app: name } };
}

/** A class of gateways that others run, with nothing wrong about it. */
export const externalClass: ExternalGatewayClass = {
  kind: 'external',
  name: 'envoy',
  ports: { http: 8080, https: 8443 },
  controllers: [{ to: external('envoy'), port: 18_000 }],
  sendsTo: 'services',
  podSecurity: 'restricted',
  serviceAccount: 'gateway',
  gatewayApi: { oldest: '1.2.0', newest: '1.5.1' },
};

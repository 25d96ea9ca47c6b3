import { Fleet, type FleetOptions } from '../lib/index.js';
import { addMessaging, type Region } from './titan/messaging.js';
import { IPC_KEY, NAMESPACE, primaryServices, secondaryServices } from './titan/services.js';

/** Options of the system. */
export interface TitanOptions extends FleetOptions {
  /** Release line of Linkerd; the first is the one that the seed considers. @default 2.20 */
  readonly linkerd?: '2.19' | '2.20';
  /** NATS servers of each region: 1, or an odd number from 3. @default 3 */
  readonly servers?: number;
}

/**
 * Titan, moved from a platform without cluster access to Kubernetes with Linkerd, in two regions.
 *
 * ```
 *   primary                                                                        secondary
 *   outside ──TLS──► ingress ──► console ──► brain ──────── state, mTLS ────────► execution
 *                                              ▲ │                              ┌───┴──── one pod ────┐
 *                               reports, signals │ commands, questions          │ hunter      ──socket│
 *                                              │ ▼                              │ sentinel    ──HMAC──│► execution
 *                   AI Quant ◄───TLS───► NATS with JetStream ◄──TLS──► execution│ scavenger   ──────  │
 *                                              ▲                                └─────────────────────┘
 *                                              └────────────── TLS :30722 ──────────── NATS leaf ◄──TLS──► execution, as in primary
 * ```
 *
 * The requirements of the seed, and how they are met here:
 * - Automatic mTLS and policy: every pod is meshed, and every port is closed except to named callers. Only the console
 *   is exposed.
 * - NATS TLS, as before: servers and clients also use it inside the mesh. Each client has its own user, which may
 *   publish and subscribe only to what it needs, including replies in its own inbox.
 * - Unix domain sockets cannot cross pods: the phase services run in the pod of the execution engine, share a folder in
 *   memory, and sign with a key from a Secret.
 * - Signal storms: a pod of the brain accepts a hundred requests per second. No mesh limits messages over NATS; there,
 *   streams refuse messages above their limit within their maximum age and report an error to the publisher, and the
 *   brain reads at its own pace.
 * - Circuit breaking in front of the execution engine: callers avoid a pod that failed five requests; it has at most a
 *   hundred commands in flight, and a command not started after half a minute is dropped.
 * - Regions: the execution engine of the second one uses a NATS leaf, with a mirror of its commands.
 *
 * The deprecated execution engine on Node.js is not moved. The browser connects only to the console, which forwards
 * requests to the brain; the mesh encrypts between the two, so they need no HTTPS of their own.
 */
export function titan({ linkerd = '2.20', servers = 3, ...inputs }: TitanOptions): Fleet {
  const fleet = new Fleet('titan', {
    prometheus: { namespace: 'monitoring' },
    tracing: { samplingPercent: 10 },
    gatewayClass: { kind: 'envoy-gateway' },
    ...inputs,
  });
  const addRegion = (name: Region, index: number) =>
    fleet.addCluster(name, {
      kubernetesVersion: '1.34',
      mesh: {
        kind: 'linkerd',
        version: linkerd,
        cni: true,
        // The newest that this Linkerd supports.
        gatewayApi: { release: linkerd === '2.19' ? '1.2.1' : '1.5.1' },
      },
      nodes: 3,
      nodeAddresses: [1, 2, 3].map((node) => `198.51.100.${index * 10 + node}`),
      podCidrs: [`10.${index * 2 + 42}.0.0/16`],
      serviceCidrs: [`10.${index * 2 + 43}.0.0/16`],
    });
  const primary = addRegion('primary', 0);
  const secondary = addRegion('secondary', 1);
  const { hub, edge } = addMessaging(primary, secondary, servers);
  const regions = [
    [primary, primaryServices(primary, hub)],
    [secondary, secondaryServices(edge)],
  ] as const;
  for (const [cluster, services] of regions) {
    cluster.addMesh({ controlPlane: { values: { highAvailability: true } } });
    cluster.addPassword({ namespace: NAMESPACE, name: IPC_KEY.secret, key: IPC_KEY.key, credential: 'ipc' });
    cluster.addApplication({ name: 'titan', services });
  }
  return fleet;
}

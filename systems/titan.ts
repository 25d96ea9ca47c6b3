import { Fleet, type FleetOptions } from '../lib/index.js';
import { addMessaging, type Region } from './titan/messaging.js';
import { IPC_KEY, NAMESPACE, primaryServices, secondaryServices } from './titan/services.js';

/** What the owner of the system decides. */
export interface TitanOptions extends FleetOptions {
  /** Release line of Linkerd; the first is the one that the seed weighs. @default 2.20 */
  readonly linkerd?: '2.19' | '2.20';
  /** NATS servers of each region: 1, or an odd number from 3. @default 3 */
  readonly servers?: number;
}

/**
 * Titan, moved from a platform that gave no cluster access to Kubernetes with Linkerd, in two regions.
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
 * What the seed asks a mesh for, and what does it here:
 * - Automatic mTLS, and policy: every pod is meshed, and every port is closed but to the callers that are named. The console alone is
 *   reached from outside.
 * - NATS TLS, as before: servers and clients speak it inside the mesh too. Each client has a user of its own, who may publish and hear
 *   what it needs, answers in an inbox of its own among that.
 * - Unix domain sockets leave no pod: the phase services run beside the execution engine, on a folder in memory, and sign by a key that
 *   comes from a Secret.
 * - Signal storms: a pod of the brain takes a hundred requests a second. What comes over NATS no mesh counts; there, streams refuse what
 *   is beyond their share of messages in their span of time, and tell the publisher, and the brain reads at its own pace.
 * - Circuit breaking in front of the execution engine: callers leave a pod alone that failed five requests; of commands it holds a
 *   hundred at most, and what it has not begun after half a minute is not begun any more.
 * - Regions: the execution engine of the second one stands behind a NATS leaf, with its own copy of its commands.
 *
 * The deprecated execution engine on Node.js is not moved. The console's browser talks to the console alone, which passes on what is for
 * the brain; between the two the mesh encrypts, so that HTTPS of their own falls away.
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
        // The newest that this Linkerd reads.
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

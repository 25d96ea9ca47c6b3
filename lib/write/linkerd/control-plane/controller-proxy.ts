import type { ResourceValues } from './shared-values.js';

/** The differences between the proxies of the controllers. */
export interface ControllerProxy {
  /** Ports of the pod's containers: the proxy fetches their policies. */
  readonly inboundPorts: readonly number[];
  /** Ports on which clients without TLS are rejected. */
  readonly requireTls: readonly number[];
  /** Whether the proxy starts before the controllers of the pod, as a native sidecar or by delaying them. */
  readonly first: boolean;
  /** Services that are in the proxy's own pod. */
  readonly serves: 'identity' | 'destination' | undefined;
  readonly resources: ResourceValues;
  /** Worker threads, instead of the mesh's default. */
  readonly cores: number | null;
}

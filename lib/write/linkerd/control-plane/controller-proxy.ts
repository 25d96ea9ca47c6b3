import type { ResourceValues } from './shared-values.js';

/** How the proxy beside one controller differs from the next. */
export interface ControllerProxy {
  /** Ports of the pod's containers: the proxy asks for the policy of these. */
  readonly inboundPorts: readonly number[];
  /** Ports on which clients without TLS are turned away. */
  readonly requireTls: readonly number[];
  /** Whether the proxy starts before the controllers of the pod, as a native sidecar or by holding them up. */
  readonly first: boolean;
  /** Services that the proxy finds in its own pod. */
  readonly serves: 'identity' | 'destination' | undefined;
  readonly resources: ResourceValues;
  /** Worker threads, in place of the mesh's own figure. */
  readonly cores: number | null;
}

import { at } from '../../../manifest/field-path.js';
import { objectAt, stringAt, valueAt } from '../../../manifest/read.js';
import type { PodTemplate } from '../pods/pod.js';
import { portsOfContainer } from '../pods/ports.js';

const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;
const ACTIONS = ['httpGet', 'grpc', 'tcpSocket'] as const;

/** One probe that the kubelet makes over the network. */
export interface Probe {
  /** Path of the probe's action: `spec.containers[0].livenessProbe.httpGet`. */
  readonly path: string;
  readonly action: (typeof ACTIONS)[number];
  readonly port: number;
  /** `HTTP` or `HTTPS`; of an `httpGet` alone. */
  readonly scheme: string;
  /** What the kubelet asks for, without the query; of an `httpGet` alone. */
  readonly requestPath: string;
}

/** The network probes of a pod whose port is known, and that go to the pod itself. */
export function probesOf(pod: PodTemplate): readonly Probe[] {
  const probed = pod.containers.filter(({ list }) => list !== 'ephemeralContainers');
  return probed.flatMap((container) =>
    PROBES.flatMap((probe) =>
      ACTIONS.flatMap((action) => {
        const spec = objectAt(container.spec, probe, action);
        if (spec === undefined || stringAt(spec, 'host') !== undefined) return [];
        const given = valueAt(spec, 'port');
        const named = portsOfContainer(container).find(({ name }) => name === given)?.number;
        const port = typeof given === 'number' ? given : named;
        if (port === undefined) return [];
        const requestPath = (stringAt(spec, 'path') ?? '/').split(/[?#]/)[0] ?? '/';
        const scheme = stringAt(spec, 'scheme') ?? 'HTTP';
        return [{ path: at(container.path, probe, action), action, port, scheme, requestPath }];
      }),
    ),
  );
}

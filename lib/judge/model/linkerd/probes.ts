import type { Field } from '../../../manifest/field.js';
import type { PodTemplate } from '../pods/pod.js';
import { portsOfContainer } from '../pods/ports.js';

const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;
const ACTIONS = ['httpGet', 'grpc', 'tcpSocket'] as const;

/** One probe that the kubelet makes over the network. */
export interface Probe {
  /** The probe's action: `spec.containers[0].livenessProbe.httpGet`. */
  readonly field: Field;
  readonly action: (typeof ACTIONS)[number];
  readonly port: number;
  /** `HTTP` or `HTTPS`; for an `httpGet` only. */
  readonly scheme: string;
  /** What the kubelet asks for, without the query; for an `httpGet` only. */
  readonly requestPath: string;
}

/** The network probes of a pod whose port is known, and that go to the pod itself. */
export function probesOf(pod: PodTemplate): readonly Probe[] {
  const probed = pod.containers.filter(({ list }) => list !== 'ephemeralContainers');
  return probed.flatMap((container) =>
    PROBES.flatMap((probe) =>
      ACTIONS.flatMap((action) => {
        const field = container.field.at(probe, action);
        if (field.mapping === undefined || field.at('host').text !== undefined) return [];
        const given = field.at('port').value;
        const named = portsOfContainer(container).find(({ name }) => name === given)?.number;
        const port = typeof given === 'number' ? given : named;
        if (port === undefined) return [];
        const requestPath = (field.at('path').text ?? '/').split(/[?#]/)[0] ?? '/';
        const scheme = field.at('scheme').text ?? 'HTTP';
        return [{ field, action, port, scheme, requestPath }];
      }),
    ),
  );
}

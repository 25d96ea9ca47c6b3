import type { Violation } from '../../../../manifest/field.js';
import { linkerdProxyPorts } from '../../../model/linkerd/proxy-ports.js';
import { isInjectedContainer } from '../../../model/pods/injected-containers.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { portsOf } from '../../../model/pods/ports.js';
import { everyInjectedPod } from '../../linkerd/meshed-pods.js';
import { defineRule } from '../../rule.js';

const PREFIX = 'config.linkerd.io/';
const DEFAULT_UID = 2102;

export default defineRule({
  id: 'linkerd/proxy-has-its-own-user-and-ports',
  severity: 'error',
  scope: 'object',
  summary: 'The proxy shares neither its user nor its ports with a container of the pod.',
  rationale:
    "Linkerd recognizes the proxy's own connections by its user: whatever a container sends as that user bypasses the proxy, in plain text. If a container already uses one of the proxy's ports, the proxy does not start.",
  source: 'https://linkerd.io/2-edge/reference/proxy-configuration/',
  appliesTo: POD_KINDS,
  reads: ['*', 'Namespace'],
  passes: example('8080'),
  fails: example('4143'),
  about: everyInjectedPod,
  *check(pod) {
    const uid = userOfProxy(pod);
    if (uid === 0) {
      yield pod.metadata.at('annotations', `${PREFIX}proxy-uid`).violation({
        got: '0',
        expected: `a user that nothing else runs as, such as ${DEFAULT_UID}`,
        effect: 'As root the proxy has more privileges than it needs, and containers that run as root bypass it.',
        fix: 'Remove the annotation.',
      });
    } else {
      yield* containersOfUser(pod, uid);
    }
    for (const { container, field, number, protocol } of portsOf(pod)) {
      const taken = linkerdProxyPorts(pod).find((port) => port.number === number);
      if (taken === undefined || protocol !== 'TCP' || isInjectedContainer(container)) continue;
      yield field.at('containerPort').violation({
        got: `${number}, the ${taken.option.replace('-', ' ')} of the proxy`,
        expected: 'a port that the proxy does not use',
        fix: `Use another port, or move the proxy's with the annotation ${PREFIX}${taken.option}.`,
      });
    }
  },
});

function* containersOfUser(pod: PodTemplate, uid: number): Iterable<Violation> {
  const ofPod = pod.field.at('securityContext', 'runAsUser');
  for (const { field, name, list } of pod.containers) {
    const own = field.at('securityContext', 'runAsUser');
    const user = own.number === undefined ? ofPod : own;
    if (list === 'ephemeralContainers' || name === 'linkerd-proxy' || user.number !== uid) continue;
    yield user.violation({
      got: `${uid}, the user of the proxy`,
      expected: 'another user',
      effect: `All connections of container ${name} leave without mTLS.`,
      fix: `Give container ${name} a user of its own.`,
    });
  }
}

function userOfProxy({ annotations }: PodTemplate): number {
  const value = annotations[`${PREFIX}proxy-uid`];
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : DEFAULT_UID;
}

function example(port: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, annotations: { linkerd.io/inject: enabled } }
spec: { containers: [{ name: web, ports: [{ containerPort: ${port} }] }] }
`;
}

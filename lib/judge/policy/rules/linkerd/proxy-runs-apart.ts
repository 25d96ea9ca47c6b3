import { at } from '../../../../manifest/field-path.js';
import { numberAt } from '../../../../manifest/read.js';
import { isInjected } from '../../../model/linkerd/injection.js';
import { linkerdProxyPorts } from '../../../model/linkerd/proxy-ports.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { portsOf } from '../../../model/pods/ports.js';
import { defineRule } from '../../rule.js';

const PREFIX = 'config.linkerd.io/';
const DEFAULT_UID = 2102;

export default defineRule({
  id: 'linkerd/proxy-runs-apart',
  severity: 'error',
  scope: 'object',
  summary: 'The proxy shares neither its user nor its ports with a container of the pod.',
  rationale:
    "Connections are told to be the proxy's own by its user: what a container sends as that user leaves past the proxy, in plain text. A port that a container has already keeps the proxy from starting.",
  source: 'https://linkerd.io/2-edge/reference/proxy-configuration/',
  appliesTo: POD_KINDS,
  passes: example('8080'),
  fails: example('4143'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined || !isInjected(pod, cluster)) return;
    const uid = userOf(pod);
    if (uid === 0) {
      yield {
        path: at(pod.metadataPath, 'annotations', `${PREFIX}proxy-uid`),
        got: '0',
        expected: `a user that nothing else runs as, such as ${DEFAULT_UID}`,
        fix: 'Remove the annotation: as root the proxy holds more than it needs, and every container that runs as root sends past it.',
      };
    } else {
      const ofPod = numberAt(pod.spec, 'securityContext', 'runAsUser');
      for (const { path, name, spec } of pod.containers.filter(({ list }) => list !== 'ephemeralContainers')) {
        const own = numberAt(spec, 'securityContext', 'runAsUser');
        if ((own ?? ofPod) !== uid || name === 'linkerd-proxy') continue;
        yield {
          path: at(own === undefined ? pod.specPath : path, 'securityContext', 'runAsUser'),
          got: `${uid}, the user of the proxy`,
          expected: 'another user',
          fix: `Give container ${name} a user of its own: as it stands all that it sends leaves without mTLS.`,
        };
      }
    }
    for (const { path, number, protocol } of portsOf(pod)) {
      const taken = linkerdProxyPorts(pod).find((port) => port.number === number);
      if (taken === undefined || protocol !== 'TCP') continue;
      yield {
        path: at(path, 'containerPort'),
        got: `${number}, the ${taken.option.replace('-', ' ')} of the proxy`,
        expected: 'a port that the proxy does not have',
        fix: `Use another port, or move that of the proxy by the annotation ${PREFIX}${taken.option}.`,
      };
    }
  },
});

function userOf({ annotations }: PodTemplate): number {
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

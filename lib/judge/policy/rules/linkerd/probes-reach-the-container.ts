import { skipsInbound } from '../../../model/linkerd/inbound-ports.js';
import { type Probe, probesOf } from '../../../model/linkerd/probes.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { injectedPods } from '../../linkerd/meshed-pods.js';
import { defineRule } from '../../rule.js';

export default defineRule<Probe>({
  id: 'linkerd/probes-reach-the-container',
  severity: 'warning',
  scope: 'object',
  summary: 'No probe of a meshed pod ends at the proxy.',
  rationale:
    'The init container redirects every inbound connection to the proxy, which accepts it whether or not the container listens. A tcpSocket probe succeeds as long as the proxy runs.',
  source: 'https://linkerd.io/2-edge/reference/iptables/',
  appliesTo: POD_KINDS,
  reads: ['*', 'Namespace'],
  passes: example('httpGet: { path: /live, port: 8080 }'),
  fails: example('tcpSocket: { port: 8080 }'),
  about: injectedPods((pod) => probesOf(pod).filter(({ port }) => !skipsInbound(pod, port))),
  *check({ action, field, port }) {
    if (action !== 'tcpSocket') return;
    yield field.violation({
      got: `a TCP connection to ${port}, which the proxy accepts`,
      expected: 'a probe that the container itself answers',
      fix: 'Use httpGet, or exec with a client of the protocol.',
    });
  },
});

function example(probe: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, annotations: { linkerd.io/inject: enabled } }
spec: { containers: [{ name: web, livenessProbe: { ${probe} } }] }
`;
}

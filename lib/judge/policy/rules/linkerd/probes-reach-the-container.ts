import { isInjected } from '../../../model/linkerd/injection.js';
import { includesPort, parsePortList } from '../../../model/linkerd/port-list.js';
import { probesOf } from '../../../model/linkerd/probes.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/probes-reach-the-container',
  severity: 'warning',
  scope: 'object',
  summary: 'No probe of a meshed pod ends at the proxy.',
  rationale:
    'The init container leads every inbound connection to the proxy, which accepts it whether or not the container listens: a tcpSocket probe succeeds as long as the proxy runs.',
  source: 'https://linkerd.io/2-edge/reference/iptables/',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, annotations: { linkerd.io/inject: enabled } }
spec: { containers: [{ name: web, livenessProbe: { httpGet: { path: /live, port: 8080 } } }] }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, annotations: { linkerd.io/inject: enabled } }
spec: { containers: [{ name: web, livenessProbe: { tcpSocket: { port: 8080 } } }] }
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined || !isInjected(pod, cluster)) return;
    const skipped = parsePortList(pod.annotations['config.linkerd.io/skip-inbound-ports'] ?? '');
    for (const { action, path, port } of probesOf(pod)) {
      if (action !== 'tcpSocket' || includesPort(skipped, port)) continue;
      yield {
        path,
        got: `a TCP connection to ${port}, which the proxy accepts`,
        expected: 'a probe that the container itself answers',
        fix: 'Use httpGet, or exec with a client of the protocol.',
      };
    }
  },
});

import { at } from '../../../../manifest/field-path.js';
import { shown, valueAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { portsOf, portsOfContainer } from '../../../model/pods/ports.js';
import { proxyOpens } from '../../../model/pods/proxy-ports.js';
import { defineRule } from '../../rule.js';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const ACTIONS = ['httpGet', 'tcpSocket', 'grpc'];

export default defineRule({
  id: 'pod/probe-port-exists',
  severity: 'error',
  scope: 'object',
  summary: 'Every probe asks a port that the pod declares, or that its proxy opens.',
  rationale: 'A probe of a port where nobody listens never succeeds: the pod restarts for ever, or gets no traffic.',
  source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      ports: [{ name: http, containerPort: 8080 }]
      readinessProbe: { httpGet: { path: /, port: http } }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      ports: [{ name: http, containerPort: 8080 }]
      readinessProbe: { httpGet: { path: /, port: web } }
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    const numbers = new Set(portsOf(pod).map(({ number }) => number));
    for (const container of pod.containers) {
      const names = new Set(portsOfContainer(container).map(({ name }) => name));
      for (const probe of PROBES) {
        for (const action of ACTIONS) {
          const port = valueAt(container.spec, probe, action, 'port');
          // A number is looked up in the whole pod, as its containers share one address; a name in the probed container alone.
          if (
            port === undefined ||
            (typeof port === 'number'
              ? numbers.has(port) || proxyOpens(pod, port, 'TCP', cluster)
              : typeof port === 'string' && names.has(port))
          )
            continue;
          yield {
            path: at(container.path, probe, action, 'port'),
            got: shown(port),
            expected: 'a port that the container declares',
            fix: 'Name a declared port, or declare the one that is probed.',
          };
        }
      }
    }
  },
});

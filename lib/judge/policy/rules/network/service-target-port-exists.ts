import { at } from '../../../../manifest/field-path.js';
import { objectLabel } from '../../../../manifest/object.js';
import { type Found, listAt, shown, stringAt, valueAt } from '../../../../manifest/read.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { portsOf, resolvePort } from '../../../model/pods/ports.js';
import { proxyOpens } from '../../../model/pods/proxy-ports.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'network/service-target-port-exists',
  severity: 'error',
  scope: 'object',
  summary: 'Every target port of a Service is declared by each pod behind it, or opened by its proxy.',
  rationale:
    'Connections to a port where nobody listens are refused, and a name that no container declares gives no endpoint at all.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  appliesTo: ['Service'],
  passes: `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: http }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      ports: [{ name: http, containerPort: 8080 }]
`,
  fails: `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: web }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      ports: [{ name: http, containerPort: 8080 }]
`,
  *check(resource, cluster) {
    const pods = cluster.podsBehind(resource);
    for (const [index, port] of listAt(resource.object, 'spec', 'ports').entries()) {
      const target = valueAt(port, 'targetPort') ?? valueAt(port, 'port');
      const protocol = stringAt(port, 'protocol') ?? 'TCP';
      const without = pods.find(
        (pod) => !declares(pod, target, protocol) && !proxyOpens(pod, target, protocol, cluster),
      );
      if (without === undefined) continue;
      yield {
        path: at('spec.ports', index, valueAt(port, 'targetPort') === undefined ? 'port' : 'targetPort'),
        got: `${shown(target)}/${protocol}, which ${objectLabel(without.resource.object)} does not declare`,
        expected: 'a port that every selected pod declares',
        fix: 'Declare the port in the container, or name the one that it declares.',
      };
    }
  },
});

function declares(pod: PodTemplate, target: Found, protocol: string): boolean {
  const number = resolvePort(pod, target, protocol);
  return portsOf(pod).some((port) => port.number === number && port.protocol === protocol);
}

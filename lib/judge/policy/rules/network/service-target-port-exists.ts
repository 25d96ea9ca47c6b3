import { Field } from '../../../../manifest/field.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { portsOf, resolvePort } from '../../../model/pods/ports.js';
import { proxyMayOpen, proxyOpens } from '../../../model/pods/proxy-ports.js';
import { everyField } from '../../about.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const everyPort = everyField('spec.ports[*]');

export default defineRule<Field>({
  id: 'network/service-target-port-exists',
  severity: 'error',
  scope: 'object',
  summary: 'Each pod behind a Service declares the target ports, or its proxy opens them.',
  rationale:
    'Connections to a port where nothing listens are refused, and a name that no container declares gives no endpoint at all.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  appliesTo: ['Service'],
  reads: [
    ...POD_KINDS,
    '*',
    'ConfigMap',
    'Namespace',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
    'security.istio.io/RequestAuthentication',
  ],
  about: (service) => (Field.of(service).at('spec', 'selector').entries.length > 0 ? everyPort(service) : []),
  *check(port, cluster) {
    const pods = cluster.podsBehind(port.resource);
    if (pods.length === 0) yield notJudged('no pod that the Service selects is among the files');
    const target = port.at(port.at('targetPort').isSet ? 'targetPort' : 'port');
    const protocol = port.at('protocol').text ?? 'TCP';
    const without = pods.find(
      (pod) => !declares(pod, target, protocol) && !proxyOpens(pod, target.value, protocol, cluster),
    );
    if (without === undefined) return;
    if (proxyMayOpen(without, target.value, protocol, cluster)) {
      yield notJudged(`Namespace ${without.namespace} is not among the files`, target);
      return;
    }
    yield target.violation({
      got: `${target.shown}/${protocol}, which ${objectLabel(without.resource.object)} does not declare`,
      expected: 'a port that every selected pod declares',
      fix: 'Declare the port in the container, or name the one that it declares.',
    });
  },
  passes: example('http'),
  fails: example('web'),
});

function declares(pod: PodTemplate, { value }: Field, protocol: string): boolean {
  const number = resolvePort(pod, value, protocol);
  return portsOf(pod).some((port) => port.number === number && port.protocol === protocol);
}

function example(targetPort: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: ${targetPort} }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, image: example.org/web:1.4.2, ports: [{ name: http, containerPort: 8080 }] }] }
`;
}

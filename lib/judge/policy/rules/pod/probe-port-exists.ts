import { POD_KINDS } from '../../../model/pods/pod.js';
import { portsOf, portsOfContainer } from '../../../model/pods/ports.js';
import { proxyMayOpen, proxyOpens } from '../../../model/pods/proxy-ports.js';
import { everyContainer } from '../../about.js';
import { containerWith } from '../../examples/pods.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const ACTIONS = ['httpGet', 'tcpSocket', 'grpc'];

export default defineRule({
  id: 'pod/probe-port-exists',
  severity: 'error',
  scope: 'object',
  summary: 'Every probe uses a port that the pod declares, or that its proxy opens.',
  rationale: 'A probe of a port where nothing listens never succeeds: the pod restarts forever, or gets no traffic.',
  source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  appliesTo: POD_KINDS,
  reads: [
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
  about: everyContainer,
  *check(container, cluster) {
    const names = portsOfContainer(container).map(({ name }) => name);
    const numbers = portsOf(container.pod).map(({ number }) => number);
    const probes = PROBES.flatMap((probe) => ACTIONS.map((action) => container.field.at(probe, action, 'port')));
    for (const port of probes) {
      if (port.value === undefined || (port.text !== undefined && names.includes(port.text))) continue;
      // A number is looked up in the whole pod, since its containers share one address.
      const { number } = port;
      if (number !== undefined && (numbers.includes(number) || proxyOpens(container.pod, number, 'TCP', cluster)))
        continue;
      if (number !== undefined && proxyMayOpen(container.pod, number, 'TCP', cluster)) {
        yield notJudged(`Namespace ${container.pod.namespace} is not among the files`, port);
        continue;
      }
      yield port.violation({
        expected: 'a port that the container declares',
        fix: 'Name a declared port, or declare the one that is probed.',
      });
    }
  },
  passes: example('http'),
  fails: example('web'),
});

function example(port: string): string {
  return containerWith(`ports: [{ name: http, containerPort: 8080 }]
readinessProbe: { httpGet: { path: /, port: ${port} } }`);
}

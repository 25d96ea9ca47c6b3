import { Field, type Violation } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { accessTo } from '../../../model/istio/authorization.js';
import { servicePortsOf } from '../../../model/istio/service-ports.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { type ContainerPort, portsOf } from '../../../model/pods/ports.js';
import { istioPodRule } from '../../istio-pod-rule.js';
import { notJudged, type Outcome } from '../../outcome.js';

export default istioPodRule({
  id: 'istio/stateful-peers-can-call-each-other',
  severity: 'warning',
  summary: 'The pods of a StatefulSet in the mesh can call each other at the ports of their headless Service.',
  rationale:
    'Calls to a pod by its name use the mesh only at ports of the headless Service: at other ports they leave in plaintext, and STRICT peers refuse them. Policies treat peers like any other caller: one that does not name their account refuses them.',
  source: 'https://istio.io/latest/docs/ops/configuration/traffic-management/traffic-routing/#headless-services',
  appliesTo: ['apps/StatefulSet'],
  reads: [
    '*',
    'ConfigMap',
    'Namespace',
    'Pod',
    '*/PodTemplate',
    'ReplicationController',
    'Service',
    'apps/DaemonSet',
    'apps/Deployment',
    'apps/ReplicaSet',
    'batch/CronJob',
    'batch/Job',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
  ],
  passes: example('{ name: tcp-peers, port: 4369 }'),
  fails: example('{ name: tcp-other, port: 9100 }'),
  proxy: 'sidecar',
  unless: ({ replicas }) => (replicas ?? 1) < 2,
  *check(pod, cluster) {
    const name = Field.of(pod.resource).at('spec', 'serviceName').text;
    if (name === undefined) return;
    const service = cluster.find('Service', pod.namespace, name);
    if (service === undefined) yield notJudged(`Service ${pod.namespace}/${name} is not among the files`);
    if (service === undefined || Field.of(service).at('spec', 'clusterIP').text !== 'None') return;
    for (const port of portsOf(pod)) {
      if (port.protocol !== 'TCP') continue;
      const services = servicePortsOf(pod, port.number, cluster);
      // A port that some Service has is called through that Service; one that none has is for the peers.
      if (services.length === 0) yield uncoveredPort(port, service);
      else if (services.every((entry) => entry.service === service)) yield* refusedPeers(port, pod, cluster);
    }
  },
});

function uncoveredPort({ field, number }: ContainerPort, service: Resource): Violation {
  const label = objectLabel(service.object);
  return field.at('containerPort').violation({
    got: `${number}, which no Service has, not even the headless ${label}`,
    expected: `port ${number} on ${label}`,
    effect: `Calls between the pods at ${number} leave in plaintext, and mode STRICT refuses them.`,
    fix: 'Add it there, named after its protocol, such as tcp-peers.',
  });
}

function* refusedPeers({ field, number }: ContainerPort, pod: PodTemplate, cluster: ClusterIndex): Iterable<Outcome> {
  const { reach, callers, deciders } = accessTo(pod, number, cluster);
  const account = new RegExp(`(^|/)ns/${escaped(pod.namespace)}/sa/${escaped(pod.serviceAccount)}$`);
  const named = [
    `account ${pod.serviceAccount}`,
    `account ${pod.namespace}/${pod.serviceAccount}`,
    `namespace ${pod.namespace}`,
  ];
  const admitted = callers.some((caller) => account.test(caller) || named.includes(caller) || caller.includes('*'));
  if (reach === 'anyone' || reach === 'mesh' || admitted) return;
  const vague = callers.filter((caller) => /^(?:addresses|tokens|trust domain|callers) /.test(caller));
  if (vague.length > 0) {
    yield notJudged(`whether ${listed(vague)} include the pods themselves is not known`, field.at('containerPort'));
    return;
  }
  const [decider] = deciders;
  yield field.at('containerPort').violation({
    got: `the pods of ${pod.resource.object.metadata.name} cannot call each other at ${number}, because ${decider === undefined ? 'the policies' : objectLabel(decider.object)} ${reach === 'nobody' ? 'admits nobody there' : `admits only ${listed(callers)}`}`,
    expected: `a rule for their own account, .../ns/${pod.namespace}/sa/${pod.serviceAccount}`,
    effect: 'Pods that find each other through the headless Service are refused.',
    fix: 'Allow their own account at this port.',
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function example(port: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: apps }
spec:
  replicas: 3
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { serviceAccountName: db, containers: [{ name: db, ports: [{ containerPort: 4369 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: apps }
spec: { clusterIP: None, selector: { app: db }, ports: [${port}] }
`;
}

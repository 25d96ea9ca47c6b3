import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import { listAt, stringAt, valueAt } from '../../../../manifest/read.js';
import { accessTo } from '../../../model/istio/authorization.js';
import { hasSidecar } from '../../../model/istio/injection.js';
import { servicePortsOf } from '../../../model/istio/protocols.js';
import { portsOf, resolvePort } from '../../../model/pods/ports.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/stateful-peers-reach-each-other',
  severity: 'warning',
  scope: 'object',
  summary: 'The pods of a StatefulSet in the mesh may call each other, by the ports of their headless Service.',
  rationale:
    'Calls to a pod by its name are of the mesh only at ports that the headless Service has: others leave in plain text, and STRICT peers refuse them. And peers are callers like any other: a policy that does not name their account shuts them out.',
  source: 'https://istio.io/latest/docs/ops/configuration/traffic-management/traffic-routing/#headless-services',
  appliesTo: ['apps/StatefulSet'],
  passes: example('{ name: tcp-peers, port: 4369 }'),
  fails: example('{ name: tcp-other, port: 9100 }'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined || !hasSidecar(pod, cluster) || (pod.replicas ?? 1) < 2) return;
    const service = cluster.find('Service', pod.namespace, stringAt(resource.object, 'spec', 'serviceName') ?? '');
    if (service === undefined || stringAt(service.object, 'spec', 'clusterIP') !== 'None') return;
    const headless = listAt(service.object, 'spec', 'ports').map((entry) =>
      resolvePort(pod, valueAt(entry, 'targetPort') ?? valueAt(entry, 'port')),
    );
    const { name } = resource.object.metadata;
    for (const { number, path, protocol } of portsOf(pod)) {
      if (protocol !== 'TCP') continue;
      const services = servicePortsOf(pod, number, cluster);
      // A port that some Service has is called by that Service; one that none has is left to the peers.
      if (services.length === 0) {
        yield {
          path: at(path, 'containerPort'),
          got: `${number}, which no Service has, not even the headless ${objectLabel(service.object)}`,
          expected: `port ${number} on ${objectLabel(service.object)}`,
          fix: `Add it there, named after its protocol, such as tcp-peers: as it stands calls from pod to pod at ${number} leave in plain text, and mode STRICT refuses them.`,
        };
      }
      const own = headless.includes(number) && services.every((entry) => entry.service === service);
      if (!own) continue;
      const { reach, callers, deciders } = accessTo(pod, number, cluster);
      const account = new RegExp(`(^|/)ns/${escaped(pod.namespace)}/sa/${escaped(pod.serviceAccount)}$`);
      const admitted = callers.some(
        (caller) =>
          account.test(caller) ||
          caller === `namespace ${pod.namespace}` ||
          caller.includes('*') ||
          /^(?:account|addresses|tokens|trust domain|those) ?/.test(caller),
      );
      if (reach === 'anyone' || reach === 'mesh' || admitted) continue;
      const [decider] = deciders;
      yield {
        path: at(path, 'containerPort'),
        got: `the pods of ${name} may not call each other at ${number}, as ${decider === undefined ? 'the policies' : objectLabel(decider.object)} ${reach === 'nobody' ? 'lets nobody in there' : `lets in ${listed(callers)} alone`}`,
        expected: `a rule for their own account, .../ns/${pod.namespace}/sa/${pod.serviceAccount}`,
        fix: 'Allow it at this port, if the pods find each other by the headless Service: they are callers like any other.',
      };
    }
  },
});

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

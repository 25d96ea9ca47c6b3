import { shown, stringAt } from '../../../../manifest/read.js';
import { serverExample } from '../../examples/nats.js';
import { defineServerPodRule } from '../../nats-pod-rule.js';

const server = serverExample('cluster { name: hub, port: 6222 }', { spec: ['serviceName: nats-headless'] });
const service = (name: string) => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: nats-system }
spec: { clusterIP: None, publishNotReadyAddresses: true, selector: { app: nats }, ports: [{ port: 6222 }] }
`;

export default defineServerPodRule({
  id: 'nats/stateful-set-has-a-headless-service',
  severity: 'warning',
  summary: 'The serviceName of a StatefulSet of servers is a headless Service of its namespace.',
  rationale: 'Its pods have names in DNS by that Service alone; servers find each other by these names.',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id',
  passes: server + service('nats-headless'),
  fails: server + service('nats'),
  *check({ pod }, cluster) {
    if (pod.kind !== 'apps/StatefulSet') return;
    const name = stringAt(pod.resource.object, 'spec', 'serviceName');
    // Without a Service among the objects, those are delivered apart.
    if (name === undefined || cluster.ofKindIn(pod.namespace, 'Service').length === 0) return;
    const service = cluster.find('Service', pod.namespace, name);
    const clusterIp = stringAt(service?.object, 'spec', 'clusterIP');
    if (service !== undefined && clusterIp === 'None' && cluster.servicesOf(pod).includes(service)) return;
    yield {
      path: 'spec.serviceName',
      got:
        service === undefined ? `${name}, which is no Service` : `Service ${name} with clusterIP ${shown(clusterIp)}`,
      expected: 'a Service with clusterIP: None that selects the pods',
      fix: 'Name the headless Service, or add it.',
    };
  },
});

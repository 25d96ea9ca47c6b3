import { Field } from '../../../../manifest/field.js';
import { shown, stringAt } from '../../../../manifest/read.js';
import { serverExample } from '../../examples/nats.js';
import { servers } from '../../nats-targets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/stateful-set-has-a-headless-service',
  severity: 'warning',
  scope: 'object',
  summary: 'The serviceName of a StatefulSet of servers is a headless Service of its namespace.',
  rationale: 'Only that Service gives the pods names in DNS, by which the servers find each other.',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id',
  appliesTo: ['apps/StatefulSet'],
  reads: [
    'ConfigMap',
    'Namespace',
    'Pod',
    'ReplicationController',
    'Service',
    'apps/DaemonSet',
    'apps/Deployment',
    'apps/ReplicaSet',
    'batch/CronJob',
    'batch/Job',
  ],
  passes: example('nats-headless'),
  fails: example('nats'),
  about: (resource, cluster) => servers(resource, cluster).map(({ pod }) => pod),
  *check(pod, cluster) {
    const field = Field.of(pod.resource).at('spec', 'serviceName');
    const name = field.text;
    if (name === undefined) return;
    if (cluster.ofKindIn(pod.namespace, 'Service').length === 0) {
      yield notJudged(`no Service of namespace ${pod.namespace} is among the files`);
      return;
    }
    const service = cluster.find('Service', pod.namespace, name);
    const clusterIp = stringAt(service?.object, 'spec', 'clusterIP');
    if (service !== undefined && clusterIp === 'None' && cluster.servicesOf(pod).includes(service)) return;
    yield field.violation({
      got:
        service === undefined ? `${name}, which is no Service` : `Service ${name} with clusterIP ${shown(clusterIp)}`,
      expected: 'a Service with clusterIP: None that selects the pods',
      fix: 'Use the name of the headless Service, or add the Service.',
    });
  },
});

function example(service: string): string {
  return `${serverExample('cluster { name: hub, port: 6222 }', { spec: ['serviceName: nats-headless'] })}---
apiVersion: v1
kind: Service
metadata: { name: ${service}, namespace: nats-system }
spec: { clusterIP: None, publishNotReadyAddresses: true, selector: { app: nats }, ports: [{ port: 6222 }] }
`;
}

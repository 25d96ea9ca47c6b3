import { shown, stringAt } from '../../../../manifest/read.js';
import { reference } from '../../declared/reference.js';
import { serverExample } from '../../examples/nats.js';
import { servers } from '../../nats-targets.js';

export default reference({
  id: 'nats/stateful-set-has-a-headless-service',
  severity: 'warning',
  summary: 'The serviceName of a StatefulSet of servers is a headless Service of its namespace.',
  rationale: 'Only that Service gives the pods names in DNS, by which the servers find each other.',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id',
  appliesTo: ['apps/StatefulSet'],
  reads: [
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
  ],
  passes: example('nats-headless'),
  fails: example('nats'),
  of: 'object',
  unless: (_name, { resource }, cluster) => servers(resource, cluster).length === 0,
  states: {
    field: 'spec.serviceName',
    to: 'Service',
    in: 'same namespace',
    absence: 'kind',
    effect: 'The servers do not find each other.',
  },
  *found(service, { field, name }, cluster) {
    const clusterIp = stringAt(service.object, 'spec', 'clusterIP');
    const selects = servers(field.resource, cluster).every(({ pod }) => cluster.servicesOf(pod).includes(service));
    if (clusterIp === 'None' && selects) return;
    yield field.violation({
      got: `Service ${name} with clusterIP ${shown(clusterIp)}`,
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

import { Field } from '../../../../manifest/field.js';
import { objectsExist } from '../../declared/objects-exist.js';
import { serverExample } from '../../examples/nats.js';
import { clusteredServers } from '../../nats-targets.js';

export default objectsExist({
  id: 'nats/peers-find-each-other-before-ready',
  severity: 'warning',
  summary: 'The names of servers resolve before the servers are ready.',
  rationale:
    'A server becomes ready once it has found its peers. It finds them by name, and DNS leaves out their names until they are ready.',
  source:
    'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-hostname-and-subdomain-fields',
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
  passes: example(true),
  fails: example(false),
  *names(resource, cluster) {
    const field = Field.of(resource).at('spec', 'serviceName');
    const name = field.text;
    for (const server of clusteredServers(resource, cluster)) {
      if ('notJudged' in server) yield server;
      else if (name !== undefined) yield { field, namespace: server.pod.namespace, name };
    }
  },
  states: { field: 'spec.serviceName', to: 'Service', absence: 'never' },
  *found(service, { field, name }) {
    const published = Field.of(service).at('spec', 'publishNotReadyAddresses');
    if (published.value === true) return;
    yield field.violation({
      got: `Service ${name} with publishNotReadyAddresses: ${published.shown}`,
      expected: 'publishNotReadyAddresses: true',
      fix: 'Set it on the headless Service.',
    });
  },
});

function example(published: boolean): string {
  return `${serverExample('cluster { name: hub, port: 6222 }', { replicas: 3, spec: ['serviceName: nats-headless'] })}---
apiVersion: v1
kind: Service
metadata: { name: nats-headless, namespace: nats-system }
spec: { clusterIP: None, publishNotReadyAddresses: ${published}, selector: { app: nats }, ports: [{ port: 6222 }] }
`;
}

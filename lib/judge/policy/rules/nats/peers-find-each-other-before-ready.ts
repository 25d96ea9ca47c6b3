import { booleanAt, shown, stringAt } from '../../../../manifest/read.js';
import { isClustered } from '../../../model/nats/jetstream.js';
import { serverExample } from '../../examples/nats.js';
import { defineServerPodRule } from '../../nats-pod-rule.js';

const server = serverExample('cluster { name: hub, port: 6222 }', {
  replicas: 3,
  spec: ['serviceName: nats-headless'],
});
const service = (published: boolean) => `---
apiVersion: v1
kind: Service
metadata: { name: nats-headless, namespace: nats-system }
spec: { clusterIP: None, publishNotReadyAddresses: ${published}, selector: { app: nats }, ports: [{ port: 6222 }] }
`;

export default defineServerPodRule({
  id: 'nats/peers-find-each-other-before-ready',
  severity: 'warning',
  summary: 'The names of servers resolve before they are ready.',
  rationale:
    'A server becomes ready when it has found its peers, and it finds them by names that DNS leaves out until they are ready.',
  source:
    'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-hostname-and-subdomain-fields',
  passes: server + service(true),
  fails: server + service(false),
  *check(natsServer, cluster) {
    const { pod } = natsServer;
    const name = stringAt(pod.resource.object, 'spec', 'serviceName');
    if (pod.kind !== 'apps/StatefulSet' || name === undefined || !isClustered(natsServer)) return;
    const headless = cluster.find('Service', pod.namespace, name);
    if (headless === undefined) return;
    const published = booleanAt(headless.object, 'spec', 'publishNotReadyAddresses');
    if (published === true) return;
    yield {
      path: 'spec.serviceName',
      got: `Service ${name} with publishNotReadyAddresses: ${shown(published)}`,
      expected: 'publishNotReadyAddresses: true',
      fix: 'Set it on the headless Service.',
    };
  },
});

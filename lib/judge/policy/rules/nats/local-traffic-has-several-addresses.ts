import { entryPointsBeyond, type Links, linksOf } from '../../../model/nats/links.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { linkExample } from '../../examples/nats-link.js';
import { defineRule } from '../../rule.js';

export default defineRule<Links>({
  id: 'nats/local-traffic-has-several-addresses',
  severity: 'warning',
  scope: 'fleet',
  summary: 'A leaf that dials a Service with externalTrafficPolicy: Local knows several nodes.',
  rationale: 'A node without a pod of the hub drops the connection: when the pod moves, the one address is dead.',
  source:
    'https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip',
  appliesTo: POD_KINDS,
  passes: linkExample({ trafficPolicy: 'Cluster' }),
  fails: linkExample({ trafficPolicy: 'Local' }),
  collect: linksOf,
  *check(all) {
    for (const [cluster, { addresses }] of all) {
      for (const { resource, port, alternatives, report } of addresses) {
        if (alternatives > 1) continue;
        const hubs = entryPointsBeyond(all, cluster, port);
        const local = hubs.length > 0 && hubs.every(({ localTraffic }) => localTraffic);
        if (!local) continue;
        const expected = 'the addresses of all nodes that may run the hub';
        yield {
          cluster,
          resource,
          ...report({ expected, fix: 'Name them all in urls, or use externalTrafficPolicy: Cluster.' }),
        };
      }
    }
  },
});

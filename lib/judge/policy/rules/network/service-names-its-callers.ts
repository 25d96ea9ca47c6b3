import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { breadthOf } from '../../../model/network/address-blocks.js';
import { defineRule } from '../../rule.js';

/** Ports of HTTP, HTTPS and DNS, which are there for everyone. */
const PUBLIC_PORTS = [53, 80, 443];

export default defineRule({
  id: 'network/service-names-its-callers',
  severity: 'warning',
  scope: 'object',
  summary: 'A Service that is published names its callers, and claims no addresses.',
  rationale:
    'A load balancer without source ranges accepts connections from the whole internet. An address in externalIPs draws the traffic for it from every pod of the cluster, no matter who owns the address.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#external-ips',
  appliesTo: ['Service'],
  reads: ['Node'],
  *check(resource, cluster) {
    const service = Field.of(resource);
    const spec = service.at('spec');
    const external = spec.at('externalIPs');
    if (external.items.length > 0) {
      yield external.violation({
        expected: 'no such field',
        fix: 'Publish the Service by a node port or a load balancer: anyone who can write this field can take over any address.',
      });
    }
    if (spec.at('type').text !== 'LoadBalancer' || isInternal(service.at('metadata', 'annotations'))) return;
    const ports = spec.at('ports').items.map((port) => port.at('port').number ?? 0);
    const guarded = ports.filter((port) => !PUBLIC_PORTS.includes(port));
    const ranges = spec.at('loadBalancerSourceRanges');
    if (guarded.length === 0 || !isOpen(ranges, cluster)) return;
    yield ranges.violation({
      got: `${ranges.shown}, for ${listed(guarded)}`,
      expected: 'the networks of the callers',
      effect: 'Anyone on the internet can connect.',
      fix: 'List the networks.',
    });
  },
  passes: example('loadBalancerSourceRanges: [192.0.2.0/24], '),
  fails: example(''),
});

function isOpen({ texts }: Field, cluster: ClusterIndex): boolean {
  const blocks = texts.map((cidr) => ({ cidr, except: [] }));
  return blocks.length === 0 || breadthOf(blocks, cluster) === 'everyone';
}

/** Whether an annotation keeps the load balancer within the network of the cloud or the site. */
function isInternal(annotations: Field): boolean {
  return Object.entries(annotations.textEntries).some(
    ([key, value]) =>
      (/internal/i.test(key) && !/^(?:false|)$/i.test(value)) ||
      (/(?:scheme|type|load-balancer-type)$/.test(key) && /^(?:internal|intranet|private)$/i.test(value)),
  );
}

function example(ranges: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: hub, namespace: apps }
spec: { type: LoadBalancer, ${ranges}ports: [{ port: 7422 }] }
`;
}

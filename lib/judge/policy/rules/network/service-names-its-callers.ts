import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { listAt, numberAt, shown, stringAt, stringListAt, stringsAt, valueAt } from '../../../../manifest/read.js';
import { breadthOf } from '../../../model/network/address-blocks.js';
import { defineRule } from '../../rule.js';

/** Ports of HTTP, HTTPS and DNS, which are there for everyone. */
const PUBLIC_PORTS = [53, 80, 443];

export default defineRule({
  id: 'network/service-names-its-callers',
  severity: 'warning',
  scope: 'object',
  summary: 'A Service that is published says for whom, and claims no addresses of its own.',
  rationale:
    'A load balancer without source ranges takes connections from the whole internet. An address in externalIPs draws the traffic for it from every pod of the cluster, whoever owns it.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#external-ips',
  appliesTo: ['Service'],
  passes: `
apiVersion: v1
kind: Service
metadata: { name: hub, namespace: apps }
spec: { type: LoadBalancer, loadBalancerSourceRanges: [192.0.2.0/24], ports: [{ port: 7422 }] }
`,
  fails: `
apiVersion: v1
kind: Service
metadata: { name: hub, namespace: apps }
spec: { type: LoadBalancer, ports: [{ port: 7422 }] }
`,
  *check({ object }, cluster) {
    const external = listAt(object, 'spec', 'externalIPs');
    if (external.length > 0) {
      yield {
        path: 'spec.externalIPs',
        got: shown([...external]),
        expected: 'no such field',
        fix: 'Publish the Service by a node port or a load balancer: whoever may write this field can take over any address.',
      };
    }
    if (stringAt(object, 'spec', 'type') !== 'LoadBalancer' || isInternal(stringsAt(object, 'metadata', 'annotations')))
      return;
    const ports = listAt(object, 'spec', 'ports').map((port) => numberAt(port, 'port') ?? 0);
    const guarded = ports.filter((port) => !PUBLIC_PORTS.includes(port));
    const ranges = stringListAt(object, 'spec', 'loadBalancerSourceRanges');
    const open =
      ranges.length === 0 ||
      breadthOf(
        ranges.map((cidr) => ({ cidr, except: [] })),
        cluster,
      ) === 'everyone';
    if (guarded.length === 0 || !open) return;
    yield {
      path: at('spec', 'loadBalancerSourceRanges'),
      got: `${shown(valueAt(object, 'spec', 'loadBalancerSourceRanges'))}, for ${listed(guarded)}`,
      expected: 'the networks of the callers',
      fix: 'List them: as it stands anyone on the internet may connect.',
    };
  },
});

/** Whether an annotation keeps the load balancer within the network of the cloud or the site. */
function isInternal(annotations: Readonly<Record<string, string>>): boolean {
  return Object.entries(annotations).some(
    ([key, value]) =>
      (/internal/i.test(key) && !/^(?:false|)$/i.test(value)) ||
      (/(?:scheme|type|load-balancer-type)$/.test(key) && /^(?:internal|intranet|private)$/i.test(value)),
  );
}

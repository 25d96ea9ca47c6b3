import { at } from '../../../../manifest/field-path.js';
import { objectLabel } from '../../../../manifest/object.js';
import { type Found, listAt, numberAt, stringAt, stringListAt } from '../../../../manifest/read.js';
import { Claims } from '../../../model/claims.js';
import { exportScopes, meet, type Scopes } from '../../../model/istio/scopes.js';
import { SERVICE_ENTRY } from '../../../model/istio/traffic-kinds.js';
import { perCluster } from '../../../model/per-cluster.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const example = (protocol: string) => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: apps }
spec: { hosts: [api.example.com], ports: [{ number: 443, name: https, protocol: HTTPS }] }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: shop }
spec: { hosts: [api.example.com], ports: [{ number: 443, name: main, protocol: ${protocol} }] }
`;

export default defineRule({
  id: 'istio/service-entry-protocols-agree',
  severity: 'error',
  scope: 'object',
  summary: 'ServiceEntries of one host and port name one protocol.',
  rationale:
    'A proxy opens one listener for a host and port: what the older entry says holds, and requests in the other protocol fail, or travel without the TLS that was meant.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0177/',
  appliesTo: [SERVICE_ENTRY],
  passes: example('https'),
  fails: example('HTTP'),
  *check(resource, cluster) {
    const { object } = resource;
    const own = exportScopes(object, namespaceOf(resource));
    const hosts = stringListAt(object, 'spec', 'hosts');
    const { claims, scopes } = declaredPorts(cluster);
    for (const [index, port] of listAt(object, 'spec', 'ports').entries()) {
      const number = numberAt(port, 'number');
      const protocol = protocolIn(port);
      for (const host of hosts) {
        const rivals = claims.rivalsOf(resource, `${host}:${number}`, (part) => {
          const known = scopes.get(part);
          return known !== undefined && known.protocol !== protocol && meet(own, known.scopes);
        });
        if (rivals === undefined) continue;
        const theirs = listAt(rivals.first.object, 'spec', 'ports').find((each) => numberAt(each, 'number') === number);
        const more = rivals.more === 0 ? '' : `, and another protocol in ${rivals.more} more`;
        yield {
          path: at('spec', 'ports', index, 'protocol'),
          got: `${protocol} for ${host}:${number}, which is ${protocolIn(theirs)} in ${objectLabel(rivals.first.object)}${more}`,
          expected: 'one protocol for a host and port',
          fix: `Make them agree, or part them by exportTo; as it is, proxies that see both follow the older one, and callers that speak the other protocol fail.`,
        };
        break;
      }
    }
  },
});

/** The hosts and ports of every ServiceEntry, parted by their protocol and by the namespaces that see them. */
const declaredPorts = perCluster((cluster) => {
  const claims = new Claims();
  const scopes = new Map<string, { readonly protocol: string; readonly scopes: Scopes }>();
  for (const entry of cluster.ofKind(SERVICE_ENTRY)) {
    const seen = exportScopes(entry.object, namespaceOf(entry));
    const shownTo = seen === '*' ? seen : [...seen].sort().join();
    const numbers = new Set<number>();
    for (const port of listAt(entry.object, 'spec', 'ports')) {
      const number = numberAt(port, 'number');
      if (number === undefined || numbers.has(number)) continue;
      numbers.add(number);
      const protocol = protocolIn(port);
      const part = `${protocol} ${shownTo}`;
      scopes.set(part, { protocol, scopes: seen });
      for (const host of stringListAt(entry.object, 'spec', 'hosts')) claims.add(`${host}:${number}`, part, entry);
    }
  }
  return { claims, scopes };
});

function protocolIn(port: Found): string {
  return (stringAt(port, 'protocol') ?? 'TCP').toUpperCase();
}

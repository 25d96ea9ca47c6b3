import { Field } from '../../../../manifest/field.js';
import { objectLabel } from '../../../../manifest/object.js';
import { Claims } from '../../../model/claims.js';
import { exportScopes, meet, type Scopes } from '../../../model/istio/scopes.js';
import { portsOfService } from '../../../model/istio/service-ports.js';
import { SERVICE_ENTRY } from '../../../model/istio/traffic-kinds.js';
import { perCluster } from '../../../model/per-cluster.js';
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

export default defineRule<Field>({
  id: 'istio/service-entry-protocols-agree',
  severity: 'error',
  scope: 'object',
  summary: 'ServiceEntries for the same host and port name the same protocol.',
  rationale:
    'A proxy opens one listener for a host and port: it follows the older entry, and requests in the other protocol fail, or travel without the TLS that is meant.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0177/',
  appliesTo: [SERVICE_ENTRY],
  passes: example('https'),
  fails: example('HTTP'),
  about: portsOfService,
  *check(port, cluster) {
    const entry = port.resource;
    const own = exportScopes(entry);
    const number = port.at('number').number;
    const protocol = protocolIn(port);
    const { claims, scopes } = declaredPorts(cluster);
    for (const host of Field.of(entry).at('spec', 'hosts').texts) {
      const rivals = claims.rivalsOf(entry, `${host}:${number}`, (part) => {
        const known = scopes.get(part);
        return known !== undefined && known.protocol !== protocol && meet(own, known.scopes);
      });
      if (rivals === undefined) continue;
      const theirs = portsOfService(rivals.first).find((each) => each.at('number').number === number);
      const more = rivals.more === 0 ? '' : `, and another protocol in ${rivals.more} more`;
      yield port.at('protocol').violation({
        got: `${protocol} for ${host}:${number}, which is ${theirs === undefined ? 'TCP' : protocolIn(theirs)} in ${objectLabel(rivals.first.object)}${more}`,
        expected: 'one protocol for a host and port',
        effect: 'Proxies that see both follow the older one, and callers that speak the other protocol fail.',
        fix: 'Make them agree, or export them to different namespaces.',
      });
      break;
    }
  },
});

/** The hosts and ports of every ServiceEntry, by their protocol and the namespaces that see them. */
const declaredPorts = perCluster((cluster) => {
  const claims = new Claims();
  const scopes = new Map<string, { readonly protocol: string; readonly scopes: Scopes }>();
  for (const entry of cluster.ofKind(SERVICE_ENTRY)) {
    const seen = exportScopes(entry);
    const shownTo = seen === '*' ? seen : [...seen].sort().join();
    const numbers = new Set<number>();
    for (const port of portsOfService(entry)) {
      const number = port.at('number').number;
      if (number === undefined || numbers.has(number)) continue;
      numbers.add(number);
      const protocol = protocolIn(port);
      const part = `${protocol} ${shownTo}`;
      scopes.set(part, { protocol, scopes: seen });
      for (const host of Field.of(entry).at('spec', 'hosts').texts) claims.add(`${host}:${number}`, part, entry);
    }
  }
  return { claims, scopes };
});

function protocolIn(port: Field): string {
  return (port.at('protocol').text ?? 'TCP').toUpperCase();
}

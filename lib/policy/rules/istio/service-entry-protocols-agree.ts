import { at } from '../../../manifest/field-path.js';
import { objectLabel } from '../../../manifest/object.js';
import { exportScopes, meet } from '../../istio/scopes.js';
import { SERVICE_ENTRY } from '../../istio/traffic-kinds.js';
import { namespaceOf } from '../../pod.js';
import { listAt, numberAt, stringAt, stringListAt } from '../../read.js';
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
  *check(subject, cluster) {
    const { object } = subject;
    const scopes = exportScopes(object, namespaceOf(subject));
    const hosts = stringListAt(object, 'spec', 'hosts');
    const others = cluster
      .ofKind(SERVICE_ENTRY)
      .filter((other) => other !== subject && meet(scopes, exportScopes(other.object, namespaceOf(other))));
    for (const [index, port] of listAt(object, 'spec', 'ports').entries()) {
      const number = numberAt(port, 'number');
      const protocol = (stringAt(port, 'protocol') ?? 'TCP').toUpperCase();
      for (const other of others) {
        const shared = stringListAt(other.object, 'spec', 'hosts').find((host) => hosts.includes(host));
        const theirs = listAt(other.object, 'spec', 'ports').find((each) => numberAt(each, 'number') === number);
        const said = (stringAt(theirs, 'protocol') ?? 'TCP').toUpperCase();
        if (shared === undefined || theirs === undefined || said === protocol) continue;
        yield {
          path: at('spec', 'ports', index, 'protocol'),
          got: `${protocol} for ${shared}:${number}, which is ${said} in ${objectLabel(other.object)}`,
          expected: 'one protocol for a host and port',
          fix: `Make them agree, or part them by exportTo; as it is, proxies that see both follow the older one, and callers that speak the other protocol fail.`,
        };
      }
    }
  },
});

import { at } from '../../../../manifest/field-path.js';
import { listAt, numberAt, objectAt, stringAt, stringsAt } from '../../../../manifest/read.js';
import { installsOf } from '../../../model/istio/mesh-config.js';
import { SERVICE_ENTRY } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (more: string) => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: db, namespace: apps }
spec: { hosts: [db.example.com]${more}, ports: [{ number: 5432, name: tcp, protocol: TCP }], resolution: DNS }
`;

export default defineRule({
  id: 'istio/service-entries-have-addresses',
  severity: 'warning',
  scope: 'object',
  summary: 'A ServiceEntry with a TCP port has addresses.',
  rationale:
    'TCP has no host name. Without an address of its own the entry takes the port on every address: two such entries cannot be told apart, and connections to others go to the first.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0134/',
  appliesTo: [SERVICE_ENTRY],
  passes: example(', addresses: [10.9.9.9]'),
  fails: example(''),
  *check(resource, cluster) {
    const { object } = resource;
    const allocated = installsOf(cluster).some(({ meshConfig }) => {
      const metadata = stringsAt(meshConfig, 'defaultConfig', 'proxyMetadata');
      const asked =
        metadata['ISTIO_META_DNS_AUTO_ALLOCATE'] === 'true' || metadata['PILOT_ENABLE_IP_AUTOALLOCATE'] === 'true';
      return metadata['ISTIO_META_DNS_CAPTURE'] === 'true' && asked;
    });
    if (allocated || listAt(object, 'spec', 'addresses').length > 0) return;
    if (listAt(objectAt(object, 'status'), 'addresses').length > 0) return;
    for (const [index, port] of listAt(object, 'spec', 'ports').entries()) {
      if ((stringAt(port, 'protocol') ?? 'TCP').toUpperCase() !== 'TCP') continue;
      yield {
        path: at('spec', 'ports', index),
        got: `TCP on port ${numberAt(port, 'number') ?? ''}, without spec.addresses`,
        expected: 'the addresses of the hosts, or protocol TLS, which is told apart by its SNI',
        fix: 'Add addresses, use protocol TLS where callers speak it, or let proxies capture DNS and allocate addresses. As it is, the proxy cannot tell this host from others on the port.',
      };
    }
  },
});

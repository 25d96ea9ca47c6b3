import { Field } from '../../../../manifest/field.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { installsOf } from '../../../model/istio/mesh-config.js';
import { portsOfService } from '../../../model/istio/service-ports.js';
import { SERVICE_ENTRY } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (more: string) => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: db, namespace: apps }
spec: { hosts: [db.example.com]${more}, ports: [{ number: 5432, name: tcp, protocol: TCP }], resolution: DNS }
`;

export default defineRule<Field>({
  id: 'istio/service-entries-have-addresses',
  severity: 'warning',
  scope: 'object',
  summary: 'A ServiceEntry with a TCP port has addresses.',
  rationale:
    'TCP has no host name. Without an address of its own the entry takes the port on every address: two such entries cannot be distinguished, and connections to other hosts go to the first.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0134/',
  appliesTo: [SERVICE_ENTRY],
  reads: ['ConfigMap', 'install.istio.io/IstioOperator', 'sailoperator.io/Istio', 'sailoperator.io/IstioRevision'],
  passes: example(', addresses: [10.9.9.9]'),
  fails: example(''),
  about: (resource) =>
    portsOfService(resource).filter((port) => (port.at('protocol').text ?? 'TCP').toUpperCase() === 'TCP'),
  *check(port, cluster) {
    const entry = Field.of(port.resource);
    const addresses = [...entry.at('spec', 'addresses').items, ...entry.at('status', 'addresses').items];
    if (addresses.length > 0 || allocatesAddresses(cluster)) return;
    yield port.violation({
      got: `TCP on port ${port.at('number').number ?? ''}, without spec.addresses`,
      expected: 'the addresses of the hosts, or protocol TLS, whose SNI tells hosts apart',
      effect: 'The proxy cannot tell this host from others on the port.',
      fix: 'Add addresses, use protocol TLS where callers speak it, or let proxies capture DNS and allocate addresses.',
    });
  },
});

function allocatesAddresses(cluster: ClusterIndex): boolean {
  return installsOf(cluster).some(({ meshConfig }) => {
    const metadata = meshConfig.at('defaultConfig', 'proxyMetadata').textEntries;
    const allocates =
      metadata['ISTIO_META_DNS_AUTO_ALLOCATE'] === 'true' || metadata['PILOT_ENABLE_IP_AUTOALLOCATE'] === 'true';
    return metadata['ISTIO_META_DNS_CAPTURE'] === 'true' && allocates;
  });
}

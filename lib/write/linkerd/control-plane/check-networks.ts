import ipaddr from 'ipaddr.js';
import type { Diagnostic } from '../../../diagnostic.js';
import type { Cluster } from '../../fleet/cluster.js';
import type { LinkerdValues } from './values.js';

export function checkNetworks(where: string, cluster: Cluster, { clusterNetworks }: LinkerdValues): Diagnostic[] {
  const networks = clusterNetworks.split(',').map((network) => network.trim());
  const wrong = networks.filter((network) => !ipaddr.isValidCIDR(network));
  if (wrong.length > 0) {
    return wrong.map((network) => ({
      where,
      got: network === '' ? 'an empty entry' : `'${network}'`,
      expected: 'CIDRs separated by commas, such as 10.42.0.0/16,10.43.0.0/16',
      fix: 'Write address, slash and prefix length: the injector refuses every pod otherwise.',
    }));
  }
  const own = [...cluster.podCidrs, ...cluster.serviceCidrs].filter((cidr) => ipaddr.isValidCIDR(cidr));
  return own
    .filter((cidr) => !networks.some((network) => contains(network, cidr)))
    .map((cidr) => ({
      where,
      got: `${clusterNetworks}, which does not hold ${cidr} of cluster '${cluster.name}'`,
      expected: 'the networks of all pods and Services',
      fix: `Add ${cidr}: proxies look no service up outside these networks, and send it plaintext.`,
    }));
}

function contains(outer: string, inner: string): boolean {
  const [network, bits] = ipaddr.parseCIDR(outer);
  const [address, innerBits] = ipaddr.parseCIDR(inner);
  return network.kind() === address.kind() && bits <= innerBits && address.match(network, bits);
}

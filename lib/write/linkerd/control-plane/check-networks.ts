import type { Diagnostic } from '../../../diagnostic.js';
import { contains, parseCidr } from '../../../formats/cidr.js';
import { at, type Place } from '../../../input/place.js';
import type { Cluster } from '../../fleet/cluster.js';
import type { LinkerdValues } from './values.js';

export function checkNetworks(place: Place, cluster: Cluster, { clusterNetworks }: LinkerdValues): Diagnostic[] {
  const networks = clusterNetworks.split(',').map((network) => network.trim());
  const wrong = networks.filter((network) => parseCidr(network) === undefined);
  if (wrong.length > 0) {
    return wrong.map((network) => ({
      ...at(place, 'clusterNetworks'),
      got: network === '' ? 'an empty entry' : `'${network}'`,
      expected: 'CIDRs separated by commas, such as 10.42.0.0/16,10.43.0.0/16',
      fix: 'Write address, slash and prefix length: otherwise the injector rejects every pod.',
    }));
  }
  const proxied = networks.flatMap((network) => parseCidr(network) ?? []);
  return [...cluster.podCidrs, ...cluster.serviceCidrs]
    .filter((cidr) => {
      const own = parseCidr(cidr);
      return own !== undefined && !proxied.some((network) => contains(network, own));
    })
    .map((cidr) => ({
      ...at(place, 'clusterNetworks'),
      got: `${clusterNetworks}, which does not contain ${cidr} of cluster '${cluster.name}'`,
      expected: 'the networks of all pods and Services',
      fix: `Add ${cidr}: proxies discover no service outside these networks, and send it plaintext.`,
    }));
}

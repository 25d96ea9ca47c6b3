import type { ClusterProps } from '../../../lib/write/fleet/cluster-props.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { filesOf, refusal } from '../../support/synth.js';

export const props: ClusterProps = {
  kubernetesVersion: '1.33',
  nodeAddresses: ['192.0.2.1'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
};

/** What a fleet of one cluster is refused with. */
export function oneCluster(changes: Partial<ClusterProps>, name = 'a'): string[] {
  const fleet = new Fleet('fleet');
  fleet.addCluster(name, { ...props, ...changes });
  return refusal(() => filesOf(fleet));
}

import type { CrdDefinition } from './definition.js';
import { conditions, networks, objectOf, resource } from './fragments.js';

/** Traffic that leaves the cluster, and whether it is allowed. */
export const egressNetwork: CrdDefinition = {
  group: 'policy.linkerd.io',
  kind: 'EgressNetwork',
  plural: 'egressnetworks',
  singular: 'egressnetwork',
  listKind: 'EgressNetworkList',
  categories: ['policy'],
  scope: 'Namespaced',
  versions: [
    {
      name: 'v1alpha1',
      storage: true,
      statusSubresource: true,
      schema: resource(
        objectOf({ trafficPolicy: { type: 'string', enum: ['Allow', 'Deny'] }, networks }, ['trafficPolicy']),
        objectOf({ conditions }),
      ),
    },
  ],
};

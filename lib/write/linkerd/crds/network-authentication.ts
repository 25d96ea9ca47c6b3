import type { CrdDefinition } from './definition.js';
import { networks, objectOf, resource } from './fragments.js';

/** A set of networks that clients may come from. */
export const networkAuthentication: CrdDefinition = {
  group: 'policy.linkerd.io',
  kind: 'NetworkAuthentication',
  plural: 'networkauthentications',
  singular: 'networkauthentication',
  shortNames: ['netauthn', 'networkauthn'],
  scope: 'Namespaced',
  versions: [{ name: 'v1alpha1', storage: true, schema: resource(objectOf({ networks }, ['networks'])) }],
};

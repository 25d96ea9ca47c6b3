import type { CrdDefinition } from './definition.js';
import {
  groupName,
  kindName,
  lenientNamespaceName,
  listOf,
  objectName,
  objectOf,
  resource,
  text,
} from './fragments.js';

/** A set of mesh identities, given as strings or as references, never both. */
export const meshTlsAuthentication: CrdDefinition = {
  group: 'policy.linkerd.io',
  kind: 'MeshTLSAuthentication',
  plural: 'meshtlsauthentications',
  singular: 'meshtlsauthentication',
  shortNames: ['meshtlsauthn'],
  scope: 'Namespaced',
  versions: [
    {
      name: 'v1alpha1',
      storage: true,
      schema: resource({
        ...objectOf({
          identities: listOf(text, { minItems: 1 }),
          identityRefs: listOf(
            objectOf({ group: groupName, kind: kindName, name: objectName, namespace: lenientNamespaceName }, ['kind']),
            { minItems: 1 },
          ),
        }),
        oneOf: [{ required: ['identities'] }, { required: ['identityRefs'] }],
      }),
    },
  ],
};

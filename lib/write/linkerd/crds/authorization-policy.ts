import type { CrdDefinition } from './definition.js';
import {
  groupName,
  kindName,
  lenientNamespaceName,
  listOf,
  localReference,
  objectName,
  objectOf,
  resource,
} from './fragments.js';

/** Names the authentications that traffic to a target must satisfy, all at once. */
export const authorizationPolicy: CrdDefinition = {
  group: 'policy.linkerd.io',
  kind: 'AuthorizationPolicy',
  plural: 'authorizationpolicies',
  singular: 'authorizationpolicy',
  shortNames: ['authzpolicy'],
  scope: 'Namespaced',
  versions: [
    {
      name: 'v1alpha1',
      storage: true,
      schema: resource(
        objectOf(
          {
            targetRef: localReference,
            requiredAuthenticationRefs: listOf(
              objectOf({ group: groupName, kind: kindName, name: objectName, namespace: lenientNamespaceName }, [
                'kind',
                'name',
              ]),
            ),
          },
          ['targetRef', 'requiredAuthenticationRefs'],
        ),
      ),
    },
  ],
};

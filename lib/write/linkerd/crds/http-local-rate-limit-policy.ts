import type { CrdDefinition, OpenApiSchema } from './definition.js';
import {
  conditions,
  groupName,
  kindName,
  listOf,
  localReference,
  namespaceName,
  objectName,
  objectOf,
  resource,
} from './fragments.js';

const requestsPerSecond: OpenApiSchema = { type: 'integer', format: 'int64' };
const limit = objectOf({ requestsPerSecond }, ['requestsPerSecond']);

/** Caps the HTTP requests that each pod of a Server takes per second. */
export const httpLocalRateLimitPolicy: CrdDefinition = {
  group: 'policy.linkerd.io',
  kind: 'HTTPLocalRateLimitPolicy',
  plural: 'httplocalratelimitpolicies',
  singular: 'httplocalratelimitpolicy',
  listKind: 'HTTPLocalRateLimitPolicyList',
  scope: 'Namespaced',
  versions: [
    {
      name: 'v1alpha1',
      storage: true,
      statusSubresource: true,
      printerColumns: [
        { name: 'Target_kind', type: 'string', jsonPath: '.spec.targetRef.kind' },
        { name: 'Target_name', type: 'string', jsonPath: '.spec.targetRef.name' },
        { name: 'Total_RPS', type: 'integer', format: 'int32', jsonPath: '.spec.total.requestsPerSecond' },
        { name: 'Identity_RPS', type: 'integer', format: 'int32', jsonPath: '.spec.identity.requestsPerSecond' },
      ],
      schema: resource(
        objectOf(
          {
            targetRef: localReference,
            total: limit,
            identity: limit,
            overrides: listOf(
              objectOf(
                {
                  requestsPerSecond,
                  clientRefs: listOf(
                    objectOf({ group: groupName, kind: kindName, namespace: namespaceName, name: objectName }, [
                      'kind',
                      'name',
                    ]),
                  ),
                },
                ['requestsPerSecond', 'clientRefs'],
              ),
            ),
          },
          ['targetRef'],
        ),
        objectOf(
          {
            conditions,
            targetRef: objectOf(
              {
                group: { ...groupName, default: 'policy.linkerd.io' },
                kind: { ...kindName, default: 'Server' },
                name: objectName,
              },
              ['name'],
            ),
          },
          ['targetRef'],
        ),
      ),
    },
  ],
};

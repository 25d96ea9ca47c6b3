import type { CrdDefinition, OpenApiSchema } from './definition.js';
import { anyObject, flag, listOf, objectOf, text } from './fragments.js';

const int32: OpenApiSchema = { type: 'integer', format: 'int32' };

const dstOverrides = listOf(
  objectOf({
    authority: text,
    weight: {
      'x-kubernetes-int-or-string': true,
      anyOf: [{ type: 'integer' }, { type: 'string' }],
      pattern:
        '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
    },
  }),
);
const retryBudget = objectOf(
  { minRetriesPerSecond: int32, retryRatio: { type: 'number', format: 'float' }, ttl: text },
  ['minRetriesPerSecond', 'retryRatio', 'ttl'],
);
const routes = listOf(
  objectOf(
    {
      condition: objectOf({
        pathRegex: text,
        method: text,
        all: listOf(anyObject),
        any: listOf(anyObject),
        not: listOf(anyObject),
      }),
      isRetryable: flag,
      name: text,
      timeout: text,
      responseClasses: listOf(
        objectOf(
          {
            condition: objectOf({
              all: listOf(anyObject),
              any: listOf(anyObject),
              not: anyObject,
              status: objectOf({ max: int32, min: int32 }),
            }),
            isFailure: flag,
          },
          ['condition'],
        ),
      ),
    },
    ['condition', 'name'],
  ),
);
const properties = { dstOverrides, opaquePorts: listOf(text), retryBudget, routes };

/** Routes, retries and timeouts of one Service, named by its full DNS name. */
export const serviceProfile: CrdDefinition = {
  group: 'linkerd.io',
  kind: 'ServiceProfile',
  plural: 'serviceprofiles',
  singular: 'serviceprofile',
  shortNames: ['sp'],
  scope: 'Namespaced',
  versions: [
    { name: 'v1alpha1', storage: false, schema: objectOf({ spec: objectOf(properties, ['routes']) }) },
    { name: 'v1alpha2', storage: true, schema: objectOf({ spec: objectOf(properties) }) },
  ],
};

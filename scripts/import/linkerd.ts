import { linkerdCrds } from '../../lib/write/linkerd/crds/all.js';
import type { OpenApiSchema } from '../../lib/write/linkerd/crds/definition.js';
import {
  INT_OR_STRING,
  type JsonSchema,
  PRESERVED,
  QUANTITY,
  type ReleaseSchemas,
  resourceSchema,
} from './json-schema.js';

/**
 * Closed sets that the custom resource definition leaves open and Linkerd's validating webhook enforces.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/policy-controller/k8s/api/src/policy/server.rs
 */
const webhookEnums: Readonly<Record<string, readonly string[]>> = {
  'Server.proxyProtocol': ['unknown', 'HTTP/1', 'HTTP/2', 'gRPC', 'opaque', 'TLS'],
  'Server.accessPolicy': [
    'deny',
    'all-authenticated',
    'all-unauthenticated',
    'cluster-authenticated',
    'cluster-unauthenticated',
    'audit',
  ],
};

function strict(schema: OpenApiSchema, field: string, kind: string): JsonSchema {
  if (schema['x-kubernetes-int-or-string'])
    return schema.pattern === undefined ? { ...INT_OR_STRING } : { ...QUANTITY };
  if (field === 'matchLabels') return { type: 'object', additionalProperties: { type: 'string' } };
  if (schema['x-kubernetes-preserve-unknown-fields']) return { ...PRESERVED };
  const { type, format, pattern, minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
  const values = schema.enum ?? webhookEnums[`${kind}.${field}`];
  const facets = { type, format, pattern, minimum, maximum, minLength, maxLength, minItems, maxItems };
  return {
    ...Object.fromEntries(Object.entries(facets).filter(([, value]) => value !== undefined)),
    ...(values === undefined ? {} : { enum: [...values] }),
    ...(schema.required === undefined ? {} : { required: [...schema.required] }),
    ...(schema.items === undefined ? {} : { items: strict(schema.items, field, kind) }),
    ...(schema.oneOf === undefined
      ? {}
      : { oneOf: schema.oneOf.map(({ required }) => ({ required: [...(required ?? [])] })) }),
    ...(schema.properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(schema.properties).map(([name, child]) => [name, strict(child, name, kind)]),
          ),
          additionalProperties: false,
        }),
  };
}

/** Strict schemas of all served versions of Linkerd's kinds. Both releases serve the same. */
export function linkerdReleases(): Map<string, ReleaseSchemas> {
  return new Map(['2.19', '2.20'].map((release) => [release, linkerdSchemas()]));
}

function linkerdSchemas(): ReleaseSchemas {
  const kinds: Record<string, JsonSchema> = {};
  for (const { group, kind, versions } of linkerdCrds) {
    for (const version of versions) {
      const apiVersion = `${group}/${version.name}`;
      const { properties, required } = strict(version.schema, '', kind);
      kinds[`${apiVersion}/${kind}`] = resourceSchema(apiVersion, kind, properties ?? {}, required ?? []);
    }
  }
  return { kinds, definitions: {}, clusterScoped: new Set(), deprecated: new Map() };
}

import type { OpenApiSchema } from './definition.js';

/** A name of labels separated by dots. */
const DNS_NAME = '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*';

/** One DNS label. */
export const DNS_LABEL_PATTERN = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$';
/** A host name without a wildcard. */
export const HOSTNAME_PATTERN = `^${DNS_NAME}$`;
/** A host name whose first label may be `*`. */
export const WILDCARD_HOSTNAME_PATTERN = `^(\\*\\.)?${DNS_NAME}$`;

/** API group of a referenced kind; empty for the core group. */
export const groupName: OpenApiSchema = { type: 'string', maxLength: 253, pattern: `^$|^${DNS_NAME}$` };
/** Kind of a referenced object. */
export const kindName: OpenApiSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 63,
  pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$',
};
/** Name of a referenced object. */
export const objectName: OpenApiSchema = { type: 'string', minLength: 1, maxLength: 253 };
/** Namespace of a referenced object, checked as one DNS label. */
export const namespaceName: OpenApiSchema = { type: 'string', minLength: 1, maxLength: 63, pattern: DNS_LABEL_PATTERN };
/** Namespace of a referenced object, checked only by length. */
export const lenientNamespaceName: OpenApiSchema = { type: 'string', maxLength: 253 };
/** A TCP port. */
export const portNumber: OpenApiSchema = { type: 'integer', format: 'int32', minimum: 1, maximum: 65535 };
/** A number or a name. */
export const intOrString: OpenApiSchema = { 'x-kubernetes-int-or-string': true };
/** Any object. */
export const anyObject: OpenApiSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
export const text: OpenApiSchema = { type: 'string' };
export const flag: OpenApiSchema = { type: 'boolean' };

/** An object with these properties. */
export function objectOf(
  properties: Readonly<Record<string, OpenApiSchema>>,
  required: readonly string[] = [],
): OpenApiSchema {
  return required.length > 0 ? { type: 'object', required, properties } : { type: 'object', properties };
}

/** A list of these items. */
export function listOf(items: OpenApiSchema, limits: Pick<OpenApiSchema, 'minItems' | 'maxItems'> = {}): OpenApiSchema {
  return { type: 'array', ...limits, items };
}

/** A reference to an object of the same namespace. */
export const localReference = objectOf({ group: groupName, kind: kindName, name: objectName }, ['kind', 'name']);

const selectorProperties: Readonly<Record<string, OpenApiSchema>> = {
  matchLabels: anyObject,
  matchExpressions: listOf(
    objectOf(
      {
        key: text,
        operator: { type: 'string', enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] },
        values: listOf(text),
      },
      ['key', 'operator'],
    ),
  ),
};

/** A label selector. */
export const labelSelector = objectOf(selectorProperties);
/** A label selector that uses exactly one of its two forms. */
export const exclusiveLabelSelector: OpenApiSchema = {
  ...labelSelector,
  oneOf: [{ required: ['matchExpressions'] }, { required: ['matchLabels'] }],
};

/** Networks in CIDR notation, each without its exceptions. */
export const networks = listOf(objectOf({ cidr: text, except: listOf(text) }, ['cidr']));

const conditionProperties: Readonly<Record<string, OpenApiSchema>> = {
  lastTransitionTime: { type: 'string', format: 'date-time' },
  message: { type: 'string', maxLength: 32768 },
  reason: { type: 'string', minLength: 1, maxLength: 1024, pattern: '^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$' },
  status: { type: 'string', enum: ['True', 'False', 'Unknown'] },
  type: {
    type: 'string',
    maxLength: 316,
    pattern:
      '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$',
  },
};

/**
 * Conditions of a status. Upstream in effect requires none of the fields: its `required` is on the list, not on the
 * items.
 */
export const conditions = listOf(objectOf(conditionProperties));
/** Conditions that also have the time of the last probe. */
export const probedConditions = listOf(
  objectOf({ ...conditionProperties, lastProbeTime: { type: 'string', format: 'date-time' } }),
);
/** Conditions as Gateway API shapes them: one per type, every field given. */
export const gatewayConditions: OpenApiSchema = {
  ...listOf(
    objectOf({ ...conditionProperties, observedGeneration: { type: 'integer', format: 'int64', minimum: 0 } }, [
      'lastTransitionTime',
      'message',
      'reason',
      'status',
      'type',
    ]),
    { minItems: 1, maxItems: 8 },
  ),
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['type'],
};

/** The whole object: a required spec and, if the kind has one, a status. */
export function resource(spec: OpenApiSchema, status?: OpenApiSchema): OpenApiSchema {
  return objectOf(status === undefined ? { spec } : { spec, status }, ['spec']);
}

import type { CrdDefinition, CrdVersion, OpenApiSchema } from './definition.js';
import {
  gatewayConditions,
  groupName,
  HOSTNAME_PATTERN,
  kindName,
  listOf,
  namespaceName,
  objectName,
  objectOf,
  portNumber,
  resource,
  text,
  WILDCARD_HOSTNAME_PATTERN,
} from './fragments.js';

const headerName: OpenApiSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 256,
  pattern: "^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$",
};
const headerValue: OpenApiSchema = { type: 'string', minLength: 1, maxLength: 4096 };
const hostname: OpenApiSchema = { type: 'string', minLength: 1, maxLength: 253, pattern: HOSTNAME_PATTERN };

function parentReference(port: OpenApiSchema): OpenApiSchema {
  return objectOf(
    {
      group: { ...groupName, default: 'policy.linkerd.io' },
      kind: { ...kindName, default: 'Gateway' },
      name: objectName,
      namespace: namespaceName,
      port,
      sectionName: hostname,
    },
    ['name'],
  );
}

/** Up to 16 items, each with its own name. */
function namedList(properties: Readonly<Record<string, OpenApiSchema>>): OpenApiSchema {
  return {
    ...listOf(objectOf(properties, ['name', 'value']), { maxItems: 16 }),
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['name'],
  };
}

const headers = namedList({ name: headerName, value: headerValue });
const headerModifier = objectOf({ add: headers, remove: listOf(text, { maxItems: 16 }), set: headers });
const requestRedirect = objectOf({
  hostname,
  path: objectOf(
    {
      replaceFullPath: { type: 'string', maxLength: 1024 },
      replacePrefixMatch: { type: 'string', maxLength: 1024 },
      type: { type: 'string', enum: ['ReplaceFullPath', 'ReplacePrefixMatch'] },
    },
    ['type'],
  ),
  port: portNumber,
  scheme: { type: 'string', enum: ['http', 'https'] },
  statusCode: { type: 'integer', enum: [301, 302], default: 302 },
});

const ruleFilters = listOf(
  objectOf(
    {
      requestHeaderModifier: headerModifier,
      requestRedirect,
      type: { type: 'string', enum: ['RequestHeaderModifier', 'RequestRedirect'] },
    },
    ['type'],
  ),
  { maxItems: 16 },
);
const backendFilters = listOf(
  objectOf(
    {
      requestHeaderModifier: headerModifier,
      requestRedirect,
      responseHeaderModifier: headerModifier,
      type: { type: 'string', enum: ['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect'] },
    },
    ['type'],
  ),
  { maxItems: 16 },
);

/** Backends of the first two versions, which have only Services of one namespace. */
const serviceBackends = listOf(
  objectOf({
    name: text,
    port: { type: 'integer' },
    namespace: { type: 'string', default: 'default' },
    filters: backendFilters,
  }),
);
const weightedBackends = listOf(
  objectOf(
    {
      group: { ...groupName, default: '' },
      kind: { ...kindName, default: 'Service' },
      name: objectName,
      namespace: namespaceName,
      port: portNumber,
      weight: { type: 'integer', format: 'int32', minimum: 0, maximum: 1000000, default: 1 },
      filters: backendFilters,
    },
    ['name'],
  ),
  { maxItems: 16 },
);

const everyPath = { type: 'PathPrefix', value: '/' };
const exactOrRegularExpression: OpenApiSchema = {
  type: 'string',
  enum: ['Exact', 'RegularExpression'],
  default: 'Exact',
};
const matches: OpenApiSchema = {
  ...listOf(
    objectOf({
      headers: namedList({ name: headerName, type: exactOrRegularExpression, value: headerValue }),
      method: {
        type: 'string',
        enum: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'],
      },
      path: {
        ...objectOf({
          type: { type: 'string', enum: ['Exact', 'PathPrefix', 'RegularExpression'], default: 'PathPrefix' },
          value: { type: 'string', maxLength: 1024, default: '/' },
        }),
        default: everyPath,
      },
      queryParams: namedList({
        name: { type: 'string', minLength: 1, maxLength: 256 },
        type: exactOrRegularExpression,
        value: { type: 'string', minLength: 1, maxLength: 1024 },
      }),
    }),
    { maxItems: 8 },
  ),
  default: [{ path: everyPath }],
};

const timeouts = objectOf({
  backendRequest: { type: 'string', format: 'duration' },
  request: { type: 'string', format: 'duration' },
});

const status = objectOf(
  {
    parents: listOf(
      objectOf(
        {
          conditions: gatewayConditions,
          controllerName: {
            type: 'string',
            minLength: 1,
            maxLength: 253,
            pattern:
              "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$",
          },
          parentRef: parentReference(portNumber),
        },
        ['controllerName', 'parentRef'],
      ),
      { maxItems: 32 },
    ),
  },
  ['parents'],
);

function version(
  name: string,
  storage: boolean,
  port: OpenApiSchema,
  ruleFields: Readonly<Record<string, OpenApiSchema>>,
): CrdVersion {
  const rules: OpenApiSchema = {
    ...listOf(objectOf({ ...ruleFields, filters: ruleFilters, matches }), { maxItems: 16 }),
    default: [{ matches: [{ path: everyPath }] }],
  };
  return {
    name,
    storage,
    statusSubresource: true,
    printerColumns: [
      { name: 'Hostnames', type: 'string', jsonPath: '.spec.hostnames' },
      { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    ],
    schema: resource(
      objectOf({
        hostnames: listOf(
          { type: 'string', minLength: 1, maxLength: 253, pattern: WILDCARD_HOSTNAME_PATTERN },
          { maxItems: 16 },
        ),
        parentRefs: listOf(parentReference(port), { maxItems: 32 }),
        rules,
      }),
      status,
    ),
  };
}

/** Linkerd's own HTTP route, older than Gateway API's. */
export const httpRoute: CrdDefinition = {
  group: 'policy.linkerd.io',
  kind: 'HTTPRoute',
  plural: 'httproutes',
  singular: 'httproute',
  listKind: 'HTTPRouteList',
  scope: 'Namespaced',
  versions: [
    version('v1alpha1', false, { type: 'integer' }, { backendRefs: serviceBackends }),
    version('v1beta1', false, { type: 'integer' }, { backendRefs: serviceBackends }),
    version('v1beta2', false, portNumber, { backendRefs: weightedBackends }),
    version('v1beta3', true, portNumber, { backendRefs: weightedBackends, timeouts }),
  ],
};

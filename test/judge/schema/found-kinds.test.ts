import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { givenKinds } from '../../../lib/judge/schema/found-kinds.js';
import { judgeSchemas, validate } from '../../../lib/judge/schema/validate.js';
import type { SchemaDocument } from '../../../lib/manifest/kind-options.js';
import type { Json } from '../../../lib/manifest/object.js';
import { brief, clusterOf } from './objects.js';

const SCHEMA = `
type: object
required: [spec]
properties:
  spec:
    type: object
    required: [size, mode]
    properties:
      size: { type: integer, minimum: 1 }
      mode: { type: string, enum: [Fast, Safe], default: Safe }
      port: { x-kubernetes-int-or-string: true, anyOf: [{ type: integer }, { type: string }] }
      note: { type: string, nullable: true, format: of-no-known-name }
      open: { type: object, x-kubernetes-preserve-unknown-fields: true }
      labels: { type: object, additionalProperties: { type: string } }
    oneOf:
      - { required: [port], description: what only describes }
      - { required: [labels] }
`;

function definition(schema = SCHEMA, { group = 'example.com', scope = 'Namespaced', plural = 'zebras' } = {}) {
  const openAPIV3Schema = load(schema);
  return JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: { kind: 'Zebra', plural, singular: 'zebra', listKind: 'ZebraList' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  });
}

const zebra = (spec: string, apiVersion = 'example.com/v1', metadata = '{ name: a, namespace: shop }') =>
  `{ apiVersion: ${apiVersion}, kind: Zebra, metadata: ${metadata}, spec: ${spec} }`;

async function found(...texts: string[]): Promise<string[]> {
  return (await validate(clusterOf(...texts))).map(brief);
}

describe('a definition among the files', () => {
  test('accepts what it allows: open fields, nulls, either type of a port, and what has a default', async () => {
    const good = '{ size: 1, port: http, note: null, open: { any: [thing] } }';
    expect(await judgeSchemas(clusterOf(definition(), zebra(good)))).toEqual([]);
  });

  test('refuses fields that it does not name, and values that it does not allow', async () => {
    expect(await found(definition(), zebra('{ size: 0, port: 1, sise: 2 }'))).toEqual([
      'schema/unknown-field spec.sise: the unknown field "sise" -> "size" | Rename it to "size", or keep it with a waiver if the release that you run knows it.',
      'schema/value-not-allowed spec.size: 0 -> at least 1 | Use at least 1.',
    ]);
    expect(await found(definition(), zebra('{ size: 1 }'))).toEqual([
      'schema/value-not-allowed spec: a mapping with none of them -> exactly one of port, labels | Add one of port, labels.',
    ]);
  });

  test('does not count for another cluster', async () => {
    expect(await found(definition(), zebra('{ size: 0, port: 1 }'))).toHaveLength(1);
    const alone = await judgeSchemas(clusterOf(zebra('{ size: 0, port: 1 }')));
    expect(alone.map((outcome) => 'reason' in outcome && outcome.reason)).toEqual([
      'no schema of example.com/v1 Zebra is known',
    ]);
  });

  test('refuses a version that it does not serve, and a namespace on what has none', async () => {
    expect(await found(definition(), zebra('{}', 'example.com/v2'))).toEqual([
      'schema/unserved-version apiVersion: example.com/v2 Zebra, which the CustomResourceDefinition zebras.example.com in a.yaml does not serve -> example.com/v1 | Set apiVersion to example.com/v1, and check the fields that differ.',
    ]);
    const cluster = definition(SCHEMA, { scope: 'Cluster' });
    expect(await found(cluster, zebra('{ size: 1, port: 1 }'))).toEqual([
      'schema/namespace-on-cluster-scoped metadata.namespace: "shop" -> no namespace, because Zebra is cluster-scoped | Remove metadata.namespace.',
    ]);
  });

  test('wins over the schema that is built in', async () => {
    const servers = definition(
      '{ type: object, properties: { spec: { type: object, properties: { a: { type: string } } } } }',
      {
        group: 'policy.linkerd.io',
        plural: 'servers',
      },
    ).replaceAll('"Zebra"', '"Server"');
    const server = '{ apiVersion: policy.linkerd.io/v1, kind: Server, metadata: { name: a }, spec: { a: b } }';
    expect(await found(servers, server)).toEqual([]);
    expect(await found(server)).toHaveLength(1);
  });

  test('judges an alternative that has no words of its own', async () => {
    const either = definition(
      '{ type: object, properties: { spec: { type: object, properties: { a: { type: string, anyOf: [{ minLength: 9 }, { pattern: "^x" }] } } } } }',
    );
    expect(await found(either, zebra('{ a: y }'))).toEqual([
      'schema/value-not-allowed spec.a: "y" -> a value that fits "anyOf" of the schema | Compare it with the schema of its kind.',
    ]);
    expect(await found(either, zebra('{ a: xy }'))).toEqual([]);
  });
});

describe('a definition that cannot be used', () => {
  const inSpec = (schema: string) => definition(`{ type: object, properties: { spec: ${schema} } }`);
  const at = 'spec.versions[0].schema.openAPIV3Schema.properties.spec';
  test.each([
    [
      '{ type: integer, minimum: 3, maximum: 2 }',
      `${at}.minimum: 3, above maximum 2 -> at most 2, since no value fits otherwise`,
    ],
    ['{ type: number, enum: [a] }', `${at}.enum: "a" -> values of type number`],
    ['{ type: string, enum: [] }', `${at}.enum: [] -> a list of at least one value`],
    ['{ type: string, default: 1 }', `${at}.default: 1 -> a value of type string`],
    ['{ type: string, enum: [a], default: b }', `${at}.default: "b" -> one of a`],
    [
      '{ type: object, properties: { a: { type: string } }, required: [b] }',
      `${at}.required: b -> fields among properties, since all others are refused`,
    ],
    ['{ type: object, properties: { a: 1 } }', `${at}.properties.a: 1 -> a schema, which is a mapping`],
    ['{ type: string, pattern: "(" }', `${at}.pattern: ( -> a regular expression`],
  ])('says what is wrong with %s, and does not judge its objects', async (schema, sentence) => {
    const outcomes = await judgeSchemas(clusterOf(inSpec(schema), zebra('{}')));
    const findings = outcomes.flatMap((outcome) => ('severity' in outcome ? [brief(outcome)] : []));
    expect(
      findings.filter((line) => line.startsWith('schema/unusable-definition')).map((line) => line.split(' | ')[0]),
    ).toEqual([`schema/unusable-definition ${sentence}`]);
    expect(outcomes.flatMap((outcome) => ('reason' in outcome ? [outcome.reason] : []))).toEqual([
      'the schema of example.com/v1 Zebra cannot be used',
    ]);
  });

  test('says once what it lacks', async () => {
    const bare =
      '{ apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: { name: zebras.example.com }, spec: { scope: Namespaced } }';
    expect((await validate(clusterOf(bare))).map(({ rule, path }) => `${rule} ${path}`)).toEqual([
      'schema/missing-field spec.group',
      'schema/missing-field spec.names',
      'schema/missing-field spec.versions',
    ]);
  });

  test('names two definitions of one kind', async () => {
    const second = definition(SCHEMA, { plural: 'others' });
    const lines = await found(definition(), second);
    expect(lines).toEqual([
      'schema/unusable-definition spec.names.kind: a second schema for Zebra -> one schema for each kind | Remove one of the two.',
    ]);
  });
});

describe('schemas that were given', () => {
  const given = (file: string, content: Json): SchemaDocument => ({ file, document: 0, content });
  const closed = {
    type: 'object',
    properties: { spec: { type: 'object', properties: { size: { type: 'integer' } }, additionalProperties: false } },
  };
  const fixes = async (schemas: readonly SchemaDocument[], text: string) =>
    (await validate(clusterOf(text), { schemas })).map((finding) => `${finding.rule} ${finding.path}`);

  test('judge the cluster that has no definition of its own', async () => {
    const schemas = [given('crd.yaml', load(definition()) as Json)];
    expect(await fixes(schemas, zebra('{ size: 0, port: 1 }'))).toEqual(['schema/value-not-allowed spec.size']);
  });

  test.each(['s/zebra-example-v1.json', 'zebra-example.com-v1.json', 'crds/example.com/zebra_v1.json'])(
    'are found by the name of the file: %s',
    async (file) => {
      expect(await fixes([given(file, closed)], zebra('{ sise: 1 }'))).toEqual(['schema/unknown-field spec.sise']);
      expect(await fixes([given(file, closed)], zebra('{ size: 1 }'))).toEqual([]);
    },
  );

  test.each([
    ['crd.yaml', { apiVersion: 'v1', kind: 'ConfigMap' }, 'neither -> a CustomResourceDefinition or a JSON schema'],
    [
      'zebra.json',
      closed,
      'a JSON schema with another name -> <kind>-<group>-<version>.json, or <group>/<kind>_<version>.json',
    ],
    ['zebra-example-v1.json', { type: 'text' }, 'text -> one of array, boolean, integer, null, number, object, string'],
    [
      'zebra-example-v1.json',
      { $ref: '#/definitions/none' },
      "a JSON schema that does not compile (can't resolve reference #/definitions/none from id #) -> a valid one",
    ],
    [
      'crd.yaml',
      {
        apiVersion: 'apiextensions.k8s.io/v1beta1',
        kind: 'CustomResourceDefinition',
        spec: { group: 'a.b', names: { kind: 'C' }, versions: [{ name: 'v1' }] },
      },
      'apiextensions.k8s.io/v1beta1 -> apiextensions.k8s.io/v1, which holds a schema for each version',
    ],
  ])('that cannot be used are named: %s %j', (file, content, sentence) => {
    expect(givenKinds([given(file, content)]).faults.map(({ fault }) => `${fault.got} -> ${fault.expected}`)).toEqual([
      sentence,
    ]);
  });

  test('are named where two are for one kind, and the first counts', () => {
    const two = [given('zebra-example-v1.json', closed), given('more/zebra-example-v1.json', closed)];
    expect(givenKinds(two).faults.map(({ fault }) => `${fault.got}. ${fault.effect}`)).toEqual([
      'a second schema for zebra. The one of zebra-example-v1.json counts.',
    ]);
  });
});

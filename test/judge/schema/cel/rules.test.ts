import { describe, expect, test } from 'vitest';
import { judgeSchemas, validate } from '../../../../lib/judge/schema/validate.js';
import { clusterOf } from '../objects.js';

async function rules(text: string): Promise<string[]> {
  const findings = await validate(clusterOf(text));
  return findings.map(
    ({ rule, path, expected }) => `${rule} ${path}: ${expected.replace('what the definition asks for: ', '')}`,
  );
}

const route = (rule: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: a, namespace: shop }
spec: { parentRefs: [{ name: gateway }], rules: [${rule}] }
`;
const REDIRECT = '{ type: RequestRedirect, requestRedirect: { scheme: https } }';
const REWRITE = '{ type: URLRewrite, urlRewrite: { hostname: a.example } }';

describe("the Gateway API's rules", () => {
  test('accept a route that they allow', async () => {
    expect(await rules(route(`{ backendRefs: [{ name: web, port: 80 }], filters: [${REWRITE}] }`))).toEqual([]);
  });

  test('refuse a redirect beside a rewrite', async () => {
    expect(await rules(route(`{ filters: [${REDIRECT}, ${REWRITE}] }`))).toContain(
      'schema/validation-rule spec.rules[0].filters: May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite, but not both',
    );
  });

  test('refuse a Service without port', async () => {
    expect(await rules(route('{ backendRefs: [{ name: web }] }'))).toEqual([
      'schema/validation-rule spec.rules[0].backendRefs[0]: Must have port for Service reference',
    ]);
  });

  test('refuse a path that does not begin at the root, with the default type', async () => {
    expect(await rules(route('{ matches: [{ path: { value: foo/bar } }] }'))).toEqual([
      "schema/validation-rule spec.rules[0].matches[0].path: value must be an absolute path and start with '/' when type one of ['Exact', 'PathPrefix']",
    ]);
  });
});

test("Envoy Gateway's rules are evaluated", async () => {
  const policy = (target: string) => `
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: ClientTrafficPolicy
metadata: { name: a, namespace: shop }
spec: { targetRefs: [{ group: gateway.networking.k8s.io, kind: ${target}, name: a }] }
`;
  expect(await rules(policy('Gateway'))).toEqual([]);
  expect(await rules(policy('Service'))).toHaveLength(1);
});

const custom = (schema: string, value: string) => [
  JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'zebras.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Zebra', plural: 'zebras' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: JSON.parse(schema) } } },
        },
      ],
    },
  }),
  `{ apiVersion: example.com/v1, kind: Zebra, metadata: { name: a }, spec: ${value} }`,
];
const schemaWith = (...validations: object[]) =>
  JSON.stringify({
    type: 'object',
    properties: {
      size: { type: 'integer', default: 3 },
      'a-b': { type: 'string', nullable: true },
      gone: { type: 'string' },
      ratio: { type: 'number' },
    },
    'x-kubernetes-validations': validations,
  });
const outcomes = async (schema: string, value: string) =>
  (await judgeSchemas(clusterOf(...custom(schema, value)))).map((outcome) =>
    'reason' in outcome ? `${outcome.rule}: ${outcome.reason}` : `${outcome.rule} ${outcome.path}: ${outcome.expected}`,
  );

describe('rules of definitions among the files', () => {
  test.each([
    ['defaults are filled in', 'self.size == 3', '{}'],
    [
      'names are escaped, and an allowed null is one',
      'has(self.a__dash__b) && self.a__dash__b == null',
      '{ a-b: null }',
    ],
    ['a null that is not allowed is absent', '!has(self.gone)', '{ size: 1 }'],
    ['a number is no integer', 'self.ratio > 0.5 && self.ratio / 2.0 == 0.5', '{ ratio: 1 }'],
    ['a former value is not compared with', 'self.size == oldSelf.size && false', '{}'],
  ])('%s', async (_name, rule, value) => {
    expect(await outcomes(schemaWith({ rule }), value)).toEqual([]);
  });

  test('say what the rule says: its message, the message that it makes, or itself', async () => {
    const said = await outcomes(
      schemaWith({ rule: 'self.size > 5', messageExpression: "'size is ' + string(self.size)", fieldPath: '.size' }),
      '{ size: 1 }',
    );
    expect(said).toEqual(['schema/validation-rule spec.size: what the definition asks for: size is 1']);
    expect(await outcomes(schemaWith({ rule: 'self.size > 5' }), '{ size: 1 }')).toEqual([
      'schema/validation-rule spec: what the definition asks for: self.size > 5',
    ]);
  });

  test('run for a former value that is optional', async () => {
    const rule = { rule: '!oldSelf.hasValue() && self.size > 5', optionalOldSelf: true, message: 'Grow.' };
    expect(await outcomes(schemaWith(rule), '{ size: 1 }')).toEqual([
      'schema/validation-rule spec: what the definition asks for: Grow',
    ]);
  });

  test('are not asked of a value that the schema refuses', async () => {
    expect(await outcomes(schemaWith({ rule: 'self.size > 5' }), '{ size: big }')).toEqual([
      'schema/wrong-type spec.size: an integer',
    ]);
  });

  test('are not judged where they do not compile', async () => {
    expect(await outcomes(schemaWith({ rule: 'self.size.unheardOf()' }), '{ size: 1 }')).toEqual([
      expect.stringMatching(
        /^schema\/validation-rule: the rule "self\.size\.unheardOf\(\)" cannot be evaluated here: /,
      ),
    ]);
  });
});

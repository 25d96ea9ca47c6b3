import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runProgram } from '../../lib/cli/program.js';

const root = mkdtempSync(join(tmpdir(), 'kinds-'));
afterAll(() => rmSync(root, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
};

async function check(...words: string[]) {
  let out = '';
  let err = '';
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
  };
  const code = await runProgram(['check', ...words], terminal);
  return { code, out: out.replaceAll(root, ''), err };
}

const objects = file(
  'objects/zebra.yaml',
  'apiVersion: example.com/v1\nkind: Zebra\nmetadata: { name: a }\nspec: { size: big }\n',
);
const crd = (maximum: number) => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: zebras.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Zebra, plural: zebras }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                size:
                  type: integer
                  minimum: 1
                  maximum: ${maximum}
`;

test('a kind that nobody knows is counted as not judged, in every form of the report', async () => {
  const plain = await check(objects, '--verbose');
  expect(plain.code).toBe(0);
  expect(plain.out).toContain('not judged 1');
  expect(plain.out).toContain(
    'no schema of example.com/v1 Zebra is known (1)\n    schema/unknown-kind (1)\n      Zebra a in',
  );
  const json: unknown = JSON.parse((await check(objects, '--format', 'json')).out);
  expect(json).toMatchObject({
    summary: { notJudged: 1 },
    notJudged: [{ rule: 'schema/unknown-kind', reason: 'no schema of example.com/v1 Zebra is known' }],
  });
  const sarif = JSON.parse((await check(objects, '--format', 'sarif')).out);
  const [{ associatedRule }] = sarif.runs[0].invocations[0].toolExecutionNotifications;
  expect(sarif.runs[0].tool.driver.rules[associatedRule.index]).toEqual({ id: 'schema/unknown-kind' });
  expect((await check(objects, '--format', 'github')).out).toContain(
    '::notice title=schema/unknown-kind::not judged: no schema of example.com/v1 Zebra is known: Zebra a in',
  );
});

test('it is an error where kinds are strict', async () => {
  const { code, out } = await check(objects, '--strict-kinds');
  expect(code).toBe(1);
  expect(out).toContain('error schema/unknown-kind  Zebra a  kind');
});

test('definitions that are given judge it, from a file or a folder', async () => {
  const given = file('crds/deep/zebra.yaml', crd(5));
  for (const path of [given, join(root, 'crds')]) {
    const { code, out } = await check(objects, '--schemas', path);
    expect(code).toBe(1);
    expect(out).toContain('got "big", expected an integer');
  }
});

test('what cannot be used is named with file and line, and the rest is judged', async () => {
  const broken = file('broken.yaml', crd(0));
  const invalid = file('invalid.yaml', 'a: [');
  const empty = join(file('none/readme.txt', ''), '..');
  const good = file('good.yaml', crd(5));
  const { code, out } = await check(
    objects,
    '--schemas',
    invalid,
    '--schemas',
    empty,
    '--schemas',
    good,
    '--schemas',
    broken,
    '--schemas',
    join(root, 'nope'),
  );
  expect(code).toBe(2);
  expect(out).toMatch(
    /error: \/broken\.yaml:22 \(document 1\) holds no usable schema: spec\.versions\[0\]\.schema\.openAPIV3Schema\.properties\.spec\.properties\.size\.minimum: got 1, above maximum 0, expected at most 0, since no value fits otherwise\. Correct the schema\./,
  );
  expect(out).toContain('a second schema for Zebra');
  expect(out).toContain('/invalid.yaml');
  expect(out).toContain('/none holds no schema: no file below it ends in .yaml, .yml or .json.');
  expect(out).toContain('/nope does not exist');
  expect(out).toContain('got "big", expected an integer');
});

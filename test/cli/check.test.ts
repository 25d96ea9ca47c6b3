import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type CheckOptions, check } from '../../lib/cli/check.js';
import { runProgram } from '../../lib/cli/program.js';
import { judge } from '../../lib/judge/policy/judge.js';
import { defineRule, type Rule } from '../../lib/judge/policy/rule.js';
import spread from '../../lib/judge/policy/rules/pod/replicas-are-spread.js';
import leaking from '../../lib/judge/policy/rules/secret/data-is-delivered-apart.js';
import { object, workload } from '../support/manifests.js';
import { clusterFrom } from '../support/rule-tester.js';

const root = mkdtempSync(join(tmpdir(), 'check-'));
afterAll(() => rmSync(root, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(root, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
};
const good = file('good.yaml', object('v1', 'ConfigMap', 'data: {}'));
const bad = file('bad.yaml', object('v1', 'Secret', 'data: { a: eHl6 }'));
const worrying = file('worrying.yaml', workload('Deployment', '{}', 'replicas: 3'));

async function run(
  paths: readonly string[],
  options: Partial<CheckOptions> = {},
  rules: readonly Rule[] = [spread, leaking],
) {
  let out = '';
  let err = '';
  const code = await check(
    paths,
    { format: 'text', ...options },
    {
      today: '2026-06-01',
      judges: { rules, validators: [] },
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    },
  );
  return { code, out, err };
}

describe('check', () => {
  test('ends with 0 if nothing is found, 1 for an error, and 0 for only warnings', async () => {
    expect((await run([good])).code).toBe(0);
    expect((await run([bad])).code).toBe(1);
    expect((await run([worrying])).code).toBe(0);
  });

  test('ends with 1 for warnings where it is strict', async () => {
    expect((await run([worrying], { strict: true })).code).toBe(1);
    expect((await run([good], { strict: true })).code).toBe(0);
  });

  test('names the line of a finding', async () => {
    expect((await run([bad])).out).toContain('bad.yaml:5:1');
  });

  test.each([
    ['no such path', join(root, 'nope.yaml')],
    ['invalid YAML', file('invalid.yaml', 'a: [')],
    ['nothing but other YAML', file('values.yaml', 'replicas: 1')],
  ])('fails with 2 for %s', async (_name, path) => {
    expect((await run([path])).code).toBe(2);
  });

  test('fails with 2 for releases that do not go together', async () => {
    expect(await run([good], { kubernetes: '1.29', istio: '1.32' })).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^error: --istio is 1\.32 with Kubernetes 1\.29, expected Kubernetes 1\.32 or later/),
    });
    expect((await run([good], { kubernetes: '1.33', istio: '1.32' })).code).toBe(0);
  });

  test('fails with 2 where one of two files is invalid, and still shows what it found', async () => {
    const { code, out } = await run([bad, join(root, 'invalid.yaml')]);
    expect(code).toBe(2);
    expect(out).toContain('error secret/data-is-delivered-apart');
  });

  test('fails with 2 without a path, for an unknown rule and for a rule that throws', async () => {
    expect((await run([])).err).toBe('error: No path was given. Name the files or folders to judge.\n');
    const unknown = await run([good], { only: ['pod/nope'] });
    expect(unknown).toMatchObject({ code: 2, err: 'error: There is no rule pod/nope. `check --rules` lists them.\n' });
    const broken = defineRule({
      id: 'pod/broken',
      severity: 'warning',
      scope: 'object',
      summary: 'A.',
      rationale: 'B.',
      source: 'https://example.org/',
      appliesTo: ['ConfigMap'],
      passes: '',
      fails: '',
      check: () => {
        throw new Error('oops');
      },
    });
    const { code, out } = await run([good], {}, [broken]);
    expect(code).toBe(2);
    expect(out).toContain('error: pod/broken failed on ConfigMap apps/web');
  });

  test('says which rule was meant', async () => {
    const { err } = await run([good], { only: ['replicas-are-spread', 'pod/replica-are-spread'] });
    expect(err.match(/Did you mean pod\/replicas-are-spread\?/g)).toHaveLength(2);
  });

  test('says why the only file was not judged, and fails with 2', async () => {
    const { code, out } = await run([file('chart.yaml', 'apiVersion: v2\nname: chart\n')]);
    expect(code).toBe(2);
    expect(out).toMatch(/^not judged:\n {2}is not a Kubernetes object: it lacks kind: .*chart.yaml \(document 1\)$/m);
  });

  test('fails with 2 where one of two objects in a file cannot be judged', async () => {
    const { code, out } = await run([
      file('two.yaml', `${readFileSync(good, 'utf8')}---\nkind: Pod\nmetadata: { name: a }`),
    ]);
    expect(code).toBe(2);
    expect(out).toContain('two.yaml (document 2) lacks apiVersion, so it cannot be applied.');
  });

  test('reports more findings than a call can have arguments', async () => {
    const many = Array.from({ length: 150_000 }, () => ({
      rule: 'schema/x',
      severity: 'warning' as const,
      cluster: 'a',
      path: '',
      got: '',
      expected: '',
      fix: '',
    }));
    const judgement = await judge([clusterFrom(readFileSync(good, 'utf8'))], {
      rules: [],
      validators: [
        {
          name: 'many',
          validate: ({ resources }) => resources.flatMap((resource) => many.map((one) => ({ ...one, resource }))),
        },
      ],
    });
    expect(judgement.crashes).toEqual([]);
    expect(judgement.findings).toHaveLength(150_000);
  });

  test('runs only the named rules', async () => {
    expect((await run([bad], { only: [spread.id] })).code).toBe(0);
  });

  test('lists the rules', async () => {
    const { code, out } = await run([], { rules: true });
    expect(code).toBe(0);
    expect(out).toBe(
      [spread, leaking].map(({ id, severity, summary }) => `${id}  ${severity}, object\n  ${summary}\n`).join(''),
    );
  });

  test('writes the report to a file', async () => {
    const output = join(root, 'new/report.json');
    const { out } = await run([bad], { format: 'json', output });
    expect(out).toBe('');
    expect(JSON.parse(readFileSync(output, 'utf8')).summary.errors).toBe(1);
  });

  test.each([
    ['a place where no folder can be made', '/proc/nope/report.json', 'cannot be created'],
    ['a file in place of a folder', join(good, 'report.json'), 'a part of its path is a file'],
    ['a folder', root, 'it is a folder'],
  ])('fails with 2 for %s as the output', async (_name, output, reason) => {
    const { code, err } = await run([good], { output });
    expect(code).toBe(2);
    expect(err).toContain(`error: The report cannot be written to ${output}: `);
    expect(err).toContain(reason);
  });

  test('fails with 2 if the output is a pipe without a reader', async () => {
    const output = join(root, 'pipe');
    execFileSync('mkfifo', [output]);
    expect(await run([good], { output })).toMatchObject({ code: 2, err: expect.stringContaining('nobody reads') });
  });

  test.each([
    ['sarif', '"version": "2.1.0"'],
    ['github', '::error file='],
  ] as const)('has the format %s', async (format, part) => {
    expect((await run([bad], { format })).out).toContain(part);
  });

  test('compares the clusters of one fleet only with each other', async () => {
    const seen: string[][] = [];
    const rule = defineRule({
      ...leaking,
      id: 'trust/x',
      scope: 'fleet',
      passes: {},
      fails: {},
      collect: () => 0,
      about: (all) => {
        seen.push([...all.keys()]);
        return [];
      },
      check: () => [],
    });
    for (const path of ['f/hub', 'f/leaf', 'g/hub'])
      file(`fleets/${path}/20-trust/a.yaml`, object('v1', 'ConfigMap', ''));
    await run([join(root, 'fleets')], {}, [rule]);
    expect(seen).toEqual([['hub', 'leaf'], ['hub']]);
  });
});

describe('waivers', () => {
  const waivers = (cluster: string, expires: string) =>
    file(
      'waivers.yaml',
      `waivers: [{ rule: ${leaking.id}, object: { cluster: '${cluster}', kind: Secret, namespace: apps, name: web }, reason: r, owner: o, expires: ${expires} }]`,
    );

  test('let a finding pass', async () => {
    const { code, out } = await run([bad], { waivers: waivers(bad, '2026-06-01') });
    expect(code).toBe(0);
    expect(out).toContain('1 waived');
  });

  test('fail with 1 where they are expired or unused', async () => {
    expect((await run([bad], { waivers: waivers(bad, '2026-05-31') })).code).toBe(1);
    expect((await run([good], { waivers: waivers(good, '2026-06-01') })).code).toBe(1);
  });

  test('fail with 2 where they cannot be read', async () => {
    expect((await run([good], { waivers: file('broken.yaml', 'waivers: x') })).code).toBe(2);
    const { code, err } = await run([good], { waivers: join(root, 'nope.yaml') });
    expect(code).toBe(2);
    expect(err).toMatch(/nope\.yaml is not usable: it does not exist, expected a waiver file\. Correct the path\.\n$/);
  });
});

describe('the command', () => {
  const meshwright = async (...args: readonly string[]) => {
    const printed: string[] = [];
    const terminal = { out: (text: string) => printed.push(text), err: (text: string) => printed.push(text) };
    return { status: await runProgram(['check', ...args], terminal), printed: printed.join('') };
  };

  test('reads standard input and ends with 1 for errors', () => {
    const words = ['--import', 'tsx', 'lib/cli/meshwright.ts', 'check', '-', '--only', leaking.id];
    const input = readFileSync(bad, 'utf8');
    const { status, stdout } = spawnSync(process.execPath, words, { input, encoding: 'utf8' });
    expect(stdout).toContain('error secret/data-is-delivered-apart  Secret apps/web  data');
    expect(status).toBe(1);
  });

  test('takes one rule after --only, and paths behind it', async () => {
    const { status, printed } = await meshwright('--only', spread.id, '--only', leaking.id, bad);
    expect(printed).toContain('error secret/data-is-delivered-apart  Secret apps/web  data');
    expect(status).toBe(1);
  });

  test('fails with 2 for options that it does not know', async () => {
    expect(await meshwright('--bogus', good)).toMatchObject({ status: 2, printed: expect.stringContaining('--bogus') });
    expect(await meshwright('--format', 'xml', good)).toMatchObject({ status: 2 });
    expect(await meshwright('--help')).toMatchObject({ status: 0, printed: expect.stringContaining('--verbose') });
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runProgram } from '../../lib/cli/program.js';
import { object } from '../support/manifests.js';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshwright-upgrade-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the command on a file of that text. */
async function upgrade(text: string | undefined, ...options: readonly string[]) {
  const printed = { out: '', err: '' };
  const file = join(folder, 'objects.yaml');
  if (text !== undefined) writeFileSync(file, text);
  const code = await runProgram(['upgrade', ...(text === undefined ? [] : [file]), ...options], {
    out: (more) => {
      printed.out += more.replaceAll(folder, '');
    },
    err: (more) => {
      printed.err += more.replaceAll(folder, '');
    },
  });
  return { code, ...printed };
}

const tokens = object('security.istio.io/v1', 'RequestAuthentication', 'spec: { jwtRules: [{ issuer: a }] }');
const certificate = object('cert-manager.io/v1', 'Certificate', 'spec: { secretName: a, issuerRef: { name: a } }');
const flowSchema = `
apiVersion: flowcontrol.apiserver.k8s.io/v1beta3
kind: FlowSchema
metadata: { name: a }
spec: { priorityLevelConfiguration: { name: x } }
`;

describe('the exit code', () => {
  test('is 0 if there is only something new, or something deprecated', async () => {
    const { code, out } = await upgrade(tokens, '--istio', '1.32');
    expect(code).toBe(0);
    expect(out).toContain('  at   RequestAuthentication apps/web  spec.jwtRules[0]  /objects.yaml:5\n');
    expect((await upgrade(flowSchema, '--kubernetes', '1.31')).code).toBe(0);
  });

  test('is 1 if behavior changes, or something is refused', async () => {
    expect((await upgrade(certificate, '--cert-manager', '1.18', '--from-cert-manager', '1.17')).code).toBe(1);
    expect((await upgrade(flowSchema, '--kubernetes', '1.32')).code).toBe(1);
  });

  test.each<readonly [string, readonly string[], string]>([
    ['a wrong release', ['--istio', 'latest'], 'error: --istio is latest, expected a release of Istio'],
    ['a downgrade', ['--istio', '1.30', '--from-istio', '1.31'], 'error: --istio is 1.30, older than 1.31'],
  ])('is 2 for %s', async (_title, options, message) => {
    const { code, out, err } = await upgrade(tokens, ...options);
    expect([code, out]).toEqual([2, '']);
    expect(err.startsWith(message)).toBe(true);
  });

  test('is 2 without a path, without objects, or if a file cannot be read', async () => {
    expect(await upgrade(undefined, '--istio', '1.32')).toEqual({
      code: 2,
      out: '',
      err: 'error: No path was given. Name the files or folders to compare.\n',
    });
    expect((await upgrade('', '--istio', '1.32')).err).toBe(
      'error: There is no Kubernetes object in the given paths.\n',
    );
    const { code, out } = await upgrade(tokens, join(folder, 'missing.yaml'), '--istio', '1.32');
    expect(code).toBe(2);
    expect(out).toContain('\nerror: /missing.yaml does not exist. Correct the path.\n');
  });
});

test('a broken file does not hide what the others say', async () => {
  writeFileSync(join(folder, 'broken.yaml'), 'a: [');
  const { code, out } = await upgrade(tokens, join(folder, 'broken.yaml'), '--istio', '1.32');
  expect(code).toBe(2);
  expect(out).toContain('new  jwtRules have a field presence.');
  expect(out).toMatch(/\nerror: \/broken\.yaml:\d+ /);
});

test('--format json prints the consequences with file and line', async () => {
  const { code, out } = await upgrade(tokens, '--istio', '1.32', '--format', 'json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    steps: [{ project: 'istio', from: '1.30', to: '1.32', origin: 'assumed' }],
    consequences: [{ release: '1.32', weight: 'new', path: 'spec.jwtRules[0]', file: '/objects.yaml', line: 5 }],
  });
});

test('--verbose shows every place', async () => {
  const many = Array.from({ length: 5 }, (_, index) => tokens.replace('name: web', `name: w${index}`)).join('---');
  expect((await upgrade(many, '--istio', '1.32')).out).toContain('2 more, all with --verbose');
  expect((await upgrade(many, '--istio', '1.32', '--verbose')).out).toContain('RequestAuthentication apps/w4');
});

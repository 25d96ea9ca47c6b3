import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ManifestObject } from '../../../lib/manifest/object.js';
import type { Decision } from '../../../lib/manifest/prune/kept.js';
import { type ClusterPruning, pruningScript } from '../../../lib/manifest/prune/script.js';
import { shellComment, shellWord } from '../../../lib/manifest/prune/shell.js';
import { configMap, object } from '../../support/repository.js';

let bin: string;

/** Stands in for kubectl: notes its arguments, reads all of its input, and answers as the name of the object says. */
const KUBECTL = `#!/bin/sh
for word in "$@"; do printf '%s\\0' "$word"; done >>"$CALLS"
printf '\\0' >>"$CALLS"
cat >/dev/null
case "$*" in
*metadata.name=absent*) echo 'No resources found' ;;
*metadata.name=unknown*) echo "error: the server doesn't have a resource type \\"servers\\"" >&2; exit 1 ;;
*metadata.name=refused*) echo 'Error from server (Forbidden): no' >&2; exit 1 ;;
*) echo deleted ;;
esac
`;

beforeAll(() => {
  bin = mkdtempSync(join(tmpdir(), 'kubectl-'));
  writeFileSync(join(bin, 'kubectl'), KUBECTL, { mode: 0o755 });
});

afterAll(() => rmSync(bin, { recursive: true, force: true }));

const of = (...objects: ManifestObject[]): Decision[] => objects.map((thing) => ({ path: 'x', object: thing }));

const pruning = (decisions: readonly Decision[], more: Partial<ClusterPruning> = {}): ClusterPruning => ({
  fleet: 'shop',
  cluster: 'east',
  context: 'east',
  decisions,
  whole: false,
  ...more,
});

/** Pipes a script to the shell, as a user does, and returns what kubectl was called with. */
function run(script: string) {
  const calls = join(bin, 'calls');
  writeFileSync(calls, '');
  const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, CALLS: calls, HOME: bin };
  const { status, stdout, stderr } = spawnSync('sh', { input: script, env, encoding: 'utf8' });
  const called = readFileSync(calls, 'utf8')
    .split('\0\0')
    .filter((call) => call !== '')
    .map((call) => call.split('\0'));
  return { status, stdout, stderr, called };
}

describe('the script', () => {
  test('asks kubectl for each object by its name and by the labels of the fleet, in order', () => {
    const { called, status, stdout } = run(
      pruningScript([pruning(of(configMap('b'), object('policy.linkerd.io/v1beta3', 'Server', 'a', 'shop')))], []),
    );
    const guard = [
      '--selector=app.kubernetes.io/managed-by=meshwright,app.kubernetes.io/part-of=shop',
      '--ignore-not-found',
      '--wait',
      '--timeout=5m',
      '--namespace=shop',
    ];
    expect(called).toEqual([
      ['--context=east', 'delete', 'ConfigMap', '--field-selector=metadata.name=b', ...guard],
      ['--context=east', 'delete', 'Server.policy.linkerd.io', '--field-selector=metadata.name=a', ...guard],
    ]);
    expect(status).toBe(0);
    expect(stdout).toBe('deleted\ndeleted\n');
  });

  test('names no namespace for what has none', () => {
    expect(run(pruningScript([pruning(of(object('v1', 'Namespace', 'ns')))], [])).called[0]?.at(-1)).toBe(
      '--timeout=5m',
    );
  });

  test('waits for the pods of what has some', () => {
    const cascades = (thing: ManifestObject) =>
      run(pruningScript([pruning(of(thing))], [])).called[0]?.at(-1) === '--cascade=foreground';
    expect(cascades(object('apps/v1', 'Deployment', 'a', 'shop'))).toBe(true);
    expect(cascades(object('batch/v1', 'Job', 'a', 'shop'))).toBe(true);
    expect(cascades(object('v1', 'Pod', 'a', 'shop'))).toBe(true);
    expect(cascades(object('gateway.networking.k8s.io/v1', 'Gateway', 'a', 'shop'))).toBe(true);
    expect(cascades(object('sailoperator.io/v1', 'Istio', 'a'))).toBe(true);
    expect(cascades(object('networking.istio.io/v1', 'Gateway', 'a', 'shop'))).toBe(false);
    expect(cascades(configMap('a'))).toBe(false);
  });

  test('uses the context and the labels of each cluster', () => {
    const second = { cluster: 'west', context: 'west context', fleet: 'other' };
    const { called } = run(pruningScript([pruning(of(configMap('a'))), pruning(of(configMap('b')), second)], []));
    expect(called.map(([context, , , name, selector]) => [context, name, selector?.split('=').at(-1)])).toEqual([
      ['--context=east', '--field-selector=metadata.name=a', 'shop'],
      ['--context=west context', '--field-selector=metadata.name=b', 'other'],
    ]);
  });

  test('goes on where an object or its kind is not there, and says so', () => {
    const { status, stdout, called } = run(
      pruningScript([pruning(of(configMap('absent'), configMap('unknown'), configMap('last')))], []),
    );
    expect(called).toHaveLength(3);
    expect(status).toBe(0);
    expect(stdout).toBe(
      'ConfigMap absent: not there, or not made by shop\nConfigMap unknown: not there, as the server does not know the kind\ndeleted\n',
    );
  });

  test('stops at anything else, since what follows is safe to delete only after it', () => {
    const { status, stderr, called } = run(pruningScript([pruning(of(configMap('refused'), configMap('last')))], []));
    expect(called).toHaveLength(1);
    expect(status).toBe(1);
    expect(stderr).toBe(
      'Error from server (Forbidden): no\nStopped: what follows is not deleted. Correct this, and run the script again.\n',
    );
  });

  test('holds what is kept as comments, with what would include it', () => {
    const [kept] = of(configMap('a'));
    const [set] = of(object('apps/v1', 'StatefulSet', 'store', 'shop'));
    if (kept === undefined || set === undefined) throw new Error('no decision');
    const script = pruningScript(
      [
        pruning(
          [
            { ...set, needs: 'claims' },
            { ...kept, needs: 'claims', guards: set },
          ],
          { whole: true },
        ),
      ],
      ['the clone is shallow.'],
    );
    expect(script).toBe(
      [
        '#!/bin/sh',
        '# Deletes objects that are gone from the output, in the reverse of the order in which they were applied.',
        '# An object without the labels of the fleet is not touched.',
        '# the clone is shallow.',
        '',
        '# shop/east: 0 to delete, 2 kept, as comments',
        '# The whole cluster is gone from the output. Another cluster of the output may own its objects.',
        '# kept without --include claims: prune StatefulSet.apps store --namespace=shop --cascade=foreground',
        '# kept without --include claims, since it may protect StatefulSet shop/store, which stays: prune ConfigMap a --namespace=shop',
        '',
      ].join('\n'),
    );
    expect(run(script).called).toEqual([]);
  });

  test('does nothing where nothing is gone', () => {
    const script = pruningScript([pruning([])], []);
    expect(script).toContain('# shop/east: nothing is gone\n');
    expect(run(script)).toEqual({ status: 0, stdout: '', stderr: '', called: [] });
  });
});

/** Text that a shell, or a selector, gives a meaning. */
const nasty = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 3 }),
      fc.constantFrom(...'\'"`$\\,=;&|<>(){}*?[]~# \t\n\r!'.split('')),
      fc.constantFrom('$(touch x)', '`touch x`', '--all', '\n#', "'\\''"),
    ),
    { minLength: 1 },
  )
  .map((parts) => parts.join('').replaceAll('\0', ''))
  .filter((text) => text !== '' && !/^(absent|unknown|refused)/.test(text));

describe('no name can make the shell do anything else', () => {
  test('a word is read as itself', () => {
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 20 }), (words) => {
        const { status, stdout } = spawnSync('sh', {
          input: `printf '%s\\0' ${words.map(shellWord).join(' ')}\n`,
          encoding: 'utf8',
        });
        expect(status).toBe(0);
        expect(stdout.split('\0').slice(0, -1)).toEqual(words);
      }),
      { numRuns: 50 },
    );
  });

  test('a comment is passed over', () => {
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 20 }), (texts) => {
        const { status, stdout, stderr } = spawnSync('sh', {
          input: texts.map(shellComment).join(''),
          encoding: 'utf8',
        });
        expect([status, stdout, stderr]).toEqual([0, '', '']);
      }),
      { numRuns: 50 },
    );
  });

  test('kubectl is asked for the very name, namespace and context', () => {
    fc.assert(
      fc.property(nasty, nasty, nasty, fc.boolean(), (name, namespace, context, kept) => {
        const decisions = of(object('v1', 'ConfigMap', name, namespace), configMap('last')).map((decision, index) =>
          kept && index === 0 ? { ...decision, needs: 'claims' as const } : decision,
        );
        const { called, status } = run(pruningScript([pruning(decisions, { context })], []));
        expect(status).toBe(0);
        expect(called).toHaveLength(kept ? 1 : 2);
        if (kept) return;
        const escaped = name.replace(/[\\,=]/g, (character) => `\\${character}`);
        expect(called[0]?.slice(0, 4)).toEqual([
          `--context=${context}`,
          'delete',
          'ConfigMap',
          `--field-selector=metadata.name=${escaped}`,
        ]);
        expect(called[0]?.at(-1)).toBe(`--namespace=${namespace}`);
      }),
      { numRuns: 60 },
    );
  });
});

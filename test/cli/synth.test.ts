import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runSynth, synth } from '../../lib/cli/synth.js';
import type { Judges } from '../../lib/judge/policy/judge.js';
import { validate } from '../../lib/judge/schema/validate.js';
import { Fleet } from '../../lib/write/platform/fleet.js';
import { configMap, TestRepository } from '../support/repository.js';

let outdir: string;
const printed = { out: '', err: '' };
const onlySchema: Judges = { rules: [], validators: [{ name: 'schema', validate }] };

beforeEach(() => {
  outdir = join(mkdtempSync(join(tmpdir(), 'synth-')), 'dist');
  printed.out = '';
  printed.err = '';
});

afterEach(() => {
  rmSync(dirname(outdir), { recursive: true, force: true });
});

/** A fleet of one ConfigMap; `spec` is no field of it. */
function fleetOf(data: Record<string, string>, more: object = {}): Fleet {
  const fleet = new Fleet('fleet');
  const cluster = fleet.addCluster('hub', {
    kubernetesVersion: '1.33',
    nodeAddresses: ['192.0.2.1'],
    podCidrs: ['10.42.0.0/16'],
    serviceCidrs: ['10.43.0.0/16'],
  });
  cluster.add('config', (chart) => {
    new ApiObject(chart, 'c', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', namespace: 'ns' },
      data,
      ...more,
    });
  });
  return fleet;
}

const run = (fleets: readonly Fleet[], judges: Judges = onlySchema, since?: string) =>
  synth(() => fleets, {
    outdir,
    ...(since === undefined ? {} : { since }),
    run: 'test',
    isRunning: (other) => other === 'alive',
    today: '2030-01-01',
    judges,
    out: (text) => {
      printed.out += text;
    },
    err: (text) => {
      printed.err += text.replaceAll(outdir, 'dist');
    },
  });

function tree(folder = outdir): Record<string, string> {
  if (!existsSync(folder)) return {};
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, string][] => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? Object.entries(tree(path)) : [[path, readFileSync(path, 'utf8')]];
    }),
  );
}

describe('synth', () => {
  test('says what it changed and what it proved', async () => {
    expect(await run([fleetOf({ a: '1' })])).toBe(0);
    expect(printed.out.replaceAll(outdir, 'dist')).toBe(
      'added   dist/fleet/hub/60-workloads/config.k8s.yaml\nadded   dist/fleet/hub/inventory.tsv\nkept    0 files as they were\n' +
        'gone    not known: dist is refused by git (not a git repository (or any of the parent directories): .git), expected a folder in the work tree of a git repository. Keep the output in a git repository.\n' +
        'proved  0 errors, 0 warnings, 0 waived in 1 file, 1 object, 1 cluster; 0 rules evaluated, 0 vacuous: judged 0, not judged 0\n',
    );
  });

  test('writes nothing the second time', async () => {
    await run([fleetOf({ a: '1' })]);
    printed.out = '';
    await run([fleetOf({ a: '1' })]);
    expect(printed.out).toContain('kept    2 files as they were\n');
    expect(printed.out).not.toMatch(/^(added|changed|removed)/m);
  });

  test('leaves the output byte for byte as it was when the input has faults', async () => {
    await run([fleetOf({ a: '1' })]);
    const before = tree();
    const broken = new Fleet('fleet');
    const good = fleetOf({ a: '2' });
    expect(await run([good, broken])).toBe(2);
    expect(tree()).toEqual(before);
    expect(printed.err).toBe(
      "1 problem; dist is unchanged.\n\nFleet 'fleet': clusters is an empty list, expected at least one cluster. Add one with addCluster.\n",
    );
    expect(readdirSync(dirname(outdir))).toEqual(['dist']);
  });

  test('leaves the output as it was when what would be written is judged wrong', async () => {
    await run([fleetOf({ a: '1' })]);
    const before = tree();
    expect(await run([fleetOf({ a: '2' }, { spec: { x: 1 } })])).toBe(1);
    expect(tree()).toEqual(before);
    expect(printed.err).toContain('schema/unknown-field');
    expect(printed.err).toContain('dist is unchanged.');
  });

  test('leaves the output as it was when a judge breaks, and says which', async () => {
    await run([fleetOf({ a: '1' })]);
    const before = tree();
    const broken: Judges = {
      rules: [],
      validators: [
        {
          name: 'broken',
          validate: () => {
            throw new Error('a bug');
          },
        },
      ],
    };
    expect(await run([fleetOf({ a: '2' })], broken)).toBe(2);
    expect(tree()).toEqual(before);
    expect(printed.err).toContain('broken failed on cluster hub: a bug. Its findings are missing.');
  });

  test('leaves the output as it was when the program throws, shows where, and leaves no staging behind', async () => {
    await run([fleetOf({ a: '1' })]);
    const before = tree();
    const fleet = fleetOf({ a: '2' });
    fleet.clusters[0]?.add('bug', () => {
      throw new TypeError('a bug');
    });
    expect(await run([fleet])).toBe(2);
    expect(printed.err).toMatch(
      /^dist is unchanged\.\n\nThe program stopped because of an internal error\.\n\nTypeError: a bug\n {4}at .*synth\.test\.ts/,
    );
    expect(tree()).toEqual(before);
    expect(readdirSync(dirname(outdir))).toEqual(['dist']);
  });

  test('judges what it reads back, not what it meant to write', async () => {
    const seen: string[] = [];
    const judges: Judges = {
      rules: [],
      validators: [
        {
          name: 'look',
          validate: (cluster) => {
            seen.push(...cluster.resources.map(({ file, object }) => `${cluster.name} ${file} ${object.kind}`));
            return [];
          },
        },
      ],
    };
    await run([fleetOf({ a: '1' })], judges);
    expect(seen).toEqual(['hub fleet/hub/60-workloads/config.k8s.yaml ConfigMap']);
  });

  test('removes the folder of a cluster that is gone, and keeps what it did not write', async () => {
    const two = fleetOf({ a: '1' });
    two
      .addCluster('edge', {
        kubernetesVersion: '1.33',
        nodeAddresses: ['192.0.2.2'],
        podCidrs: ['10.42.0.0/16'],
        serviceCidrs: ['10.43.0.0/16'],
      })
      .add('config', (chart) => {
        new ApiObject(chart, 'c', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'ns' } });
      });
    await run([two]);
    mkdirSync(join(outdir, 'mine'));
    writeFileSync(join(outdir, 'mine/notes'), 'by hand');
    await run([fleetOf({ a: '1' })]);
    expect(existsSync(join(outdir, 'fleet/edge'))).toBe(false);
    expect(readFileSync(join(outdir, 'mine/notes'), 'utf8')).toBe('by hand');
  });

  test('fails with a sentence where the system refuses the place of the output', async () => {
    writeFileSync(outdir, 'a file');
    expect(await run([fleetOf({ a: '1' })])).toBe(2);
    expect(printed.err).toBe(
      '1 problem; dist is unchanged.\n\ndist is a file, expected a folder, since the output goes there. Move it away and run again.\n',
    );
    const nowhere = join(outdir, 'below', 'dist');
    printed.err = '';
    expect(
      await synth(() => [fleetOf({ a: '1' })], {
        outdir: nowhere,
        run: 'test',
        isRunning: () => true,
        today: '2030-01-01',
        judges: onlySchema,
        out: () => {},
        err: (text) => {
          printed.err += text.replaceAll(nowhere, 'dist');
        },
      }),
    ).toBe(2);
    expect(printed.err.replace(/, \w+\)/, ')')).toBe(
      '1 problem; dist is unchanged.\n\ndist.staging-test is refused by the system (ENOTDIR: not a directory), expected a place that this user can read and write. Correct the path, its permissions or the space on its disk, and run again.\n',
    );
  });

  test('clears away what killed runs have left beside the output, and says so', async () => {
    mkdirSync(`${outdir}.staging-dead/fleet`, { recursive: true });
    mkdirSync(`${outdir}.staging-alive`);
    expect(await run([fleetOf({ a: '1' })])).toBe(0);
    expect(printed.out.replaceAll(outdir, 'dist')).toMatch(/^cleared dist\.staging-dead\nadded /);
    expect(readdirSync(dirname(outdir))).toEqual(['dist', 'dist.staging-alive']);
  });

  test('names the manifests that no run is known to have made, and keeps them', async () => {
    await run([fleetOf({ a: '1' })]);
    const cluster = join(outdir, 'fleet/hub');
    mkdirSync(join(cluster, '20-trust'));
    writeFileSync(join(cluster, '20-trust/old.k8s.yaml'), 'kind: X\n');
    writeFileSync(join(outdir, 'README'), 'no manifest');
    rmSync(join(cluster, 'inventory.tsv'));
    printed.out = '';
    await run([fleetOf({ a: '2' })]);
    expect(printed.out.replaceAll(outdir, 'dist')).toContain(
      'unknown dist/fleet/hub/20-trust/old.k8s.yaml (no known run wrote it: remove it, or keep it elsewhere)\n',
    );
    expect(printed.out).not.toContain('README');
    expect(existsSync(join(cluster, '20-trust/old.k8s.yaml'))).toBe(true);
  });
});

describe('what is gone since a revision', () => {
  let repository: TestRepository;

  beforeEach(() => {
    repository = new TestRepository(dirname(outdir));
  });

  const gone = async (data: Record<string, string>, more: object = {}, since?: string) => {
    printed.out = '';
    printed.err = '';
    const code = await run([fleetOf(data, more)], onlySchema, since);
    return { code, lines: printed.out.split('\n').filter((line) => /^(gone|delete| {8})/.test(line)) };
  };

  test('is told also where this run changes nothing', async () => {
    await gone({ a: '1' });
    const first = repository.commit().slice(0, 7);
    const renamed = { metadata: { name: 'd', namespace: 'ns' } };
    const expected = [
      `gone    fleet/hub: ConfigMap in ns: c`,
      `delete  the object that is gone since HEAD (${first}); these print the commands, to read and then pipe to sh:`,
      '        npm run -s prune -- fleet/hub',
    ];
    expect(await gone({ a: '1' }, renamed)).toEqual({ code: 0, lines: expected });
    expect(await gone({ a: '1' }, renamed)).toEqual({ code: 0, lines: expected });
    const second = repository.commit().slice(0, 7);
    expect((await gone({ a: '1' }, renamed)).lines).toEqual([`gone    no object since HEAD (${second})`]);
    expect((await gone({ a: '1' }, renamed, first)).lines[1]).toContain(` gone since ${first};`);
    expect((await gone({ a: '1' }, renamed, 'HEAD~1')).lines[1]).toContain(` gone since HEAD~1 (${first});`);
  });

  test('names a cluster, and a fleet, that is gone as a whole', async () => {
    repository.write('east', { '60-workloads/cart': [configMap('a'), configMap('b')] });
    repository.write('hub', { '60-workloads/cart': [configMap('a')] }, 'fleet').commit();
    expect((await gone({ a: '1' })).lines.slice(0, 2)).toEqual([
      'gone    fleet/hub: ConfigMap in shop: a',
      'gone    shop/east: the whole cluster, 2 objects',
    ]);
  });

  test('is not known of an output that was never committed, and said to be so', async () => {
    const commit = repository.commit().slice(0, 7);
    expect((await gone({ a: '1' })).lines).toEqual([
      `gone    not known: HEAD (${commit}) holds no inventory below ${outdir}`,
    ]);
  });

  test('is not known without a commit or without git, which keeps nobody from writing', async () => {
    expect((await gone({ a: '1' })).lines[0]).toMatch(
      /^gone {4}not known: The revision is 'HEAD', which git does not know/,
    );
    const before = process.env['PATH'];
    process.env['PATH'] = dirname(outdir);
    try {
      expect(await gone({ a: '2' })).toEqual({
        code: 0,
        lines: [
          'gone    not known: git is missing, expected the program on the PATH, because its revisions show what is gone. Install it, and run again.',
        ],
      });
    } finally {
      process.env['PATH'] = before;
    }
  });

  test('is refused, with the output unchanged, where the revision asked for is unknown', async () => {
    await gone({ a: '1' });
    repository.commit();
    const before = tree();
    expect((await gone({ a: '2' }, {}, 'mian')).code).toBe(2);
    expect(tree()).toEqual(before);
    expect(printed.err).toBe(
      "1 problem; dist is unchanged.\n\nThe revision is 'mian', which git does not know, expected a commit, branch or tag of the repository around dist. Did you mean main?\n",
    );
  });
});

describe('the command line', () => {
  /** What the command prints and returns; its fleets are never asked for. */
  async function called(...words: string[]) {
    const written: string[] = [];
    const keep = (text: unknown) => {
      written.push(String(text));
      return true;
    };
    const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(keep));
    const source = vi.fn(() => []);
    try {
      const code = await runSynth(source, words);
      return { code, text: written.join(''), asked: source.mock.calls.length };
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  }

  test('helps without doing the work', async () => {
    const { code, text, asked } = await called('--help');
    expect([code, asked]).toEqual([0, 0]);
    expect(text).toContain('--since <revision>');
  });

  test('refuses what it does not know, and names what may be meant', async () => {
    expect(await called('--sinc', 'x')).toEqual({
      code: 2,
      text: "error: unknown option '--sinc'\n(Did you mean --since?)\nUsage: synth [options]\n",
      asked: 0,
    });
    expect(await called('shop')).toEqual({
      code: 2,
      text: 'error: too many arguments. Expected 0 arguments but got 1.\nUsage: synth [options]\n',
      asked: 0,
    });
    expect(await called('--since')).toMatchObject({ code: 2, asked: 0 });
  });
});

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runSynth, synth } from '../../lib/cli/synth.js';
import type { Judges } from '../../lib/judge/policy/judge.js';
import { Fleet } from '../../lib/write/platform/fleet.js';
import { fleetOf, HUB, onlySchema, Synthesis } from './synthesis.js';

let synthesis: Synthesis;

beforeEach(() => {
  synthesis = new Synthesis();
});

afterEach(() => synthesis.remove());

describe('synth', () => {
  test('says what it changed and what it proved', async () => {
    expect(await synthesis.run([fleetOf({ a: '1' })])).toBe(0);
    expect(synthesis.out.replaceAll(synthesis.outdir, 'dist')).toBe(
      'added   dist/fleet/hub/60-workloads/config.k8s.yaml\nadded   dist/fleet/hub/inventory.tsv\nkept    0 files as they were\n' +
        'gone    not known: dist is refused by git (not a git repository (or any of the parent directories): .git), expected a folder in the work tree of a git repository. Keep the output in a git repository.\n' +
        'proved  0 errors, 0 warnings, 0 waived in 1 file, 1 object, 1 cluster; 0 rules evaluated, 0 vacuous: judged 0, not judged 0\n',
    );
  });

  test('writes nothing the second time', async () => {
    await synthesis.run([fleetOf({ a: '1' })]);
    synthesis.out = '';
    await synthesis.run([fleetOf({ a: '1' })]);
    expect(synthesis.out).toContain('kept    2 files as they were\n');
    expect(synthesis.out).not.toMatch(/^(added|changed|removed)/m);
  });

  test('leaves the output byte for byte as it was when the input has faults', async () => {
    await synthesis.run([fleetOf({ a: '1' })]);
    const before = synthesis.tree();
    const broken = new Fleet('fleet');
    const good = fleetOf({ a: '2' });
    expect(await synthesis.run([good, broken])).toBe(2);
    expect(synthesis.tree()).toEqual(before);
    expect(synthesis.err).toBe(
      "1 problem; dist is unchanged.\n\nFleet 'fleet': clusters is an empty list, expected at least one cluster. Add one with addCluster.\n",
    );
    expect(readdirSync(dirname(synthesis.outdir))).toEqual(['dist']);
  });

  test('leaves the output as it was when what would be written is judged wrong', async () => {
    await synthesis.run([fleetOf({ a: '1' })]);
    const before = synthesis.tree();
    expect(await synthesis.run([fleetOf({ a: '2' }, { spec: { x: 1 } })])).toBe(1);
    expect(synthesis.tree()).toEqual(before);
    expect(synthesis.err).toContain('schema/unknown-field');
    expect(synthesis.err).toContain('dist is unchanged.');
  });

  test('leaves the output as it was when a judge breaks, and says which', async () => {
    await synthesis.run([fleetOf({ a: '1' })]);
    const before = synthesis.tree();
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
    expect(await synthesis.run([fleetOf({ a: '2' })], broken)).toBe(2);
    expect(synthesis.tree()).toEqual(before);
    expect(synthesis.err).toContain('broken failed on cluster hub: a bug. Its findings are missing.');
  });

  test('leaves the output as it was when the program throws, shows where, and leaves no staging behind', async () => {
    await synthesis.run([fleetOf({ a: '1' })]);
    const before = synthesis.tree();
    const fleet = fleetOf({ a: '2' });
    fleet.clusters[0]?.add('bug', () => {
      throw new TypeError('a bug');
    });
    expect(await synthesis.run([fleet])).toBe(2);
    expect(synthesis.err).toMatch(
      /^dist is unchanged\.\n\nThe program stopped because of an internal error\.\n\nTypeError: a bug\n {4}at .*synth\.test\.ts/,
    );
    expect(synthesis.tree()).toEqual(before);
    expect(readdirSync(dirname(synthesis.outdir))).toEqual(['dist']);
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
    await synthesis.run([fleetOf({ a: '1' })], judges);
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
    await synthesis.run([two]);
    mkdirSync(join(synthesis.outdir, 'mine'));
    writeFileSync(join(synthesis.outdir, 'mine/notes'), 'by hand');
    await synthesis.run([fleetOf({ a: '1' })]);
    expect(existsSync(join(synthesis.outdir, 'fleet/edge'))).toBe(false);
    expect(readFileSync(join(synthesis.outdir, 'mine/notes'), 'utf8')).toBe('by hand');
  });

  test('fails with a sentence where the system refuses the place of the output', async () => {
    writeFileSync(synthesis.outdir, 'a file');
    expect(await synthesis.run([fleetOf({ a: '1' })])).toBe(2);
    expect(synthesis.err).toBe(
      '1 problem; dist is unchanged.\n\ndist is a file, expected a folder, since the output goes there. Move it away and run again.\n',
    );
    const nowhere = join(synthesis.outdir, 'below', 'dist');
    synthesis.err = '';
    expect(
      await synth(() => [fleetOf({ a: '1' })], {
        outdir: nowhere,
        run: 'test',
        isRunning: () => true,
        today: '2030-01-01',
        judges: onlySchema,
        out: () => {},
        err: (text) => {
          synthesis.err += text.replaceAll(nowhere, 'dist');
        },
      }),
    ).toBe(2);
    expect(synthesis.err.replace(/, \w+\)/, ')')).toBe(
      '1 problem; dist is unchanged.\n\ndist.staging-test is refused by the system (ENOTDIR: not a directory), expected a place that this user can read and write. Correct the path, its permissions or the space on its disk, and run again.\n',
    );
  });

  test('removes what killed runs left beside the output, and says so', async () => {
    mkdirSync(`${synthesis.outdir}.staging-dead/fleet`, { recursive: true });
    mkdirSync(`${synthesis.outdir}.staging-alive`);
    expect(await synthesis.run([fleetOf({ a: '1' })])).toBe(0);
    expect(synthesis.out.replaceAll(synthesis.outdir, 'dist')).toMatch(/^cleared dist\.staging-dead\nadded /);
    expect(readdirSync(dirname(synthesis.outdir))).toEqual(['dist', 'dist.staging-alive']);
  });

  test('names the manifests that no run is known to have made, and keeps them', async () => {
    await synthesis.run([fleetOf({ a: '1' })]);
    const cluster = join(synthesis.outdir, 'fleet/hub');
    mkdirSync(join(cluster, '20-trust'));
    writeFileSync(join(cluster, '20-trust/old.k8s.yaml'), 'kind: X\n');
    writeFileSync(join(synthesis.outdir, 'README'), 'no manifest');
    rmSync(join(cluster, 'inventory.tsv'));
    synthesis.out = '';
    await synthesis.run([fleetOf({ a: '2' })]);
    expect(synthesis.out.replaceAll(synthesis.outdir, 'dist')).toContain(
      'unknown dist/fleet/hub/20-trust/old.k8s.yaml (no known run wrote it: remove it, or keep it elsewhere)\n',
    );
    expect(synthesis.out).not.toContain('README');
    expect(existsSync(join(cluster, '20-trust/old.k8s.yaml'))).toBe(true);
  });
});

describe('the command line', () => {
  /** What the command prints and returns, and how often it asked for its fleets. */
  async function called(...words: string[]) {
    return calledWith([], words);
  }

  async function calledWith(fleets: readonly Fleet[], words: readonly string[]) {
    const written: string[] = [];
    const keep = (text: unknown) => {
      written.push(String(text));
      return true;
    };
    const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(keep));
    const source = vi.fn(() => fleets);
    try {
      const code = await runSynth(source, [...words]);
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

  test('judges strictly: a kind without a known schema is an error, and nothing is written', async () => {
    const fleet = new Fleet('fleet');
    fleet.addCluster('hub', HUB).add('widgets', (chart) => {
      new ApiObject(chart, 'w', {
        apiVersion: 'example.org/v1',
        kind: 'Widget',
        metadata: { name: 'w', namespace: 'ns' },
      });
    });
    vi.stubEnv('CDK8S_OUTDIR', synthesis.outdir);
    try {
      const { code, text } = await calledWith([fleet], []);
      expect(code).toBe(1);
      expect(text).toContain('schema/unknown-kind');
      expect(text).toContain('example.org/v1 Widget');
      expect(existsSync(synthesis.outdir)).toBe(false);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test('judges each cluster by its own releases', async () => {
    const fleet = new Fleet('fleet');
    const clusters: [string, string][] = [
      ['old', '1.29'],
      ['new', '1.30'],
    ];
    for (const [index, [name, kubernetesVersion]] of clusters.entries())
      fleet
        .addCluster(name, { ...HUB, kubernetesVersion, nodeAddresses: [`192.0.2.${index + 1}`] })
        .add('web', (chart) => {
          new ApiObject(chart, 's', {
            apiVersion: 'v1',
            kind: 'Service',
            metadata: { name: 's', namespace: 'ns' },
            spec: { ports: [{ port: 80 }], selector: { app: 's' }, trafficDistribution: 'PreferClose' },
          });
        });
    expect(await synthesis.run([fleet])).toBe(1);
    const lines = synthesis.err.split('\n').filter((line) => line.includes('schema/unknown-field'));
    expect(lines).toHaveLength(1);
    expect(synthesis.err).toContain('unknown to Kubernetes 1.29, known from 1.30');
    expect(synthesis.err).toContain('old/60-workloads/web.k8s.yaml');
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, test } from 'vitest';
import { registerParity, runParity } from '../../lib/cli/parity.js';
import type { ManifestObject } from '../../lib/manifest/object.js';
import { changeValues, likeTheChart, mappingAt, one, ourObjects } from '../support/renderings.js';

const root = mkdtempSync(join(tmpdir(), 'parity-'));
afterAll(() => rmSync(root, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(root, name);
  writeFileSync(path, text);
  return path;
};
const rendering = (name: string, objects: readonly ManifestObject[]) =>
  file(name, objects.map((object) => `---\n${JSON.stringify(object)}\n`).join(''));
const run = (path: string, options: Parameters<typeof runParity>[1] = {}) => {
  let out = '';
  let err = '';
  const code = runParity(path, options, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
};
const alike = rendering('alike.yaml', likeTheChart(ourObjects()));

describe('parity', () => {
  test('ends with 0 where every difference is intended, and says which charts it compared', () => {
    const { code, out } = run(alike);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^linkerd-control-plane, linkerd-crds of edge-26\.6\.3, compared with 2\.20 \(edge-26\.6\.3\)\n/,
    );
    expect(out).toMatch(/\n\d+ intended, 0 missing, 0 extra\n$/);
  });

  test('ends with 1 where one is not', () => {
    const objects = likeTheChart(ourObjects());
    mappingAt(one(objects, 'Deployment', 'linkerd-identity'), 'spec')['paused'] = true;
    const { code, out } = run(rendering('other.yaml', objects), { summary: true });
    expect(code).toBe(1);
    expect(out).toContain('  Deployment linkerd/linkerd-identity  spec.paused  chart true\n');
    expect(out).toContain(' 1 missing, 0 extra\n');
  });

  test('compares all charts of one file', () => {
    const objects = likeTheChart(ourObjects({ cniEnabled: true }));
    expect(run(rendering('all.yaml', objects)).out).toMatch(/^linkerd-control-plane, linkerd-crds, linkerd2-cni of /);
  });

  test('explains itself', () => {
    const program = new Command();
    registerParity(program, () => undefined);
    let help = '';
    const [command] = program.commands;
    command
      ?.configureOutput({
        writeOut: (text) => {
          help += text;
        },
      })
      .outputHelp();
    for (const word of ['--cni-values', '--summary', 'intended', 'missing', 'extra', 'Exit code'])
      expect(help).toContain(word);
  });
});

describe('parity fails with 2, and says nothing but why,', () => {
  test('for a file that cannot be read', () => {
    const path = join(root, 'nope.yaml');
    expect(run(path)).toEqual({
      code: 2,
      out: '',
      err: `${path} is not there, expected a path that exists. Correct the path, and run again.\n`,
    });
  });

  test('for a folder, which it names', () => {
    const { code, err } = run(root);
    expect(code).toBe(2);
    expect(err).toContain(`${root} is refused by the system (EISDIR`);
  });

  test('for a file that is no YAML', () => {
    const { code, out, err } = run(file('broken.yaml', 'apiVersion: v1\nkind: [\n'));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(
      /broken\.yaml is not usable: it .*expected the output of `helm template` for a Linkerd chart\./,
    );
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test('for a file without objects of Linkerd', () => {
    const path = file('values.yaml', 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n');
    const { code, out, err } = run(path);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^The rendering is without an object of linkerd-control-plane, linkerd-crds or linkerd2-cni/);
  });

  test('for values of linkerd-cni that are none', () => {
    for (const text of ['- a', 'a: [']) {
      const cniValues = file('cni.yaml', text);
      expect(run(alike, { cniValues })).toEqual({
        code: 2,
        out: '',
        err: `${cniValues} is no mapping of values, expected the values file with which linkerd2-cni was rendered. Name that file, or remove --cni-values if the chart was rendered without values.\n`,
      });
    }
  });

  test('for options that the construct refuses, all of them at once', () => {
    const objects = likeTheChart(ourObjects());
    changeValues(objects, (values) => {
      values['webhookFailurePolicy'] = 'Never';
      mappingAt(values, 'proxy')['waitBeforeExitSeconds'] = 30;
    });
    const { code, out, err } = run(rendering('refused.yaml', objects));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trim().split('\n')).toEqual([
      expect.stringContaining(
        "LinkerdControlPlane 'chart': values.proxy.waitBeforeExitSeconds is 30 with native sidecars",
      ),
      expect.stringContaining("LinkerdControlPlane 'chart': values.webhookFailurePolicy is 'Never'"),
    ]);
  });
});

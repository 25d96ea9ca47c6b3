import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { parseManifests } from '../../lib/manifest/load.js';

const kubectl = (args: readonly string[], input = '') => spawnSync('kubectl', args, { input, encoding: 'utf8' });
const found = kubectl(['version', '--client']).status === 0;

const scalars = `yes No on OFF y n Y N true False null ~ 0 -0 +1 010 -010 0o17 08 09.5 0x1F 0b11 1_000 1e3 1E-2 .5 1. 1.0 1:30 190:20:30
190:20:30.15 2001-01-01 2001-12-14t21:59:43.10-05:00 685_230.15 0.1e-3 = << "yes" '010' 12e03 -2E+05 1__0 0x 0b2 1e 1.2.3 _1 e3 +.5 --1`;

describe.skipIf(!found)('kubectl', () => {
  test('gives the same values to the same text', () => {
    const items = scalars.split(/\s+/).map((scalar) => `- ${scalar}\n`);
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\nx: &x { p: 1, q: 2 }\nw: { <<: *x, q: 3 }\nlist:\n${items.join('')}`;
    const { stdout, stderr } = kubectl(['annotate', '--local', '-f', '-', 'x=y', '-o', 'json'], text);
    expect(stderr).toBe('');
    const { list, w } = JSON.parse(stdout);
    const { resources, notes } = parseManifests(text, 'a.yaml');
    expect(notes).toEqual([]);
    expect(JSON.parse(JSON.stringify(resources[0]?.object['list']))).toEqual(list);
    expect(resources[0]?.object['w']).toEqual(w);
  });
});

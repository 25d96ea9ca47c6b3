import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TOOLS } from '../integration/support/tools.js';

test('CI installs every program that the integration tests take from the distribution', () => {
  const run = readFileSync(new URL('../../.ci/run', import.meta.url), 'utf8');
  const looked = /for program in (.*); do/.exec(run)?.[1]?.split(' ') ?? [];
  const installed = /apt-get install -y -qq (.*)/.exec(run)?.[1]?.split(' ') ?? [];
  const wanted = Object.entries(TOOLS).flatMap(([name, { install }]) => {
    const [, debian] = /^(?!Run ).*\(Debian: ([a-z0-9-]+)\)/.exec(install) ?? [];
    return debian === undefined ? [] : [{ name, debian }];
  });
  expect(wanted.length).toBeGreaterThan(5);
  expect(wanted.filter(({ name, debian }) => !looked.includes(name) || !installed.includes(debian))).toEqual([]);
});

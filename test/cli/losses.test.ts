import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { configMap, TestRepository } from '../support/repository.js';
import { fleetOf, onlySchema, Synthesis } from './synthesis.js';

let synthesis: Synthesis;

beforeEach(() => {
  synthesis = new Synthesis();
});

afterEach(() => synthesis.remove());

describe('what is gone since a revision', () => {
  let repository: TestRepository;

  beforeEach(() => {
    repository = new TestRepository(dirname(synthesis.outdir));
  });

  const gone = async (data: Record<string, string>, more: object = {}, since?: string) => {
    synthesis.out = '';
    synthesis.err = '';
    const code = await synthesis.run([fleetOf(data, more)], onlySchema, since);
    return { code, lines: synthesis.out.split('\n').filter((line) => /^(gone|delete| {8})/.test(line)) };
  };

  test('is reported even if this run changes nothing', async () => {
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

  test('is reported as not known for an output that was never committed', async () => {
    const commit = repository.commit().slice(0, 7);
    expect((await gone({ a: '1' })).lines).toEqual([
      `gone    not known: HEAD (${commit}) holds no inventory below ${synthesis.outdir}`,
    ]);
  });

  test('is not known without a commit or without git, but the output is still written', async () => {
    expect((await gone({ a: '1' })).lines[0]).toMatch(
      /^gone {4}not known: The revision is 'HEAD', which git does not know/,
    );
    const before = process.env['PATH'];
    process.env['PATH'] = dirname(synthesis.outdir);
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

  test('is refused, with the output unchanged, if the given revision is unknown', async () => {
    await gone({ a: '1' });
    repository.commit();
    const before = synthesis.tree();
    expect((await gone({ a: '2' }, {}, 'mian')).code).toBe(2);
    expect(synthesis.tree()).toEqual(before);
    expect(synthesis.err).toBe(
      "1 problem; dist is unchanged.\n\nThe revision is 'mian', which git does not know, expected a commit, branch or tag of the repository around dist. Did you mean main?\n",
    );
  });
});

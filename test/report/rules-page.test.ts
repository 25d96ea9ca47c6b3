import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { allRules } from '../../lib/judge/policy/rules/all.js';
import { anchorOf, rulesPage } from '../../lib/report/rules-page.js';

describe('docs/rules.md', () => {
  test('equals a fresh regeneration', () => {
    const script = ['--import', 'tsx', 'scripts/docs-rules.ts', '--check'];
    const { status, stderr } = spawnSync(process.execPath, script, { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  test('says in its first line that it is generated, and has a section for each rule', () => {
    const lines = rulesPage(allRules).split('\n');
    expect(lines[0]).toContain('npm run docs:rules');
    expect(lines.filter((line) => line.startsWith('## '))).toEqual(allRules.map(({ id }) => `## ${id}`));
    expect(anchorOf('pod/a-b')).toBe('poda-b');
  });

  test('shows the clusters of a fleet rule one by one', () => {
    const page = rulesPage([
      {
        id: 'trust/x',
        severity: 'error',
        scope: 'fleet',
        summary: 'A.',
        rationale: 'B.',
        source: 'https://example.org/',
        appliesTo: ['*'],
        passes: { hub: 'a: 1', leaf: 'a: 1' },
        fails: { hub: 'a: 1', leaf: 'a: 2' },
        collect: () => undefined,
        check: () => [],
      },
    ]);
    expect(page).toContain('Looks at: every kind.');
    expect(page).toContain('Cluster `leaf`:\n\n```yaml\na: 2\n```');
  });
});

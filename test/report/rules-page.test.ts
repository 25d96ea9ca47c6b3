import { expect, test } from 'vitest';
import { allRules } from '../../lib/judge/policy/rules/all.js';
import { rulePage, rulesPage } from '../../lib/report/rules-page.js';

test('the index says in its first line that it is generated, and links to the page of each rule', () => {
  const lines = rulesPage(allRules).split('\n');
  expect(lines[0]).toContain('npm run docs:rules');
  const linked = lines.flatMap((line) => /^\| \[(.*)\]\(rules\/(.*)\.md\) \|/.exec(line)?.slice(1, 3) ?? []);
  expect(linked).toEqual(allRules.flatMap(({ id }) => [id, id]));
});

test('the page of a fleet rule shows the clusters one by one', () => {
  const page = rulePage({
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
    about: () => [],
    check: () => [],
  });
  expect(page.split('\n')[0]).toContain('npm run docs:rules');
  expect(page).toContain('# trust/x\n\nA. B.\n');
  expect(page).toContain('| judges | every kind |\n| looks up | nothing else |');
  expect(page).toContain('## Fails\n\nCluster `hub`:\n\n```yaml\na: 1\n```\n\nCluster `leaf`:\n\n```yaml\na: 2\n```');
});

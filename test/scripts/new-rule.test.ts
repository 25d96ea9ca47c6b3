import { expect, test } from 'vitest';
import { newRuleFiles, refusalOf } from '../../scripts/new-rule/files.js';

const free = () => false;

test('makes a rule whose id is its path, and a test of it', () => {
  const files = newRuleFiles('pod/has-a-name');
  expect([...files.keys()]).toEqual([
    'lib/judge/policy/rules/pod/has-a-name.ts',
    'test/judge/policy/rules/pod/has-a-name.test.ts',
  ]);
  const [rule, its] = [...files.values()];
  expect(rule).toContain("id: 'pod/has-a-name'");
  expect(its).toContain("import rule from '../../../../../lib/judge/policy/rules/pod/has-a-name.js';");
});

test.each([[], ['pod'], ['Pod/x'], ['pod/x/y'], ['pod/x', 'y'], ['../pod/x'], ['pod/x.ts']])(
  'fails on %j',
  (...words: string[]) => {
    expect(refusalOf(words, free)).toBe(
      `The rule is '${words.join(' ')}', expected <domain>/<positive-fact>, such as pod/runs-as-non-root.`,
    );
  },
);

test('fails on a rule that exists', () => {
  expect(refusalOf(['pod/x'], (path) => path === 'lib/judge/policy/rules/pod/x.ts')).toBe(
    'The rule pod/x exists: lib/judge/policy/rules/pod/x.ts. Choose another name.',
  );
});

/** Why a rule with that id cannot be created; undefined if it can. `exists` tells whether a file exists. */
export function refusalOf(words: readonly string[], exists: (path: string) => boolean): string | undefined {
  const [id = ''] = words;
  if (words.length !== 1 || !/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(id)) {
    return `The rule is '${words.join(' ')}', expected <domain>/<positive-fact>, such as pod/runs-as-non-root.`;
  }
  return exists(ruleFile(id)) ? `The rule ${id} exists: ${ruleFile(id)}. Choose another name.` : undefined;
}

/** The files of a new rule: their texts by path. */
export function newRuleFiles(id: string): ReadonlyMap<string, string> {
  return new Map([
    [ruleFile(id), ruleText(id)],
    [testFile(id), testText(id)],
  ]);
}

export function testFile(id: string): string {
  return `test/judge/policy/rules/${id}.test.ts`;
}

function ruleFile(id: string): string {
  return `lib/judge/policy/rules/${id}.ts`;
}

/** A rule that compiles, and whose test fails until its examples are real. */
function ruleText(id: string): string {
  return `import { Field } from '../../../../manifest/field.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: '${id}',
  severity: 'error',
  scope: 'object',
  summary: '',
  rationale: '',
  source: 'https://',
  appliesTo: ['Service'],
  reads: [],
  *check(resource) {
    const field = Field.of(resource).at('spec', 'type');
    if (field.value === 'ClusterIP') return;
    yield field.violation({ expected: 'ClusterIP', fix: 'Set spec.type to ClusterIP.' });
  },
  passes: \`
\`,
  fails: \`
\`,
});
`;
}

function testText(id: string): string {
  return `import rule from '../../../../../lib/judge/policy/rules/${id}.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {},
  fails: {},
});
`;
}

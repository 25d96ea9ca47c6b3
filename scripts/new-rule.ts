import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [id = '', ...more] = process.argv.slice(2);
const [domain = '', fact = ''] = id.split('/');
const rule = `lib/judge/policy/rules/${domain}/${fact}.ts`;
const test = `test/judge/policy/rules/${domain}/${fact}.test.ts`;

const problem =
  more.length > 0 || !/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(id)
    ? `The rule is '${[id, ...more].join(' ')}', expected <domain>/<positive-fact>, such as pod/runs-as-non-root.`
    : existsSync(join(root, rule))
      ? `The rule ${id} exists: ${rule}. Choose another name.`
      : undefined;

if (problem === undefined) {
  write(rule, ruleText());
  write(test, testText());
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/generate.ts', 'rules:index'], { cwd: root });
  console.log(`${rule}\n${test}
Write the fact, its reason and its source, then the check and the two examples, until this passes:
  npx vitest run ${test}
Then: npm run docs:rules, and a line in CHANGELOG.md.`);
} else {
  console.error(problem);
  process.exitCode = 2;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** A rule that compiles, and whose test fails until its examples are real. */
function ruleText(): string {
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

function testText(): string {
  return `import rule from '../../../../../lib/judge/policy/rules/${id}.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {},
  fails: {},
});
`;
}

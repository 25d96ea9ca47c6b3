import { allRules } from '../../lib/judge/policy/rules/all.js';
import { rulePage, rulesPage } from '../../lib/report/rules-page.js';
import type { Artifact } from './artifact.js';

/** A page for each rule, and a short index. */
export const artifact: Artifact = {
  places: ['docs/rules.md', 'docs/rules'],
  owns: (path) => path === 'docs/rules.md' || path.startsWith('docs/rules/'),
  files: () =>
    new Map([
      ['docs/rules.md', rulesPage(allRules)],
      ...allRules.map((rule): [string, string] => [`docs/rules/${rule.id}.md`, rulePage(rule)]),
    ]),
};

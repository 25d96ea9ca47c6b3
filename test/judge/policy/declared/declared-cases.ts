import { evaluateCluster } from '../../../../lib/judge/policy/engine.js';
import type { Rule } from '../../../../lib/judge/policy/rule.js';
import { objectLabel } from '../../../../lib/manifest/object.js';
import { clusterFrom } from '../../../support/rule-tester.js';

/** What a rule says of itself, where a test does not care. */
export const TEXT = {
  id: 'pod/test',
  severity: 'error',
  summary: 'It holds.',
  rationale: 'Else it does not.',
  source: 'https://example.org/',
  passes: '',
  fails: '',
} as const;

/** What a rule says of objects, in short: `Pod apps/web: spec.a is b, expected c. effect fix`, and what it could not judge. */
export function judged(rule: Rule, yaml: string) {
  const { findings, undecided, judged, crashes } = evaluateCluster([rule], clusterFrom(yaml));
  if (crashes[0] !== undefined) throw new Error(crashes[0].message);
  return {
    found: findings.map(
      ({ resource, path, got, expected, effect, fix }) =>
        `${objectLabel(resource.object)}: ${path} is ${got}, expected ${expected}. ${effect === undefined ? '' : `${effect} `}${fix}`,
    ),
    undecided: undecided.map(({ reason }) => reason),
    judged: judged.get(rule.id) ?? 0,
  };
}

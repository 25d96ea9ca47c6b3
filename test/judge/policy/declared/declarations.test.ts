import { describe, expect, test } from 'vitest';
import { ClusterIndex } from '../../../../lib/judge/model/cluster-index.js';
import type { ObjectName } from '../../../../lib/judge/policy/declared/missing.js';
import { allRules } from '../../../../lib/judge/policy/rules/all.js';
import { clusterFrom } from '../../../support/rule-tester.js';

/** The names that a rule finds in a cluster, each with the field that holds it. */
function namesIn(rule: (typeof allRules)[number], yaml: string): readonly ObjectName[] {
  if (rule.scope !== 'object') return [];
  const cluster = new ClusterIndex(clusterFrom(yaml));
  return cluster.ofKind(...rule.appliesTo).flatMap((resource) => [...rule.about(resource, cluster)].filter(isName));
}

function isName(target: unknown): target is ObjectName {
  return typeof target === 'object' && target !== null && 'field' in target;
}

describe('a rule about named objects finds names only where it states that they are, and of no other kind:', () => {
  for (const rule of allRules) {
    if (rule.states === undefined || !('existence' in rule.states)) continue;
    const { field, to } = rule.states.existence;
    const kinds = [to].flat();
    const suffixes = [field].flat().map((path) => `.${path}`);
    test(rule.id, () => {
      const names = [...namesIn(rule, String(rule.passes)), ...namesIn(rule, String(rule.fails))];
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) {
        const path = `.${name.field.path.replaceAll(/\[\d+\]/g, '[*]')}`;
        expect(suffixes.filter((suffix) => path.endsWith(suffix))).toHaveLength(1);
        expect(kinds).toContain(name.kind ?? kinds[0]);
      }
    });
  }
});

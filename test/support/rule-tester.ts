import { describe, expect, test } from 'vitest';
import type { Finding } from '../../lib/judge/finding.js';
import { evaluateCluster, finishFleet } from '../../lib/judge/policy/engine.js';
import type { Rule } from '../../lib/judge/policy/rule.js';
import { parseManifests } from '../../lib/manifest/load.js';
import { objectLabel } from '../../lib/manifest/object.js';
import type { ClusterView } from '../../lib/manifest/resource.js';

/** One cluster's objects as YAML, or for a fleet rule the YAML of each cluster by its name. */
export type Case = string | Readonly<Record<string, string>>;

/** What a case must report: every field that is named, and as many findings as are listed. */
export interface Expected {
  /** `Deployment apps/web`. */
  readonly object?: string;
  readonly cluster?: string;
  readonly path?: string;
  readonly got?: unknown;
  readonly expected?: string;
  readonly fix?: string;
}

/** What a rule must accept, and what it must refuse and how. */
export interface Cases {
  readonly passes?: Readonly<Record<string, Case>>;
  readonly fails?: Readonly<Record<string, readonly [Case, ...Expected[]]>>;
}

/** A cluster from YAML; fails on YAML that is not wholly made of Kubernetes objects. */
export function clusterFrom(yaml: string, name = 'test'): ClusterView {
  const { resources, notes } = parseManifests(yaml, `${name}.yaml`);
  expect(notes, 'the case is valid YAML made of Kubernetes objects').toEqual([]);
  return { name, resources };
}

/** What a rule finds in a case. Throws where the rule throws. */
export function findingsOf(rule: Rule, given: Case): readonly Finding[] {
  const { findings } = evaluationOf(rule, given);
  return findings;
}

/** Runs the rule's own examples and the cases, and compares whole lists of findings. */
export function ruleTester(rule: Rule, { passes = {}, fails = {} }: Cases): void {
  describe(rule.id, () => {
    test('finds nothing in its passing example, having looked at something', () => {
      const { findings, judged } = evaluationOf(rule, rule.passes);
      expect(findings.map(summaryOf)).toEqual([]);
      expect(judged.get(rule.id)).toBeGreaterThan(0);
    });
    test('finds something in its failing example', () => {
      expect(findingsOf(rule, rule.fails).length).toBeGreaterThan(0);
    });
    for (const [name, given] of Object.entries(passes)) {
      test(name, () => expect(findingsOf(rule, given).map(summaryOf)).toEqual([]));
    }
    for (const [name, [given, ...expected]] of Object.entries(fails)) {
      test(`fails ${name}`, () => {
        expect(expected.length, 'the case lists what must be found').toBeGreaterThan(0);
        const found = findingsOf(rule, given).map(summaryOf);
        expect(found).toEqual(expected.map((fields) => expect.objectContaining(fields)));
      });
    }
  });
}

function evaluationOf(rule: Rule, given: Case) {
  const clusters = Object.entries(typeof given === 'string' ? { test: given } : given);
  const evaluation = finishFleet(
    [rule],
    clusters.map(([name, yaml]) => evaluateCluster([rule], clusterFrom(yaml, name))),
  );
  for (const { object, message } of evaluation.crashes) throw new Error(`${rule.id} on ${object}: ${message}`);
  return evaluation;
}

function summaryOf({ cluster, resource, path, got, expected, fix }: Finding): Required<Expected> {
  return { cluster, object: objectLabel(resource.object), path, got, expected, fix };
}

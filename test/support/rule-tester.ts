import { describe, expect, test } from 'vitest';
import type { Finding } from '../../lib/judge/finding.js';
import { evaluateCluster, finishFleet } from '../../lib/judge/policy/engine.js';
import type { Evaluation } from '../../lib/judge/policy/evaluation.js';
import { EVERY_KIND, type Rule } from '../../lib/judge/policy/rule.js';
import { parseManifests } from '../../lib/manifest/load.js';
import { objectLabel } from '../../lib/manifest/object.js';
import type { ClusterView } from '../../lib/manifest/resource.js';
import { survivingGuards } from './surviving-guards.js';
import { WatchedCluster } from './watched-cluster.js';

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
  readonly effect?: string;
  readonly fix?: string;
}

/** What a rule must accept, what it must refuse and how, and what it cannot judge and why. */
export interface Cases {
  /** Cases without anything to judge: nothing is found, counted as judged, or left open. */
  readonly ignores?: Readonly<Record<string, Case>>;
  /** Cases in which something was judged, without a finding, and without anything left open. */
  readonly passes?: Readonly<Record<string, Case>>;
  readonly fails?: Readonly<Record<string, readonly [Case, ...Expected[]]>>;
  /** A case, and the reasons that the rule gives for each thing that it does not judge. */
  readonly notJudged?: Readonly<Record<string, readonly [Case, ...string[]]>>;
}

/** A cluster from YAML; fails on YAML that is not wholly made of Kubernetes objects. */
export function clusterFrom(yaml: string, name = 'test'): ClusterView {
  const { resources, notes } = parseManifests(yaml, `${name}.yaml`);
  expect(notes, 'the case is valid YAML made of Kubernetes objects').toEqual([]);
  return { name, resources };
}

/** What a rule finds in a case. Throws where the rule throws. */
export function findingsOf(rule: Rule, given: Case): readonly Finding[] {
  return evaluationOf(rule, given).findings;
}

/** Runs the rule's own examples and the cases, and compares whole lists of findings. */
export function ruleTester(rule: Rule, cases: Cases): void {
  const { ignores = {}, passes = {}, fails = {}, notJudged = {} } = cases;
  const looked = new Set<string>();
  const evaluated = (given: Case) => evaluationOf(rule, given, looked);
  describe(rule.id, () => {
    test('is tested in the file of its name', () => {
      expect(expect.getState().testPath?.replaceAll('\\', '/')).toMatch(new RegExp(`/${rule.id}\\.test\\.ts$`));
    });
    test('finds nothing in its passing example, having judged something', () => {
      const { findings, judged } = evaluated(rule.passes);
      expect(findings.map(summaryOf)).toEqual([]);
      expect(judged.get(rule.id) ?? 0).toBeGreaterThan(0);
    });
    test('finds something in its failing example', () => {
      expect(evaluated(rule.fails).findings.length).toBeGreaterThan(0);
    });
    for (const [name, given] of Object.entries(ignores)) {
      test(`ignores ${name}`, () => {
        const evaluation = evaluated(given);
        expect(outcomeOf(evaluation)).toEqual(IN_ORDER);
        expect(evaluation.judged.get(rule.id) ?? 0).toBe(0);
      });
    }
    for (const [name, given] of Object.entries(passes)) {
      test(name, () => {
        const evaluation = evaluated(given);
        expect(outcomeOf(evaluation)).toEqual(IN_ORDER);
        expect(evaluation.judged.get(rule.id) ?? 0, 'number of things that were judged').toBeGreaterThan(0);
      });
    }
    for (const [name, [given, ...expected]] of Object.entries(fails)) {
      test(`fails ${name}`, () => {
        expect(expected.length, 'the case lists what must be found').toBeGreaterThan(0);
        const found = evaluated(given).findings.map(summaryOf);
        expect(found).toEqual(expected.map((fields) => expect.objectContaining(fields)));
      });
    }
    for (const [name, [given, ...reasons]] of Object.entries(notJudged)) {
      test(`does not judge ${name}`, () => {
        expect(reasons.length, 'the case lists what is not judged').toBeGreaterThan(0);
        expect(outcomeOf(evaluated(given))).toEqual({ found: [], open: reasons });
      });
    }
    test('declares the kinds that it reads, and its cases make it read them', () => {
      const own = new Set(rule.appliesTo);
      const read = [...looked].filter((kind) => !own.has(kind) && !own.has(EVERY_KIND)).sort();
      expect([...new Set(rule.reads)].filter((kind) => !own.has(kind)).sort()).toEqual(read);
    });
    if (process.env['MESHWRIGHT_GUARDS'] !== undefined) {
      test('needs each of its guards', () => survivingGuards(rule, (mutant) => holds(mutant, cases)));
    }
  });
}

/** Whether a rule passes all that it is tested by. */
function holds(rule: Rule, { ignores = {}, passes = {}, fails = {}, notJudged = {} }: Cases): boolean {
  const judged = (given: Case) => evaluationOf(rule, given).judged.get(rule.id) ?? 0;
  try {
    expect(outcomeOf(evaluationOf(rule, rule.passes)).found).toEqual([]);
    for (const given of [...Object.values(ignores), ...Object.values(passes)]) {
      expect(outcomeOf(evaluationOf(rule, given))).toEqual(IN_ORDER);
    }
    for (const given of Object.values(ignores)) expect(judged(given)).toBe(0);
    for (const given of [rule.passes, ...Object.values(passes)]) expect(judged(given)).toBeGreaterThan(0);
    expect(findingsOf(rule, rule.fails).length).toBeGreaterThan(0);
    for (const [given, ...expected] of Object.values(fails)) {
      const { found } = outcomeOf(evaluationOf(rule, given));
      expect(found).toEqual(expected.map((fields) => expect.objectContaining(fields)));
    }
    for (const [given, ...reasons] of Object.values(notJudged)) {
      expect(outcomeOf(evaluationOf(rule, given))).toEqual({ found: [], open: reasons });
    }
    return true;
  } catch {
    return false;
  }
}

const IN_ORDER = { found: [], open: [] };

/** What a rule reports, and what it leaves open and why. */
function outcomeOf({ findings, undecided }: Evaluation) {
  return { found: findings.map(summaryOf), open: undecided.map(({ reason }) => reason) };
}

function evaluationOf(rule: Rule, given: Case, looked: Set<string> = new Set()): Evaluation {
  const clusters = Object.entries(typeof given === 'string' ? { test: given } : given);
  const evaluation = finishFleet(
    [rule],
    clusters.map(([name, yaml]) => {
      const cluster = new WatchedCluster(clusterFrom(yaml, name));
      const evaluated = evaluateCluster([rule], cluster);
      for (const kind of cluster.kinds) looked.add(kind);
      return evaluated;
    }),
  );
  for (const { object, message } of evaluation.crashes) throw new Error(`${rule.id} on ${object}: ${message}`);
  return evaluation;
}

function summaryOf({ cluster, resource, path, got, expected, effect, fix }: Finding): Expected {
  return {
    ...{ cluster, object: objectLabel(resource.object), path, got, expected, fix },
    ...(effect === undefined ? {} : { effect }),
  };
}

import { describe, expect, test } from 'vitest';
import { evaluateCluster, finishFleet } from '../../../lib/judge/policy/engine.js';
import { notJudged } from '../../../lib/judge/policy/outcome.js';
import { defineRule, type Rule } from '../../../lib/judge/policy/rule.js';
import { documents, object } from '../../support/manifests.js';
import { clusterFrom } from '../../support/rule-tester.js';

const text = {
  severity: 'warning',
  summary: 'A.',
  rationale: 'B.',
  source: 'https://example.org/',
  passes: '',
  fails: '',
} as const;
const report = { path: 'p', got: 'g', expected: 'e', fix: 'F.' };
const objectRule = defineRule({
  ...text,
  id: 't/object',
  scope: 'object',
  appliesTo: ['ConfigMap'],
  *check() {
    yield report;
  },
});
const clusterRule = defineRule({
  ...text,
  id: 't/cluster',
  scope: 'cluster',
  appliesTo: ['ConfigMap'],
  *check(cluster) {
    for (const resource of cluster.resources) yield { resource, ...report };
  },
});
const fleetRule = defineRule({
  ...text,
  id: 't/fleet',
  scope: 'fleet',
  appliesTo: ['ConfigMap'],
  passes: {},
  fails: {},
  collect: (cluster) => cluster.ofKind('ConfigMap'),
  judges: (maps) => maps.length,
  *check(all) {
    const [, ...others] = all;
    for (const [cluster, [resource]] of others) if (resource !== undefined) yield { cluster, resource, ...report };
  },
});
const broken = (scope: 'object' | 'cluster' | 'collect' | 'fleet'): Rule => {
  const fail = (): never => {
    throw new Error('oops');
  };
  const base = { ...text, id: 't/broken', appliesTo: ['ConfigMap'] };
  if (scope === 'object' || scope === 'cluster') return defineRule({ ...base, scope, check: fail });
  const collect = scope === 'collect' ? fail : () => undefined;
  return defineRule({
    ...base,
    scope: 'fleet',
    passes: {},
    fails: {},
    collect,
    judges: () => 1,
    check: scope === 'fleet' ? fail : () => [],
  });
};
const map = object('v1', 'ConfigMap', '');
const secret = object('v1', 'Secret', '');
const run = (rules: readonly Rule[], clusters: Record<string, string>) =>
  finishFleet(
    rules,
    Object.entries(clusters).map(([name, yaml]) => evaluateCluster(rules, clusterFrom(yaml, name))),
  );

describe('the engine', () => {
  test('runs an object rule on its kinds alone, and names rule, severity, cluster and object', () => {
    const { findings, judged } = run([objectRule], { hub: documents(secret, map) });
    expect(findings).toEqual([
      expect.objectContaining({ rule: 't/object', severity: 'warning', cluster: 'hub', path: 'p', got: 'g' }),
    ]);
    expect(findings[0]?.resource.document).toBe(1);
    expect([...judged]).toEqual([['t/object', 1]]);
  });

  test('runs a rule for every kind on every object', () => {
    const every = defineRule({ ...text, id: 't/every', scope: 'object', appliesTo: ['*'], check: () => [report] });
    expect(run([every], { hub: documents(secret, map) }).findings).toHaveLength(2);
  });

  test('runs a cluster rule once, and not at all where its kinds are absent', () => {
    expect(run([clusterRule], { hub: documents(secret, map) }).findings).toHaveLength(2);
    const { findings, judged } = run([clusterRule], { hub: secret });
    expect(findings).toEqual([]);
    expect([...judged]).toEqual([['t/cluster', 0]]);
  });

  test('hands a fleet rule the facts of all clusters, sorted by name whatever the order they came in', () => {
    const { findings, judged } = run([fleetRule], { b: map, a: map });
    expect(findings.map(({ cluster }) => cluster)).toEqual(['b']);
    expect([...judged]).toEqual([['t/fleet', 2]]);
  });

  test('counts what a fleet rule compares, of which a cluster alone has nothing', () => {
    expect(run([fleetRule], { a: documents(map, map), b: secret }).judged.get('t/fleet')).toBe(2);
    expect(run([fleetRule], { a: secret, b: secret }).judged.get('t/fleet')).toBe(0);
    expect(run([fleetRule], { a: map }).judged.get('t/fleet')).toBe(0);
  });

  test('counts the faults that a fleet rule finds in a cluster alone', () => {
    const rule = defineRule({
      ...text,
      id: 't/alone',
      scope: 'fleet',
      appliesTo: ['ConfigMap'],
      passes: {},
      fails: {},
      collect: (cluster) => cluster.ofKind('ConfigMap'),
      judges: (maps) => maps.length,
      check: (all) =>
        [...all].flatMap(([cluster, maps]) => maps.slice(0, 1).map((resource) => ({ cluster, resource, ...report }))),
    });
    expect(run([rule], { a: documents(map, map) }).judged.get('t/alone')).toBe(1);
  });

  test('says of a target that is not known why, and does not check it', () => {
    const rule = defineRule<string>({
      ...text,
      id: 't/unknown',
      scope: 'object',
      appliesTo: ['ConfigMap'],
      about: () => [notJudged('it is not among the files'), 'known'],
      check: (target) => (target === 'known' ? [] : [report]),
    });
    const { findings, judged, undecided } = evaluateCluster([rule], clusterFrom(map));
    expect(findings).toEqual([]);
    expect(judged.get('t/unknown')).toBe(1);
    expect(undecided.map(({ reason }) => reason)).toEqual(['it is not among the files']);
  });

  test('says once what two targets of an object have in common', () => {
    const rule = defineRule<string>({
      ...text,
      id: 't/twice',
      scope: 'object',
      appliesTo: ['ConfigMap'],
      about: () => ['a', 'b', 'b'],
      check: (target) => [report, { ...report, got: target }],
    });
    const { findings } = evaluateCluster([rule], clusterFrom(map));
    expect(findings.map(({ got }) => got)).toEqual(['a', 'b', 'g']);
  });

  test('sorts findings by cluster, document and rule', () => {
    const order = run([objectRule, clusterRule], { b: map, a: documents(map, map.replace('web', 'api')) }).findings;
    expect(order.map(({ cluster, resource, rule }) => `${cluster} ${resource.document} ${rule}`)).toEqual([
      'a 0 t/cluster',
      'a 0 t/object',
      'a 1 t/cluster',
      'a 1 t/object',
      'b 0 t/cluster',
      'b 0 t/object',
    ]);
  });

  test.each([
    ['object', 'hub', 'ConfigMap apps/web'],
    ['cluster', 'hub', ''],
    ['collect', 'hub', ''],
    ['fleet', '', ''],
  ] as const)('fails loudly where a rule throws in its %s step, and goes on', (scope, cluster, name) => {
    const { crashes, findings } = run([broken(scope), objectRule], { hub: map });
    expect(crashes).toEqual([{ rule: 't/broken', cluster, object: name, message: 'oops' }]);
    expect(findings).toHaveLength(1);
  });
});

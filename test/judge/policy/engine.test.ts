import { describe, expect, test } from 'vitest';
import { evaluateCluster, finishFleet } from '../../../lib/judge/policy/engine.js';
import { notJudged } from '../../../lib/judge/policy/outcome.js';
import { defineRule, type Rule } from '../../../lib/judge/policy/rule.js';
import { Field } from '../../../lib/manifest/field.js';
import type { Resource } from '../../../lib/manifest/resource.js';
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
  about: (all) =>
    all.size < 2 ? [] : [...all].flatMap(([cluster, maps]) => maps.map((resource) => ({ cluster, resource }))),
  *check({ cluster, resource }, all) {
    if (cluster !== [...all.keys()][0]) yield { cluster, resource, ...report };
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
    about: () => ['a'],
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
  test('runs an object rule only on its kinds, and names rule, severity, cluster and object', () => {
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
    expect([...judged]).toEqual([]);
  });

  test('gives a fleet rule the facts of all clusters, sorted by name', () => {
    const { findings, judged } = run([fleetRule], { b: map, a: map });
    expect(findings.map(({ cluster }) => cluster)).toEqual(['b']);
    expect([...judged]).toEqual([['t/fleet', 2]]);
  });

  test('counts what a fleet rule is about, once for the fleet', () => {
    expect(run([fleetRule], { a: documents(map, map), b: secret }).judged.get('t/fleet')).toBe(2);
    expect(run([fleetRule], { a: secret, b: secret }).judged.get('t/fleet')).toBeUndefined();
    expect(run([fleetRule], { a: map }).judged.get('t/fleet')).toBeUndefined();
  });

  test('counts no cluster of which a fleet rule cannot tell, and says where that is', () => {
    const rule = defineRule({
      ...text,
      id: 't/open',
      scope: 'fleet',
      appliesTo: ['ConfigMap'],
      passes: {},
      fails: {},
      collect: () => undefined,
      about: (all) => [...all.keys()],
      *check(cluster) {
        if (cluster === 'b') yield { cluster, ...notJudged('its hub is not among the files') };
      },
    });
    const { judged, undecided } = run([rule], { a: map, b: map, c: map });
    expect(judged.get('t/open')).toBe(2);
    expect(undecided).toEqual([
      { rule: 't/open', cluster: 'b', resource: undefined, path: '', reason: 'its hub is not among the files' },
    ]);
  });

  test('says once what is not known of two targets of an object, and of each field where they are fields', () => {
    const open = (targets: (resource: Resource) => readonly unknown[]) =>
      run(
        [
          defineRule<unknown>({
            ...text,
            id: 't/open',
            scope: 'object',
            appliesTo: ['ConfigMap'],
            about: targets,
            check: () => [notJudged('r')],
          }),
        ],
        { hub: map },
      ).undecided.map(({ path }) => path);
    const data = (resource: Resource) => Field.of(resource).at('data');
    expect(open(() => ['a', 'b'])).toEqual(['']);
    expect(
      open((resource) => [data(resource).at('a'), { field: data(resource).at('b') }, data(resource).at('a')]),
    ).toEqual(['data.a', 'data.b']);
    expect(open((resource) => [notJudged('r', data(resource)), notJudged('r', resource)])).toEqual(['data', '']);
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
      check: (target) => [report, { ...report, effect: `E ${target}.` }],
    });
    const { findings } = evaluateCluster([rule], clusterFrom(map));
    expect(findings.map(({ effect }) => effect)).toEqual([undefined, 'E a.', 'E b.']);
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

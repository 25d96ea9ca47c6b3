import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../lib/judge/finding.js';
import { conclude, joinJudgements, judge, type Validator } from '../../../lib/judge/policy/judge.js';
import { defineRule } from '../../../lib/judge/policy/rule.js';
import rule from '../../../lib/judge/policy/rules/secret/data-is-delivered-apart.js';
import type { ClusterView } from '../../../lib/manifest/resource.js';
import { documents, object } from '../../support/manifests.js';
import { clusterFrom } from '../../support/rule-tester.js';

const leaking = object('v1', 'Secret', 'data: { a: eHl6 }');
const everyObject: Validator = {
  name: 'schema',
  async validate({ name, resources }: ClusterView): Promise<Finding[]> {
    return resources.map((resource) => ({
      rule: 'schema/x',
      severity: 'error',
      cluster: name,
      resource,
      path: 'a',
      got: 'g',
      expected: 'e',
      fix: 'F.',
    }));
  },
};

describe('judge', () => {
  test('asks for the clusters one after the other', async () => {
    const log: string[] = [];
    async function* clusters() {
      for (const name of ['a', 'b']) {
        log.push(`give ${name}`);
        yield clusterFrom(leaking, name);
      }
    }
    const watching: Validator = {
      name: 'watching',
      validate: ({ name }) => {
        log.push(`judge ${name}`);
        return [];
      },
    };
    await judge(clusters(), { rules: [rule], validators: [watching] });
    expect(log).toEqual(['give a', 'judge a', 'give b', 'judge b']);
  });

  test('joins what validators and rules find, and counts', async () => {
    const judgement = await judge([clusterFrom(leaking)], { rules: [rule], validators: [everyObject] });
    expect(judgement).toMatchObject({ clusters: 1, objects: 1, crashes: [] });
    expect(judgement.findings.map((finding) => finding.rule)).toEqual(['schema/x', rule.id]);
  });

  test('reports nothing on objects that are only there to be looked up', async () => {
    const other = object('v1', 'Secret', 'data: { a: eHl6 }').replace('name: web', 'name: api');
    const [first, second] = clusterFrom(documents(leaking, other)).resources;
    if (first === undefined || second === undefined) throw new Error('no resources');
    const seen: string[] = [];
    const looking = defineRule({
      id: 'fleet/looking',
      severity: 'error',
      scope: 'fleet',
      summary: 'A.',
      rationale: 'B.',
      source: 'https://example.org/',
      appliesTo: ['Secret'],
      passes: {},
      fails: {},
      collect: (cluster) => cluster.ofKind('Secret'),
      about: (all) => [...all.values()].flat(),
      *check(resource) {
        seen.push(resource.object.metadata.name);
        yield { ...{ cluster: 'hub', resource, path: '' }, got: 'g', expected: 'e', fix: 'F.' };
      },
    });
    const { objects, findings, judged } = await judge([{ name: 'hub', resources: [first], lookedUp: [second] }], {
      rules: [rule, looking],
      validators: [everyObject],
    });
    expect(seen).toEqual(['web', 'api']);
    expect(objects).toBe(1);
    expect(judged.get(rule.id)).toBe(1);
    expect(findings.map(({ rule: id, resource }) => `${id} ${resource.object.metadata.name}`)).toEqual([
      'fleet/looking web',
      'schema/x web',
      'secret/data-is-delivered-apart web',
    ]);
  });

  test('passes the strictness of kinds to validators, and keeps what they could not judge', async () => {
    const open: Validator = {
      name: 'schema',
      validate: ({ name, resources }, { strictKinds }) =>
        resources.map((resource) => ({
          rule: 'schema/x',
          cluster: name,
          resource,
          path: '',
          reason: `strict ${strictKinds}`,
        })),
    };
    const judges = { rules: [], validators: [open], kinds: { strictKinds: true } };
    const { findings, undecided } = await judge([clusterFrom(leaking)], judges);
    expect(findings).toEqual([]);
    expect(undecided.map(({ reason }) => reason)).toEqual(['strict true']);
  });

  test('fails loudly where a validator throws', async () => {
    const broken: Validator = {
      name: 'schema',
      validate: () => {
        throw new Error('oops');
      },
    };
    const { crashes, findings } = await judge([clusterFrom(leaking)], { rules: [rule], validators: [broken] });
    expect(crashes).toEqual([{ rule: 'schema', cluster: 'test', object: '', message: 'oops' }]);
    expect(findings).toHaveLength(1);
  });

  test('adds up fleets, and hears the waivers at the end', async () => {
    const judges = { rules: [rule], validators: [] };
    const fleets = [await judge([clusterFrom(leaking, 'a')], judges), await judge([clusterFrom(leaking, 'b')], judges)];
    const joined = joinJudgements(fleets);
    expect(joined).toMatchObject({ clusters: 2, objects: 2 });
    expect(joined.judged.get(rule.id)).toBe(2);
    const waiver = {
      rule: rule.id,
      object: { cluster: 'a', kind: 'Secret', namespace: 'apps', name: 'web' },
      reason: 'r',
      owner: 'o',
      expires: '2026-12-31',
    };
    const verdict = conclude(joined, [waiver], '2026-01-01');
    expect(verdict.findings.map(({ cluster }) => cluster)).toEqual(['b']);
    expect(verdict.waived.map(({ cluster }) => cluster)).toEqual(['a']);
    expect(conclude(joined, [waiver], '2027-01-01').waiverProblems).toHaveLength(1);
  });
});

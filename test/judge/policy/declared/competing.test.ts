import { expect, test } from 'vitest';
import { type CompetingRule, competing } from '../../../../lib/judge/policy/declared/competing.js';
import { notJudged } from '../../../../lib/judge/policy/outcome.js';
import { Field } from '../../../../lib/manifest/field.js';
import { documents } from '../../../support/manifests.js';
import { judged, TEXT } from './declared-cases.js';

/** Services that claim the hosts that they list. */
const rule = (more: Partial<CompetingRule> = {}) =>
  competing({
    ...TEXT,
    appliesTo: ['Service'],
    *claims(service) {
      const field = Field.of(service).at('spec', 'hosts');
      if (field.isSet) yield { field, things: field.texts };
    },
    report: 'each',
    expected: 'hosts of its own',
    fix: 'Choose others.',
    ...more,
  });
const service = (name: string, hosts: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: apps }\nspec: { hosts: [${hosts}] }`;

test('accepts claims that do not meet', () => {
  expect(judged(rule(), documents(service('a', 'p, q'), service('b', 'r')))).toEqual({
    found: [],
    undecided: [],
    judged: 2,
  });
});

test('reports each rival once, however many things they share', () => {
  expect(judged(rule(), documents(service('a', 'p, q'), service('b', 'q, p'), service('c', 'r'))).found).toEqual([
    'Service apps/a: spec.hosts is p, q, which Service apps/b claims too, expected hosts of its own. Choose others.',
    'Service apps/b: spec.hosts is q, p, which Service apps/a claims too, expected hosts of its own. Choose others.',
  ]);
});

test('names every rival', () => {
  expect(judged(rule(), documents(service('a', 'p, q'), service('b', 'p'), service('c', 'q'))).found).toEqual([
    expect.stringContaining('Service apps/a: spec.hosts is p, q, which Service apps/b, Service apps/c claims too'),
    expect.stringContaining('which Service apps/a claims too'),
    expect.stringContaining('which Service apps/a claims too'),
  ]);
});

test('leaves the thing to the first where only later claims are reported', () => {
  const yaml = documents(service('a', 'p'), service('b', 'p'), service('c', 'p'));
  expect(judged(rule({ report: 'later', effect: 'It is refused.' }), yaml).found).toEqual([
    'Service apps/b: spec.hosts is p, which Service apps/a claims too, expected hosts of its own. It is refused. Choose others.',
    'Service apps/c: spec.hosts is p, which Service apps/a claims too, expected hosts of its own. It is refused. Choose others.',
  ]);
});

test('lets the rule say what was found', () => {
  const got: CompetingRule['got'] = ({ things }, rivals) => `${things[0]}, as ${rivals}`;
  expect(judged(rule({ got }), documents(service('a', 'p'), service('b', 'p'))).found[0]).toContain(
    'is p, as Service apps/b,',
  );
});

test('does not judge a claim of which nobody knows what it takes', () => {
  const claims: CompetingRule['claims'] = (service) => [
    notJudged('nobody knows', service),
    { field: Field.of(service).at('spec', 'hosts'), things: ['p'] },
  ];
  const { found, undecided } = judged(rule({ claims }), service('a', 'p'));
  expect({ found, undecided }).toEqual({ found: [], undecided: ['nobody knows'] });
});

test('claims nothing twice by naming it twice', () => {
  expect(judged(rule(), service('a', 'p, p')).found).toEqual([]);
});

import { expect, test } from 'vitest';
import type { SelectionStatement } from '../../../../lib/judge/policy/declared/selection-statement.js';
import { selectsPods } from '../../../../lib/judge/policy/declared/selects-pods.js';
import { notJudged } from '../../../../lib/judge/policy/outcome.js';
import { documents, object, pod } from '../../../support/manifests.js';
import { judged, TEXT } from './declared-cases.js';

const statement: SelectionStatement = {
  selector: 'spec.selector',
  form: 'labels',
  empty: 'is not judged',
  effect: 'Nobody answers.',
  fix: 'Use the labels of the pods.',
};
const rule = (more: Partial<SelectionStatement> = {}) =>
  selectsPods({
    ...TEXT,
    appliesTo: ['Service'],
    states: { ...statement, ...more },
    unless: (selector) => selector.at('unread').isSet,
    otherwise: (selector) => {
      if (selector.at('made').isSet) return [];
      return selector.at('perhaps').isSet ? [notJudged('nobody knows', selector)] : undefined;
    },
  });
const service = (selector: string) => documents(object('v1', 'Service', `spec: ${selector}`), pod('{}'));

test('accepts labels that a pod of the namespace has', () => {
  expect(judged(rule(), service('{ selector: { app: web } }'))).toEqual({ found: [], undecided: [], judged: 1 });
});

test('reports labels that no pod of the namespace has', () => {
  const elsewhere = service('{ selector: { app: web } }').replace(
    'kind: Pod\nmetadata: { name: web, namespace: apps',
    'kind: Pod\nmetadata: { name: web, namespace: edge',
  );
  expect(elsewhere).toContain('namespace: edge');
  expect(judged(rule(), elsewhere).found).toEqual([
    'Service apps/web: spec.selector is {"app":"web"}, expected the labels of a pod of namespace apps; none has app. Nobody answers. Use the labels of the pods.',
  ]);
});

test('reads a LabelSelector as such', () => {
  expect(judged(rule({ form: 'LabelSelector' }), service('{ selector: { matchLabels: { app: web } } }')).found).toEqual(
    [],
  );
  expect(
    judged(rule({ form: 'LabelSelector' }), service('{ selector: { matchLabels: { app: api } } }')).found,
  ).toHaveLength(1);
});

test('names the values that pods have for the keys of the selector', () => {
  const api = pod('{}').replace('name: web', 'name: api').replace('app: web', 'app: api');
  const of = (selector: string) => documents(service(`{ selector: ${selector} }`), api);
  const expected = (values: string) => [
    expect.stringContaining(`expected the labels of a pod of namespace apps: ${values}. Nobody answers.`),
  ];
  expect(judged(rule(), of('{ app: website, tier: web }')).found).toEqual(expected('app api or web; none has tier'));
  const selector = '{ matchLabels: { app: website }, matchExpressions: [{ key: tier, operator: Exists }] }';
  expect(judged(rule({ form: 'LabelSelector' }), of(selector)).found).toEqual(
    expected('app api or web; none has tier'),
  );
});

test('reads the selector where the kind has it, and says what that kind loses', () => {
  const selecting = (effect: Readonly<Record<string, string>>) =>
    selectsPods({
      ...TEXT,
      appliesTo: ['Service'],
      states: { ...statement, selector: ['spec.selector', 'spec.pods'], effect },
    });
  const yaml = service('{ pods: { app: api } }');
  const text = 'Service apps/web: spec.pods is {"app":"api"}, expected the labels of a pod of namespace apps: app web.';
  expect(judged(selecting({ Service: 'It is alone.' }), yaml).found).toEqual([
    `${text} It is alone. Use the labels of the pods.`,
  ]);
  expect(judged(selecting({ Pod: 'It is alone.' }), yaml).found).toEqual([`${text} Use the labels of the pods.`]);
});

test('judges an empty selector and none only where the statement says so', () => {
  for (const empty of ['{}', '{ selector: {} }']) expect(judged(rule(), service(empty)).judged).toBe(0);
  expect(judged(rule({ form: 'LabelSelector', empty: 'is judged' }), service('{}')).found).toEqual([
    expect.stringContaining('spec.selector is nothing'),
  ]);
});

test('accepts what is made where it runs', () => {
  expect(judged(rule(), service('{ selector: { made: yes } }'))).toEqual({ found: [], undecided: [], judged: 1 });
});

test('does not judge what may be made where it runs', () => {
  const { found, undecided } = judged(rule(), service('{ selector: { perhaps: yes } }'));
  expect({ found, undecided }).toEqual({ found: [], undecided: ['nobody knows'] });
});

test('ignores selectors that are not its business', () => {
  expect(judged(rule(), service('{ selector: { unread: yes } }'))).toEqual({ found: [], undecided: [], judged: 0 });
});

test('keeps what it states as data', () => {
  expect(rule().states).toEqual({ selection: statement });
});

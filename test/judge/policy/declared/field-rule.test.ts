import { describe, expect, test } from 'vitest';
import { fieldRule } from '../../../../lib/judge/policy/declared/field-rule.js';
import type { FieldStatement, Requirement } from '../../../../lib/judge/policy/declared/field-statement.js';
import { object, pod } from '../../../support/manifests.js';
import { judged, TEXT } from './declared-cases.js';

/** Whether `spec.x` of an object may have that value, and what was expected. */
function objection(must: Requirement, x: string): string | undefined {
  const rule = fieldRule({
    ...TEXT,
    appliesTo: ['Service'],
    of: 'object',
    states: { field: 'spec.x', must, fix: 'Fix it.' },
  });
  return judged(rule, object('v1', 'Service', x === '' ? '' : `spec: { x: ${x} }`)).found[0];
}

describe('a field must', () => {
  const cases: readonly [Requirement, { readonly accepts: string[]; readonly refuses: string[] }, string][] = [
    [{ equal: false }, { accepts: ['false'], refuses: ['', 'true', 'null', '"false"'] }, 'false'],
    [{ notEqual: true }, { accepts: ['', 'false', 'null', '"true"'], refuses: ['true'] }, 'false'],
    [{ notEqual: 0 }, { accepts: ['', '1'], refuses: ['0'] }, 'another value than 0'],
    [{ beAbsentOr: ['A'] }, { accepts: ['', 'null', 'A', '5'], refuses: ['B', '""'] }, 'A'],
    [{ beAbsentOr: ['A', 'B'] }, { accepts: ['B'], refuses: ['C'] }, 'A or B'],
    [{ beAbsentOr: ['A', 'B', 'C'] }, { accepts: ['C'], refuses: ['D'] }, 'one of A, B, C'],
    [{ beOneOf: ['A', 'B'] }, { accepts: ['A', 'B'], refuses: ['', 'null', '5', 'C'] }, 'A or B'],
    [{ beAbsentOrBetween: [1, 3] }, { accepts: ['', '1', '3', 'many'], refuses: ['0', '4'] }, '1 to 3'],
    [{ beAbsentOrBetween: [0, 0] }, { accepts: ['0'], refuses: ['1'] }, '0'],
    [{ notMatch: '^a' }, { accepts: ['', 'null', 'ba', '5'], refuses: ['a', 'ab'] }, 'text without ^a'],
    ['be set', { accepts: ['a', '0', 'false'], refuses: ['', 'null'] }, 'a value'],
    ['be absent', { accepts: ['', 'null'], refuses: ['a', '0', 'false'] }, 'nothing'],
  ];
  for (const [must, { accepts, refuses }, expected] of cases) {
    test(JSON.stringify(must), () => {
      for (const x of accepts) expect(objection(must, x), `accepts '${x}'`).toBeUndefined();
      for (const x of refuses)
        expect(objection(must, x), `refuses '${x}'`).toContain(`, expected ${expected}. Fix it.`);
    });
  }
});

const readOnly: FieldStatement = {
  field: 'securityContext.runAsNonRoot',
  fallback: 'securityContext.runAsNonRoot',
  must: { equal: true },
  effect: 'The program is root.',
  fix: 'Set it.',
};
const containers = fieldRule({
  ...TEXT,
  appliesTo: ['Pod'],
  of: 'container',
  unless: ({ name }) => name === 'exempt',
  states: readOnly,
});

test('judges each container, and reports the whole sentence', () => {
  expect(
    judged(containers, pod('{ containers: [{ name: a, securityContext: { runAsNonRoot: true } }, { name: b }] }')),
  ).toEqual({
    found: [
      'Pod apps/web: spec.containers[1].securityContext.runAsNonRoot is nothing, expected true, here or for the whole pod. The program is root. Set it.',
    ],
    undecided: [],
    judged: 2,
  });
});

test("takes the pod's field where a container has none, and only there", () => {
  const { found } = judged(
    containers,
    pod(
      '{ securityContext: { runAsNonRoot: true }, containers: [{ name: a }, { name: b, securityContext: { runAsNonRoot: false } }] }',
    ),
  );
  expect(found).toEqual([expect.stringContaining('spec.containers[1].securityContext.runAsNonRoot is false')]);
  expect(
    judged(containers, pod('{ securityContext: { runAsNonRoot: false }, containers: [{ name: a }] }')).found,
  ).toEqual([expect.stringContaining('spec.containers[0].securityContext.runAsNonRoot is false')]);
});

test('does not count owners that are not its business', () => {
  expect(judged(containers, pod('{ containers: [{ name: exempt }] }'))).toEqual({
    found: [],
    undecided: [],
    judged: 0,
  });
});

test('makes statements on the pod and on its containers, with single exceptions', () => {
  const rule = fieldRule({
    ...TEXT,
    appliesTo: ['Pod'],
    of: 'pod and container',
    states: [
      {
        field: 'securityContext.runAsUser',
        must: { notEqual: 0 },
        expected: 'a user other than root',
        fix: 'Change it.',
      },
      { field: 'ports[*].hostPort', must: 'be absent', fix: 'Remove it.' },
    ],
    except: ({ value }) => value === 53,
  });
  expect(
    judged(
      rule,
      pod(
        '{ securityContext: { runAsUser: 0 }, containers: [{ name: a, ports: [{ hostPort: 53 }, { hostPort: 80 }], securityContext: { runAsUser: 0 } }] }',
      ),
    ).found,
  ).toEqual([
    'Pod apps/web: spec.containers[0].ports[1].hostPort is 80, expected nothing. Remove it.',
    'Pod apps/web: spec.containers[0].securityContext.runAsUser is 0, expected a user other than root. Change it.',
    'Pod apps/web: spec.securityContext.runAsUser is 0, expected a user other than root. Change it.',
  ]);
});

test('keeps what it states as data', () => {
  expect(containers.states).toEqual({ of: 'container', fields: [readOnly] });
});

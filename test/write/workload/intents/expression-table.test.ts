import { describe, expect, test } from 'vitest';
import { LINKERD_EXPRESSIONS } from '../../../../lib/write/linkerd/expressions.js';
import { INTENTS } from '../../../../lib/write/workload/intents/expression.js';
import { expressionTable } from '../../../../lib/write/workload/intents/expression-table.js';

describe('expressionTable', () => {
  const lines = expressionTable({ Linkerd: LINKERD_EXPRESSIONS, Other: LINKERD_EXPRESSIONS }).trimEnd().split('\n');

  test('has a row for each intent and a column for each mesh', () => {
    expect(lines[0]).toBe('| Intent | Linkerd | Other |');
    expect(lines).toHaveLength(INTENTS.length + 2);
    expect(new Set(lines.map((line) => line.split(' | ').length))).toEqual(new Set([3]));
  });

  test('says what is done, or what instead', () => {
    expect(lines.find((line) => line.startsWith('| `timeout`'))).toContain('annotation timeout.linkerd.io/request');
    expect(lines.find((line) => line.startsWith('| `mirror`'))).toContain('**no**; if accepted: no mirroring');
  });
});

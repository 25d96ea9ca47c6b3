import { describe, expect, test } from 'vitest';
import { ISTIO_EXPRESSIONS } from '../../../../lib/write/istio/expressions.js';
import { LINKERD_EXPRESSIONS } from '../../../../lib/write/linkerd/expressions.js';
import { INTENTS } from '../../../../lib/write/workload/intents/expression.js';
import { intentsPage } from '../../../../lib/write/workload/intents/intents-page.js';

describe('docs/intents.md', () => {
  const lines = intentsPage({ Linkerd: LINKERD_EXPRESSIONS, Istio: ISTIO_EXPRESSIONS }).split('\n');

  test('says how it is made', () => {
    expect(lines[0]).toContain('npm run docs:intents');
  });

  test('has every intent, once for both meshes', () => {
    expect(lines).toContain('| Intent | Linkerd | Istio |');
    for (const intent of INTENTS) expect(lines.filter((line) => line.startsWith(`| \`${intent}\` |`))).toHaveLength(1);
  });
});

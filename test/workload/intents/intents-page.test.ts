import { describe, expect, test } from 'vitest';
import { ISTIO_EXPRESSIONS } from '../../../lib/istio/expressions.js';
import { LINKERD_EXPRESSIONS } from '../../../lib/linkerd/expressions.js';
import { INTENTS } from '../../../lib/workload/intents/expression.js';
import { intentsPage } from '../../../lib/workload/intents/intents-page.js';

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

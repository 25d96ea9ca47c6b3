import { expect, test } from 'vitest';
import { upgradePage } from '../../lib/report/upgrade-page.js';

test('the page lists the changes of each project, with all first releases and what to do', () => {
  const page = upgradePage([
    {
      ...{ id: 'nats/a', project: 'nats', since: ['2.14.8', '2.15.1'], weight: 'behavior', kinds: ['ConfigMap'] },
      ...{ concerns: () => [], what: 'A | b.', effect: 'C.', action: 'D.', source: 'https://example.com/a' },
    },
  ]);
  expect(page).toContain('\n### NATS\n\n');
  expect(page).toContain(
    '\n| 2.14.8, 2.15.1 | behavior | A \\| b. C. **Do:** D. | [source](https://example.com/a) |\n',
  );
  expect(page).not.toContain('### Istio');
});

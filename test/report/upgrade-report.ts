import type { Consequence } from '../../lib/judge/upgrade/consequence.js';
import type { Step } from '../../lib/judge/upgrade/request.js';
import type { UpgradeReport } from '../../lib/report/upgrade-text.js';

/** An object `<kind> apps/<name>` in `<name>.yaml`. */
export const resourceOf = (kind: string, name: string) => ({
  object: { apiVersion: 'example.com/v1', kind, metadata: { name, namespace: 'apps' } },
  file: `${name}.yaml`,
  document: 0,
});

export const consequence = (over: Partial<Consequence> = {}): Consequence => ({
  project: 'istio',
  release: '1.31',
  weight: 'behavior',
  cluster: 'hub',
  resource: resourceOf('Route', 'web'),
  path: 'spec.rules[0]',
  what: 'A route answers 500.',
  action: 'Give it a backend.',
  source: 'https://example.com/notes',
  ...over,
});

const step: Step = { project: 'istio', from: '1.30', to: '1.32', origin: 'stated' };

/** A report of one cluster `hub`; a field is on the line that its name is long. */
export const reportOf = (
  consequences: readonly Consequence[],
  { steps = [step], ...over }: Partial<UpgradeReport['outcomes'][number]> & Partial<UpgradeReport> = {},
): UpgradeReport => ({
  outcomes: [
    {
      cluster: { name: 'hub', resources: [] },
      steps,
      consequences,
      faultsBefore: 0,
      notCompared: [],
      unused: [],
      current: [],
      ...over,
    },
  ],
  objects: 7,
  faults: [],
  locate: ({ path }) => (path === '' ? undefined : { line: path.length, column: 1 }),
  ...over,
});

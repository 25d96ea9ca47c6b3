import { describe, expect, test } from 'vitest';
import { upgradeText } from '../../lib/report/upgrade-text.js';
import { consequence, reportOf, resourceOf } from './upgrade-report.js';

const text = (report: Parameters<typeof upgradeText>[0], verbose = false) => upgradeText(report, { verbose });
const routes = (count: number) =>
  Array.from({ length: count }, (_, index) => consequence({ resource: resourceOf('Route', `r${index}`) }));

test('a change is said once, under its release, with its places', () => {
  const report = reportOf([
    consequence({ weight: 'refused', what: 'It refuses the field.', path: '' }),
    consequence({ effect: 'Alerts fire.' }),
    consequence({ effect: 'Alerts fire.', resource: resourceOf('Route', 'api'), cluster: 'leaf' }),
    consequence({ release: '1.32', weight: 'new', what: 'There is a field.' }),
  ]);
  expect(text(report)).toBe(`Istio 1.30 to 1.32

== Istio 1.31

refused  It refuses the field.
  do   Give it a backend.
  see  https://example.com/notes
  at   Route apps/web  web.yaml

behavior  A route answers 500. Alerts fire.
  do   Give it a backend.
  see  https://example.com/notes
  at   Route apps/web  spec.rules[0]  web.yaml:13
  at   Route apps/api  spec.rules[0]  api.yaml:13

== Istio 1.32

new  There is a field.
  do   Give it a backend.
  see  https://example.com/notes
  at   Route apps/web  spec.rules[0]  web.yaml:13

1 refused, 2 with other behavior, 0 deprecated, 1 new in 7 objects of 1 cluster
`);
});

describe('of many places', () => {
  test('three are shown, and how many more there are', () => {
    expect(text(reportOf(routes(5)))).toContain('r2.yaml:13\n  at   2 more, all with --verbose\n');
  });

  test('all are shown on request', () => {
    expect(text(reportOf(routes(5)), true)).toContain('r4.yaml:13\n\n');
  });
});

test('each way says how its start is known, and which clusters take it if not all do', () => {
  const [outcome] = reportOf([]).outcomes;
  if (outcome === undefined) throw new Error('There is one outcome.');
  const inCluster = (name: string, origin: 'installed' | 'assumed') => ({
    ...outcome,
    cluster: { name, resources: [] },
    steps: outcome.steps.map((step) => ({ ...step, origin })),
  });
  const outcomes = [inCluster('east', 'installed'), inCluster('west', 'installed'), inCluster('lab', 'assumed')];
  expect(text(reportOf([], { outcomes })).split('\n').slice(0, 2)).toEqual([
    'Istio 1.30 to 1.32, from what the objects install (east, west)',
    'Istio 1.30 to 1.32, from the oldest release that is known; say what runs with --from-istio (lab)',
  ]);
});

test('a project that no cluster uses has one line', () => {
  expect(text(reportOf([], { unused: ['istio'] }))).toMatch(/^Istio: no object belongs to it\n\n/);
});

test('clusters that are there already are named', () => {
  expect(text(reportOf([], { steps: [], current: ['linkerd'] }))).toMatch(/^Linkerd: already there\n\n/);
});

test('what was not compared is named', () => {
  const widgets = [resourceOf('Widget', 'a'), resourceOf('Widget', 'b')];
  const lines = text(reportOf([], { faultsBefore: 2, notCompared: widgets, faults: ['a.yaml is not text.'] }));
  expect(lines.split('\n').slice(2, -2)).toEqual([
    'error: a.yaml is not text.',
    '',
    'The release before the upgrade refuses something already: 2 faults. `check` lists them.',
    'Not compared, because no schema of the kind is known: example.com/v1 Widget.',
  ]);
});

test('control characters of a manifest do not reach the terminal', () => {
  const report = reportOf([consequence({ what: 'It refuses \u001b[31m.' })]);
  expect(text(report)).toContain('It refuses \\u001b[31m.');
});

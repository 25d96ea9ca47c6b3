import { expect, test } from 'vitest';
import { upgradeJson } from '../../lib/report/upgrade-json.js';
import { consequence, reportOf, resourceOf } from './upgrade-report.js';

test('programs get every consequence with its place', () => {
  const report = reportOf([consequence({ effect: 'Alerts fire.' }), consequence({ weight: 'new', path: '' })], {
    notCompared: [resourceOf('Widget', 'a')],
    faults: ['a.yaml is not text.'],
  });
  const object = { group: 'example.com', kind: 'Route', namespace: 'apps', name: 'web' };
  const common = { what: 'A route answers 500.', action: 'Give it a backend.', source: 'https://example.com/notes' };
  const change = {
    project: 'istio',
    release: '1.31',
    cluster: 'hub',
    object,
    ...common,
    file: 'web.yaml',
    document: 0,
  };
  expect(JSON.parse(upgradeJson(report))).toEqual({
    summary: { refused: 0, behavior: 1, deprecated: 0, new: 1, objects: 7, clusters: 1, faultsBefore: 0 },
    steps: [{ cluster: 'hub', project: 'istio', from: '1.30', to: '1.32', origin: 'stated' }],
    consequences: [
      { ...change, weight: 'behavior', path: 'spec.rules[0]', effect: 'Alerts fire.', line: 13, column: 1 },
      { ...change, weight: 'new', path: '' },
    ],
    notCompared: [
      {
        cluster: 'hub',
        object: { group: 'example.com', kind: 'Widget', namespace: 'apps', name: 'a' },
        file: 'a.yaml',
        document: 0,
      },
    ],
    faults: ['a.yaml is not text.'],
  });
});

import { describe, expect, test } from 'vitest';
import type { Difference } from '../../lib/parity/compare.js';
import type { Parity } from '../../lib/parity/parity.js';
import { classify, parityReport } from '../../lib/parity/report.js';

const object = 'Deployment linkerd/linkerd-identity';
const differences: Difference[] = [
  { object: 'NetworkPolicy linkerd/linkerd-identity', path: '', ours: 'the object' },
  { object: 'Namespace linkerd', path: '', ours: 'the object' },
  { object, path: 'spec.replicas', chart: '7', ours: '1' },
  { object, path: 'spec.paused', chart: 'true' },
  { object, path: 'spec.minReadySeconds', ours: '1' },
];
const found = (parts: Partial<Parity> = {}): Parity => ({
  charts: ['linkerd-control-plane'],
  release: { stated: 'edge-26.6.3', known: true, line: '2.20' },
  differences,
  unrelated: [],
  ...parts,
});

describe('classify', () => {
  test('puts each difference into one class, and intents in the order of their list', () => {
    const { intended, missing, extra } = classify(differences);
    expect([...intended.keys()].map(({ name }) => name)).toEqual(['namespace', 'network-policies']);
    expect(missing.map(({ path }) => path)).toEqual(['spec.replicas', 'spec.paused']);
    expect(extra.map(({ path }) => path)).toEqual(['spec.minReadySeconds']);
  });
});

describe('parityReport', () => {
  test('shows each difference below its class, and counts them', () => {
    expect(parityReport(found())).toMatchInlineSnapshot(`
      "linkerd-control-plane of edge-26.6.3, compared with 2.20 (edge-26.6.3)

      intended, namespace: Plain manifests bring the namespace, with the labels that trust-manager, webhooks and pod security read.
        Namespace linkerd  ours the object

      intended, network-policies: Proxies, the API server and scrapers reach the controllers on their ports, and nothing else is reachable.
        NetworkPolicy linkerd/linkerd-identity  ours the object

      missing: the chart has it, and we do not have it or have another value
        Deployment linkerd/linkerd-identity  spec.replicas  chart 7, ours 1
        Deployment linkerd/linkerd-identity  spec.paused  chart true

      extra: we have it, and the chart does not
        Deployment linkerd/linkerd-identity  spec.minReadySeconds  ours 1

          1  namespace
          1  network-policies
      2 intended, 2 missing, 1 extra
      "
    `);
  });

  test('counts intended differences alone where that is asked for', () => {
    const text = parityReport(found(), { summary: true });
    expect(text).not.toContain('Namespace linkerd');
    expect(text).toContain('    1  namespace\n');
    expect(text).toContain('spec.replicas  chart 7, ours 1');
  });

  test.each([
    ['edge-26.8.3', 'linkerd-control-plane of edge-26.8.3, an unknown release; compared as 2.20 (edge-26.6.3)'],
    [
      '',
      'linkerd-control-plane of a release that it does not name, an unknown release; compared as 2.20 (edge-26.6.3)',
    ],
  ])("says what release it compares with where the file says '%s'", (stated, line) => {
    expect(parityReport(found({ release: { stated, known: false, line: '2.20' } })).split('\n')[0]).toBe(line);
  });

  test('names what was not compared', () => {
    expect(parityReport(found({ unrelated: ['Service shop/web'] }))).toContain(
      'not compared, objects of other programs: Service shop/web\n',
    );
  });

  test('shows long values by their beginning, on one line, and no private key', () => {
    const text = (chart: string) => parityReport(found({ differences: [{ object, path: 'x', chart }] }));
    expect(text(`a\n${'b'.repeat(200)}`)).toContain(`chart a ${'b'.repeat(78)}…\n`);
    expect(text('-----BEGIN EC PRIVATE KEY-----\nabc')).toContain('chart a private key\n');
  });
});

import { describe, expect, test } from 'vitest';
import { DEFAULT_JAEGER, DEFAULT_PROMETHEUS, Fleet, type FleetOptions, type MeshOptions } from '../../../lib/index.js';
import { SHIPPED_ROOT } from '../../fixtures/roots.js';
import { filesOf, refusal } from '../../support/synth.js';

const prometheus = { namespace: 'monitoring' };
const tracing = { samplingPercent: 10 };

function fleetOf(options: FleetOptions, mesh: MeshOptions | undefined = {}, fallbacks?: object): Fleet {
  const fleet = new Fleet('fleet', { roots: [SHIPPED_ROOT], prometheus, ...options });
  const cluster = fleet.addCluster('main', {
    kubernetesVersion: '1.34',
    mesh: { kind: 'linkerd', version: '2.20', cni: true },
    nodeAddresses: ['192.0.2.1'],
    podCidrs: ['10.42.0.0/16'],
    serviceCidrs: ['10.43.0.0/16'],
  });
  cluster.addMesh(mesh);
  cluster.addHttpServices('shop', {
    images: { folder: 'shop', tag: '1.0.0' },
    services: { web: {}, orders: {} },
    calls: [['web', 'orders', ['GET'], '/']],
    ...(fallbacks && { fallbacks }),
  });
  return fleet;
}
const said = (...input: Parameters<typeof fleetOf>) => refusal(() => filesOf(fleetOf(...input)));

describe('a fleet', () => {
  test('takes Prometheus for one that Prometheus Operator runs, unless it is told otherwise', () => {
    const files = filesOf(fleetOf({}));
    expect(files).toEqual(filesOf(fleetOf({ prometheus: DEFAULT_PROMETHEUS })));
    const told = filesOf(
      fleetOf({ prometheus: { namespace: 'watch', serviceAccount: 'watcher', podLabels: { app: 'watcher' } } }),
    );
    const text = [...told.values()].join('\n');
    expect(text).toMatch(/kind: ServiceAccount\n\s+name: watcher\n\s+namespace: watch\n/);
    expect(text).toContain('app: watcher');
    expect(text).not.toContain('app.kubernetes.io/name: prometheus');
  });

  test('sends spans to the Jaeger of the operator, unless it is told otherwise', () => {
    const files = filesOf(fleetOf({ tracing }));
    expect(files).toEqual(filesOf(fleetOf({ tracing: { ...tracing, jaeger: DEFAULT_JAEGER } })));
    const other = filesOf(fleetOf({ tracing: { ...tracing, jaeger: { ...DEFAULT_JAEGER, namespace: 'spans' } } }));
    expect([...other.values()].join('\n')).toContain('jaeger-collector.spans.svc.cluster.local');
  });

  test('needs a namespace of its Prometheus', () => {
    expect(said({ prometheus: {} as never })).toContain(
      "Fleet 'fleet': prometheus.namespace is absent, expected up to 63 lower-case letters, digits and dashes, with a letter or digit at both ends. Set it.",
    );
  });
});

test('a second application of a cluster that the fleet traces is refused, unless it states its tracing', () => {
  const second = (changes: object) => {
    const fleet = fleetOf({ tracing });
    for (const cluster of fleet.clusters)
      cluster.addHttpServices('bank', {
        images: { folder: 'bank', tag: '1.0.0' },
        services: { teller: {} },
        calls: [],
        ...changes,
      });
    return refusal(() => filesOf(fleet));
  };
  expect(second({})).toEqual([
    "Application 'bank': tracing is the fleet's, whose collector belongs to application 'shop' of the cluster, expected one application of the cluster that the fleet traces. The collector would refuse the spans of a second one. Add its services to 'shop', or state a tracing of its own.",
  ]);
  const own = { collector: { ...DEFAULT_JAEGER, name: 'spans' }, samplingPercent: 1 };
  expect(second({ tracing: own, fallbacks: { tracing: 'set-on-the-control-plane' } })).toEqual([]);
});

describe("the fleet's tracing of an application on Linkerd", () => {
  const refused = expect.stringMatching(/^Application 'shop': tracing is stated, /);

  test('needs no consent where addMesh tells the control plane of it, whatever else is accepted', () => {
    expect(said({ tracing })).toEqual([]);
    expect(said({ tracing }, {}, { affinity: 'dropped' })).toEqual([]);
  });

  test('needs it where somebody else installs the control plane', () => {
    expect(said({ tracing }, { controlPlane: false })).toEqual([refused]);
    expect(said({ tracing }, { controlPlane: false }, { tracing: 'set-on-the-control-plane' })).toEqual([]);
  });
});

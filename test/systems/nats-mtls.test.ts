import { describe, expect, test } from 'vitest';
import { parseQuantity } from '../../lib/formats/quantity.js';
import type { Json, ManifestObject } from '../../lib/manifest/object.js';
import { natsMtls } from '../../systems/nats-mtls.js';
import { SHIPPED_ROOT } from '../fixtures/roots.js';
import { type NatsFleetOptions, natsFleet } from '../support/nats-fleet.js';
import { at, filesOf, find, objectsOf } from '../support/synth.js';

const roots = [SHIPPED_ROOT];
const broker = () => objectsOf(natsMtls({ roots }), 'broker');
const leaf = () => objectsOf(natsMtls({ roots }), 'leaf');
const variant = (options: NatsFleetOptions) => natsFleet({ roots, ...options });

/** Ports of all Services of a cluster, as the tables of the seed give them: port, type. */
function portTable(objects: readonly ManifestObject[]): string[] {
  const rows = objects
    .filter(({ kind, metadata }) => kind === 'Service' && metadata.namespace === 'nats-system')
    .filter(({ metadata }) => !metadata.name.endsWith('-headless'))
    .flatMap((service) => {
      const ports = at(service, 'spec.ports');
      const type = at(service, 'spec.type');
      return Array.isArray(ports) ? ports.map((port) => `${at(port, 'nodePort') ?? at(port, 'port')} ${type}`) : [];
    });
  return [...new Set(rows)].sort();
}

function container(objects: readonly ManifestObject[], kind: string, name: string): Json {
  return at(find(objects, kind, name), 'spec.template.spec.containers[0]') ?? null;
}

const row = (cpuRequest: string, cpuLimit: string, memoryRequest: string, memoryLimit: string) => ({
  requests: { cpu: cpuRequest, memory: memoryRequest },
  limits: { cpu: cpuLimit, memory: memoryLimit },
});

describe('nats-mtls', () => {
  test('has the ports of the seed and the metrics port, except the client port that the seed exposes in plaintext', () => {
    const [seed, figures] = [['4222 ClusterIP', '8222 ClusterIP'], '7777 ClusterIP'];
    expect(portTable(broker())).toEqual([...seed, figures, '30722 NodePort', '7422 ClusterIP'].sort());
    expect(portTable(leaf())).toEqual([...seed, figures].sort());
  });

  test('is the fleet whose variants the other tests compare', () => {
    expect([...filesOf(variant({}))]).toEqual([...filesOf(natsMtls({ roots }))]);
    expect([...filesOf(variant({ brokers: 3 }))]).toEqual([...filesOf(natsMtls({ roots, brokers: 3 }))]);
  });

  test('has the resources of the seed', () => {
    expect(at(container(broker(), 'StatefulSet', 'nats-broker'), 'resources')).toEqual(
      row('100m', '500m', '128Mi', '512Mi'),
    );
    expect(at(container(broker(), 'Deployment', 'nats-publisher'), 'resources')).toEqual(
      row('50m', '200m', '64Mi', '256Mi'),
    );
    expect(at(container(leaf(), 'StatefulSet', 'nats-leaf'), 'resources')).toEqual(
      row('100m', '500m', '128Mi', '512Mi'),
    );
    expect(at(container(leaf(), 'Deployment', 'nats-subscriber'), 'resources')).toEqual(
      row('50m', '200m', '64Mi', '256Mi'),
    );
    for (const objects of [broker(), leaf()]) {
      expect(find(objects, 'Namespace', 'nats-system').metadata.annotations).toMatchObject({
        'config.linkerd.io/proxy-cpu-request': '50m',
        'config.linkerd.io/proxy-cpu-limit': '100m',
        'config.linkerd.io/proxy-memory-request': '64Mi',
        'config.linkerd.io/proxy-memory-limit': '128Mi',
      });
    }
  });

  test("adds up to the seed's totals for server, client and their two proxies", () => {
    const [server, client] = [
      container(broker(), 'StatefulSet', 'nats-broker'),
      container(broker(), 'Deployment', 'nats-publisher'),
    ];
    const proxy = { 'requests.cpu': '50m', 'requests.memory': '64Mi', 'limits.cpu': '100m', 'limits.memory': '128Mi' };
    const total = (path: keyof typeof proxy) =>
      [server, client].reduce((sum, each) => sum + (parseQuantity(at(each, `resources.${path}`)) ?? 0n), 0n) +
      2n * (parseQuantity(proxy[path]) ?? 0n);
    expect(total('requests.cpu')).toBe(parseQuantity('250m'));
    expect(total('requests.memory')).toBe(parseQuantity('320Mi'));
    expect(total('limits.cpu')).toBe(parseQuantity('900m'));
    expect(total('limits.memory')).toBe(parseQuantity('1Gi'));
  });

  test('publishes and subscribes as in the seed', () => {
    expect(at(container(broker(), 'Deployment', 'nats-publisher'), 'command')).toEqual([
      'nats',
      'publish',
      '--jetstream',
      '--count=3153600000',
      '--sleep=1s',
      'test.messages',
      'Message #{{Count}} - Published at {{TimeStamp}}',
    ]);
    expect(
      at(container(objectsOf(variant({ delivery: 'core' }), 'leaf'), 'Deployment', 'nats-subscriber'), 'command'),
    ).toEqual(['nats', 'subscribe', 'test.messages']);
  });

  test('forgets and stores nothing with core delivery, as the seed has it', () => {
    const fleet = variant({ delivery: 'core' });
    for (const objects of [objectsOf(fleet, 'broker'), objectsOf(fleet, 'leaf')]) {
      expect(objects.some(({ kind }) => kind === 'Job')).toBe(false);
      expect(objects.some((object) => at(object, 'spec.volumeClaimTemplates') !== undefined)).toBe(false);
    }
  });

  test('finds its pods under the labels by which the seed reads their logs', () => {
    for (const [objects, kind, name] of [
      [broker(), 'StatefulSet', 'nats-broker'],
      [broker(), 'Deployment', 'nats-publisher'],
      [leaf(), 'StatefulSet', 'nats-leaf'],
      [leaf(), 'Deployment', 'nats-subscriber'],
    ] as const) {
      expect(at(find(objects, kind, name), 'spec.template.metadata.labels.app')).toBe(name);
    }
  });

  test('runs three brokers where a node may be lost', () => {
    expect(
      at(find(objectsOf(natsMtls({ roots, brokers: 3 }), 'broker'), 'StatefulSet', 'nats-broker'), 'spec.replicas'),
    ).toBe(3);
  });

  test('is watched in both clusters: monitors, alerts on the link and on certificates, dashboards', () => {
    for (const [objects, name, link] of [
      [broker(), 'nats-broker', 'NatsLeafLinkDown'],
      [leaf(), 'nats-leaf', 'NatsHubLinkDown'],
    ] as const) {
      expect(at(find(objects, 'PodMonitor', name), 'spec.selector.matchLabels')).toEqual({ app: name });
      expect(at(find(objects, 'PodMonitor', 'linkerd-proxy'), 'spec.namespaceSelector')).toEqual({ any: true });
      const alerts = JSON.stringify([find(objects, 'PrometheusRule', name), find(objects, 'PrometheusRule', 'mesh')]);
      for (const alert of [link, 'CertificateExpiresSoon', 'LinkerdIdentityDown']) expect(alerts).toContain(alert);
      expect(find(objects, 'ConfigMap', 'dashboard-nats-fleet').metadata.labels).toMatchObject({
        grafana_dashboard: '1',
      });
    }
  });

  test('admits the given Prometheus, by its identity', () => {
    const prometheus = {
      namespace: 'watch',
      serviceAccount: 'prom',
      podLabels: { app: 'prom' },
      selectorLabels: { release: 'x' },
    };
    const objects = objectsOf(variant({ prometheus }), 'leaf');
    expect(at(find(objects, 'MeshTLSAuthentication', 'nats-leaf-metrics-callers'), 'spec.identityRefs')).toEqual([
      { kind: 'ServiceAccount', name: 'prom', namespace: 'watch' },
    ]);
    expect(at(find(objects, 'NetworkPolicy', 'allow-proxy-scrape'), 'spec.ingress[0].from[0].podSelector')).toEqual({
      matchLabels: { app: 'prom' },
    });
    for (const name of ['nats-leaf', 'linkerd-proxy']) {
      expect(find(objects, 'PodMonitor', name).metadata.labels).toMatchObject({ release: 'x' });
    }
  });
});

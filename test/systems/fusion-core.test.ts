import { describe, expect, test } from 'vitest';
import { at, filesOf, find } from '../support/synth.js';
import { STORES } from './fusion-core-diagram.js';
import { fleet, listAt, names, objects, ofKind, own, pods, stores } from './fusion-core-objects.js';

describe('the services of fusion-core', () => {
  test('listen on the ports of the seed, each with an identity of its own', () => {
    const table = names.map((name) => {
      const service = find(own, 'Service', name);
      const account = at(find(own, 'Deployment', name), 'spec.template.spec.serviceAccountName');
      find(own, 'ServiceAccount', name);
      return [name, at(service, 'spec.ports[0].port'), account];
    });
    expect(table).toEqual([
      ['api-gateway', 8000, 'api-gateway'],
      ['ai-kernel', 8001, 'ai-kernel'],
      ['identity', 8002, 'identity'],
      ['cv-engine', 8003, 'cv-engine'],
      ['conversational', 8004, 'conversational'],
      ['analytics', 8005, 'analytics'],
      ['automation', 8006, 'automation'],
      ['vision', 8007, 'vision'],
      ['plugin', 8008, 'plugin'],
    ]);
    expect(pods).toHaveLength(names.length + stores.length);
  });

  test('run from images of their own, of one version', () => {
    for (const name of names) {
      expect(at(find(own, 'Deployment', name), 'spec.template.spec.containers[0].image')).toBe(
        `fusion-core/${name}:1.0.0`,
      );
    }
  });

  test('leave the variables of their proxies to the injector, and refuse where the seed would let every meshed pod in', () => {
    for (const pod of pods) {
      const variables = [
        ...listAt(pod, 'spec.template.spec.containers'),
        ...listAt(pod, 'spec.template.spec.initContainers'),
      ]
        .flatMap((container) => at(container, 'env') ?? [])
        .map((variable) => at(variable, 'name'));
      expect(variables.filter((name) => String(name).startsWith('LINKERD2_PROXY_'))).toEqual([]);
      expect(at(pod, 'spec.template.metadata.annotations')).toMatchObject({
        'linkerd.io/inject': 'enabled',
        'config.linkerd.io/default-inbound-policy': 'deny',
      });
    }
  });
});

describe('the start of fusion-core', () => {
  test('probes every pod, and admits no request before it is ready', () => {
    for (const pod of pods) {
      const container = at(pod, 'spec.template.spec.containers[0]') ?? null;
      for (const question of ['readinessProbe', 'livenessProbe', 'startupProbe']) {
        expect(at(container, question), `${question} of ${pod.metadata.name}`).toBeDefined();
      }
    }
    expect(ofKind('Service').filter((service) => at(service, 'spec.publishNotReadyAddresses') === true)).toEqual([]);
  });

  test('separates readiness from liveness, so that a missing store restarts no pod', () => {
    for (const name of names) {
      const container = at(find(own, 'Deployment', name), 'spec.template.spec.containers[0]') ?? null;
      expect(at(container, 'readinessProbe.httpGet.path')).toBe('/ready');
      expect(at(container, 'livenessProbe.httpGet.path')).toBe('/health');
    }
  });

  test('probes no port whose requests are limited: a flood ends no pod', () => {
    for (const name of names) {
      const container = at(find(own, 'Deployment', name), 'spec.template.spec.containers[0]') ?? null;
      expect(at(container, 'livenessProbe.httpGet.port')).toBe('http-admin');
      expect(at(container, 'readinessProbe.httpGet.port')).toBe('http-admin');
    }
  });

  test('brings the control plane before the workloads, and the proxy before its container', () => {
    const files = filesOf(fleet());
    const stageOf = (kind: string, name: string) => {
      const head = `kind: ${kind}\nmetadata:\n  name: ${name}\n`;
      const [path = ''] = [...files].find(([, text]) => text.includes(head)) ?? [];
      return Number(path.split('/')[2]?.slice(0, 2));
    };
    expect(stageOf('Deployment', 'linkerd-destination')).toBeLessThan(stageOf('StatefulSet', 'postgresql'));
    expect(stageOf('Server', 'postgresql-postgres')).toBeLessThan(stageOf('StatefulSet', 'postgresql'));
    for (const pod of pods) {
      expect(at(pod, 'spec.template.metadata.annotations')).toMatchObject({
        'config.linkerd.io/proxy-enable-native-sidecar': 'true',
      });
    }
  });
});

describe('the stores of fusion-core', () => {
  test.each([
    ['postgresql', '5432'],
    ['redis', '6379'],
  ])('forward the bytes of %s as they come, in mutual TLS', (name, port) => {
    const opaque = { 'config.linkerd.io/opaque-ports': port };
    expect(find(own, 'Service', name).metadata.annotations).toMatchObject(opaque);
    expect(at(find(own, 'StatefulSet', name), 'spec.template.metadata.annotations')).toMatchObject(opaque);
    expect(at(find(own, 'Server', `${name}-${name === 'redis' ? 'redis' : 'postgres'}`), 'spec.proxyProtocol')).toBe(
      'opaque',
    );
  });

  test.each(stores)('keep the data of %s, and its password out of the output', (name) => {
    const store = find(own, 'StatefulSet', name);
    expect(listAt(store, 'spec.volumeClaimTemplates')).not.toEqual([]);
    expect(JSON.stringify(at(store, 'spec.template.spec.containers[0].env'))).toContain(
      JSON.stringify({ secretKeyRef: { name: `${name}-password`, key: 'password' } }),
    );
    expect(ofKind('Secret')).toEqual([]);
  });

  test('ask databases by their own clients', () => {
    const command = (name: string) =>
      at(find(own, 'StatefulSet', name), 'spec.template.spec.containers[0].readinessProbe.exec.command[0]');
    expect([command('postgresql'), command('redis')]).toEqual(['pg_isready', 'redis-cli']);
  });

  test('give the password of each store only to the services that use it', () => {
    for (const [store, keepers] of Object.entries(STORES)) {
      const holders = names.filter((name) =>
        JSON.stringify(find(own, 'Deployment', name)).includes(`"${store}-password"`),
      );
      expect(holders).toEqual(names.filter((name) => keepers.some((keeper) => keeper === name)));
    }
  });
});

describe('what is seen of fusion-core', () => {
  test('is scraped from each service, by the identity of Prometheus', () => {
    expect(
      ofKind('PodMonitor')
        .map(({ metadata }) => metadata.name)
        .sort(),
    ).toEqual([...names].sort());
  });

  test('is promised and watched for each service', () => {
    const groups = listAt(find(own, 'PrometheusRule', 'fusion-core-objectives'), 'spec.groups').map((group) =>
      at(group, 'name'),
    );
    expect([...groups].sort()).toEqual(expect.arrayContaining(names.map((name) => `objectives-fusion-core-${name}`)));
  });

  test('is traced to the collector, by services and proxies', () => {
    const endpoint = 'otel-collector.tracing.svc.cluster.local:4317';
    for (const name of names) {
      expect(JSON.stringify(at(find(own, 'Deployment', name), 'spec.template.spec.containers[0].env'))).toContain(
        `http://${endpoint}`,
      );
    }
    expect(String(at(find(objects, 'ConfigMap', 'linkerd-config'), 'data.values'))).toContain(endpoint);
  });

  test('has dashboards of the mesh', () => {
    const boards = objects.filter(
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.labels?.['grafana_dashboard'],
    );
    expect(boards.length).toBeGreaterThan(2);
  });
});

import { describe, expect, test } from 'vitest';
import { METHODS } from '../../lib/write/workload/intents/caller.js';
import { admissionsOf, indexOf, linkerdAdmits } from '../support/admissions.js';
import { at } from '../support/synth.js';
import { CALLS, SERVICES, STORES } from './fusion-core-diagram.js';
import { listAt, names, objects, ofKind, own, pods, stores } from './fusion-core-objects.js';

describe('the call graph of fusion-core', () => {
  const paths = [...new Set(CALLS.map(([, , , path]) => path))];
  const samples = [
    ...paths.flatMap((path) =>
      path.endsWith('/*') ? [path.slice(0, -2), path.replace('*', 'one')] : [path, `${path}/x`],
    ),
    '/',
    '/v1',
    '/health',
    '/metrics',
  ];
  const takes = (path: string, asked: string) =>
    path.endsWith('/*') ? asked === path.slice(0, -2) || asked.startsWith(path.slice(0, -1)) : asked === path;
  const callers = [
    ...[...names, ...stores, 'default'].map((name) => `fusion-core/${name}`),
    'edge/edge',
    'monitoring/prometheus',
    'observability/jaeger',
    'default/default',
  ];
  const ports = {
    ...Object.fromEntries(
      Object.entries(SERVICES).map(([name, { port }]) => [name, { [port]: 'http', 9090: 'http' }] as const),
    ),
    postgresql: { 5432: 'tcp', 80: 'tcp' },
    redis: { 6379: 'tcp', 16379: 'tcp' },
    qdrant: { 6333: 'http', 6334: 'tcp', 6335: 'tcp' },
  } as const;
  const admitted = admissionsOf(indexOf(objects), linkerdAdmits, 'fusion-core', {
    callers,
    methods: METHODS,
    paths: samples,
    ports,
  });
  const every = METHODS.flatMap((method) => samples.map((path) => `${method} ${path}`));

  test('is admitted edge by edge, and nothing else is', () => {
    const edges = CALLS.flatMap(([from, to, methods, path]) =>
      methods.flatMap((method) =>
        samples
          .filter((asked) => takes(path, asked))
          .map((asked) => `fusion-core/${from} → ${to}:${SERVICES[to].port} ${method} ${asked}`),
      ),
    );
    const entrance = every.map((request) => `edge/edge → api-gateway:8000 ${request}`);
    const scrapes = names.map((name) => `monitoring/prometheus → ${name}:9090 GET /metrics`);
    const kept = [
      ...STORES.postgresql.map((name) => `fusion-core/${name} → postgresql:5432`),
      ...STORES.redis.map((name) => `fusion-core/${name} → redis:6379`),
      ...STORES.qdrant.flatMap((name) => every.map((request) => `fusion-core/${name} → qdrant:6333 ${request}`)),
    ];
    expect(admitted).toEqual([...new Set([...edges, ...entrance, ...scrapes, ...kept])].sort());
  });

  test('has the call of the seed, from ai-kernel to identity', () => {
    expect(admitted).toContain('fusion-core/ai-kernel → identity:8002 GET /v1/users/one');
  });

  test('is what the network policies open, too', () => {
    const opened = own
      .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && [...names, ...stores].includes(metadata.name))
      .flatMap((policy) =>
        listAt(policy, 'spec.ingress').map((rule) => {
          const from = at(rule, 'from[0].podSelector.matchLabels');
          return `${Object.values(Object(from))[0]} → ${policy.metadata.name}`;
        }),
      );
    const wanted = [
      ...CALLS.map(([from, to]) => `${from} → ${to}`),
      ...Object.entries(STORES).flatMap(([store, keepers]) => keepers.map((name) => `${name} → ${store}`)),
      'edge → api-gateway',
      ...[...names, ...stores].map((name) => `prometheus → ${name}`),
    ];
    expect(opened.sort()).toEqual([...new Set(wanted)].sort());
  });

  test('has no circle, in which every timeout would have to exceed itself', () => {
    const reaches = (from: string): readonly string[] =>
      CALLS.filter(([caller]) => caller === from).flatMap(([, to]) => [to, ...reaches(to)]);
    for (const name of names) expect(reaches(name)).not.toContain(name);
  });
});

describe('the outside of fusion-core', () => {
  test('reaches the gateway, by no Service of the platform itself', () => {
    expect(ofKind('Service').map((service) => at(service, 'spec.type') ?? 'ClusterIP')).toEqual(
      ofKind('Service').map(() => 'ClusterIP'),
    );
    for (const pod of pods) {
      const spec = JSON.stringify(at(pod, 'spec.template.spec'));
      expect(spec).not.toContain('hostPort');
      expect(spec).not.toContain('hostNetwork');
    }
  });

  test('reaches only api-gateway', () => {
    const led = objects
      .filter(({ apiVersion, kind }) => apiVersion.startsWith('gateway.networking.k8s.io/') && kind.endsWith('Route'))
      .flatMap((route) => listAt(route, 'spec.rules'))
      .flatMap((rule) => at(rule, 'backendRefs') ?? []);
    expect(led).toEqual([{ name: 'api-gateway', port: 8000 }]);
  });

  test('has no access to the platform without an identity, except for the probes of the kubelet', () => {
    const networks = own.filter(({ kind }) => kind === 'NetworkAuthentication').map(({ metadata }) => metadata.name);
    expect(networks.every((name) => name.endsWith('-kubelet'))).toBe(true);
    const open = ofKind('NetworkPolicy').flatMap((policy) =>
      listAt(policy, 'spec.ingress').filter((rule) => JSON.stringify(rule).includes('ipBlock')),
    );
    expect(open).toEqual([]);
    const outside = objects
      .filter(({ kind, metadata }) => kind === 'NetworkAuthentication' && metadata.namespace === 'edge')
      .map((authentication) => authentication.metadata.name);
    expect(outside).toEqual(['edge-http-networks', 'edge-https-networks', 'edge-shutdown-kubelet']);
  });
});

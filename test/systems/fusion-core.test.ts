import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../lib/diagnostic.js';
import type { ManifestObject } from '../../lib/manifest/object.js';
import { applicationsOf } from '../../lib/write/application/add-application.js';
import { METHODS } from '../../lib/write/workload/intents/caller.js';
import { CALLS, fusionCore, SERVICES, STORES } from '../../systems/fusion-core.js';
import { SHIPPED_ROOT } from '../fixtures/roots.js';
import { admissionsOf, indexOf, linkerdAdmits } from '../support/admissions.js';
import { checkApplication } from '../support/resolved.js';
import { at, filesOf, find, objectsOf } from '../support/synth.js';

const fleet = () => fusionCore({ roots: [SHIPPED_ROOT] });
const objects = objectsOf(fleet(), 'main');
/** The application that the system adds to its cluster. */
function added() {
  const [application] = fleet().clusters.flatMap(applicationsOf);
  if (application === undefined) throw new Error('The system adds no application.');
  return application;
}
const own = objects.filter(({ metadata }) => metadata.namespace === 'fusion-core');
const ofKind = (kind: string) => own.filter((object) => object.kind === kind);
const names = Object.keys(SERVICES);
const stores = Object.keys(STORES);
const pods = [...ofKind('Deployment'), ...ofKind('StatefulSet')];

function listAt(object: ManifestObject, path: string) {
  const value = at(object, path);
  return Array.isArray(value) ? value : [];
}

/** Milliseconds of an annotation such as `30s`. */
function timeOf(service: string, annotation: string): number {
  const text = find(ofKind('Service'), 'Service', service).metadata.annotations?.[annotation] ?? '';
  const [, amount, unit] = /^(\d+)(ms|s)$/.exec(text) ?? [];
  return Number(amount) * (unit === 's' ? 1000 : 1);
}

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

  test('is led to api-gateway alone', () => {
    const led = objects
      .filter(({ apiVersion, kind }) => apiVersion.startsWith('gateway.networking.k8s.io/') && kind.endsWith('Route'))
      .flatMap((route) => listAt(route, 'spec.rules'))
      .flatMap((rule) => at(rule, 'backendRefs') ?? []);
    expect(led).toEqual([{ name: 'api-gateway', port: 8000 }]);
  });

  test('gets in to the platform without an identity nowhere but for the probes of the kubelet', () => {
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

describe('the traffic of fusion-core', () => {
  test('has timeouts that fit into each other along each call', () => {
    for (const [from, to] of CALLS) {
      const [outer, inner] = [from, to].map((name) => timeOf(name, 'timeout.linkerd.io/request'));
      expect(outer, `${from} waits for ${to}`).toBeGreaterThan(inner ?? Number.NaN);
    }
  });

  test('fails where a caller would give up first', () => {
    const { application } = added();
    expect(checkApplication(application)).toEqual([]);
    const services = application.services.map((service) =>
      service.workload.name === 'ai-kernel' ? { ...service, timeout: Duration.seconds(9) } : service,
    );
    expect(
      checkApplication({ ...application, services })
        .map(formatDiagnostic)
        .join('\n'),
    ).toMatch(
      /service '[^']*ai-kernel': timeout is 9000 ms, but it may wait 9000 ms for identity: ai-kernel -> identity/,
    );
  });

  test('tries identity again as the seed says, within the time that there is', () => {
    expect(find(own, 'Service', 'identity').metadata.annotations).toMatchObject({
      'retry.linkerd.io/limit': '3',
      'retry.linkerd.io/timeout': '2s',
      'retry.linkerd.io/http': 'gateway-error',
    });
    expect(timeOf('identity', 'timeout.linkerd.io/request')).toBeGreaterThan(
      4 * timeOf('identity', 'retry.linkerd.io/timeout'),
    );
  });

  test('takes failing endpoints of every service out', () => {
    for (const name of names) {
      expect(find(own, 'Service', name).metadata.annotations).toMatchObject({
        'balancer.linkerd.io/failure-accrual': 'consecutive',
      });
    }
    expect(
      find(own, 'Service', 'ai-kernel').metadata.annotations?.[
        'balancer.linkerd.io/failure-accrual-consecutive-max-failures'
      ],
    ).toBe('5');
  });

  test("states the seed's limits on connections of ai-kernel", () => {
    const kernel = added().application.services.find(({ workload }) => workload.name === 'ai-kernel');
    expect(kernel?.connectionPool).toEqual({ maxConnections: 100, maxRequests: 1000, maxPendingRequests: 100 });
  });

  test('limits the rate of each service, with a burst of one second', () => {
    const limits = ofKind('HTTPLocalRateLimitPolicy').map((policy) => [
      policy.metadata.name,
      at(policy, 'spec.total.requestsPerSecond'),
    ]);
    expect(limits.sort()).toEqual(
      Object.entries(SERVICES)
        .map(([name, { requestsPerSecond }]) => [`${name}-http`, requestsPerSecond])
        .sort(),
    );
    const limited = added().application.services.filter(({ rateLimit }) => rateLimit !== undefined);
    expect(limited).toHaveLength(names.length);
    for (const { rateLimit } of limited) expect(rateLimit?.burst).toBe(rateLimit?.requestsPerSecond);
  });
});

describe('the start of fusion-core', () => {
  test('asks every pod whether it is ready, and lets no request in before', () => {
    for (const pod of pods) {
      const container = at(pod, 'spec.template.spec.containers[0]') ?? null;
      for (const question of ['readinessProbe', 'livenessProbe', 'startupProbe']) {
        expect(at(container, question), `${question} of ${pod.metadata.name}`).toBeDefined();
      }
    }
    expect(ofKind('Service').filter((service) => at(service, 'spec.publishNotReadyAddresses') === true)).toEqual([]);
  });

  test('tells services that are ready from those that are alive, so that a store that is away restarts nobody', () => {
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

  test.each(stores)('keep what %s is told, and its password out of the output', (name) => {
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

  test('hand each keeper the password of its store, and nobody else', () => {
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

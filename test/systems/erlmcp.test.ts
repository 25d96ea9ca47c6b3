import { describe, expect, test } from 'vitest';
import type { ManifestObject } from '../../lib/manifest/object.js';
import { applicationsOf } from '../../lib/write/application/add-application.js';
import { checkIstioIntents } from '../../lib/write/istio/traffic/check-istio.js';
import { checkLinkerd } from '../../lib/write/linkerd/check-linkerd.js';
import { resolveLinkerd } from '../../lib/write/linkerd/linkerd-application.js';
import type { RetryAcceptances } from '../../lib/write/workload/intents/resilience.js';
import { resolve } from '../../lib/write/workload/intents/resolve.js';
import { type ErlmcpOptions, erlmcp } from '../../systems/erlmcp.js';
import { SHIPPED_ROOT } from '../fixtures/roots.js';
import { changes } from '../support/changes.js';
import { checkApplication } from '../support/resolved.js';
import { at, filesOf, find, objectsOf } from '../support/synth.js';

const system = (options: Partial<ErlmcpOptions> = {}) => erlmcp({ roots: [SHIPPED_ROOT], ...options });
const onIstio = (options: Partial<ErlmcpOptions> = {}) => objectsOf(system(options), 'istio');
const istio = onIstio();
const linkerd = objectsOf(system(), 'linkerd');

const inNamespace = (objects: readonly ManifestObject[], kind: string, namespace: string) =>
  objects.filter((object) => object.kind === kind && object.metadata.namespace === namespace);

const HOST = 'erlmcp.erlmcp.svc.cluster.local';
const to = (subset: string, weight?: number) => ({
  destination: { host: HOST, port: { number: 8080 }, subset },
  ...(weight !== undefined && { weight }),
});

test('says why its tries are as the sample has them, which either mesh would refuse', () => {
  const said = (mesh: 'istio' | 'linkerd', accepts: RetryAcceptances) => {
    const [added] = system()
      .clusters.filter(({ name }) => name === mesh)
      .flatMap(applicationsOf);
    if (added === undefined) throw new Error(`no application in ${mesh}`);
    const { application, options } = added;
    const services = application.services.map((service) => ({
      ...service,
      ...(service.retries && { retries: { ...service.retries, accepts } }),
    }));
    const wanted = { ...application, services };
    const problems =
      mesh === 'istio'
        ? checkIstioIntents(resolve(wanted))
        : checkLinkerd(resolveLinkerd(resolve(wanted), options.fallbacks));
    return [...checkApplication(wanted), ...problems].map(({ where, path }) => `${where}: ${path}`);
  };
  const both = { unreachableTimeout: 'why', repeatsNonIdempotent: 'why' };
  expect(said('istio', both)).toEqual([]);
  expect(said('istio', {})).toEqual(
    ['retries.on', 'retries.perTryTimeout'].map((option) => `Application 'erlmcp': service 'erlmcp/erlmcp': ${option}`),
  );
  expect(said('linkerd', both)).toEqual([]);
  expect(said('linkerd', {})).toEqual(["Application 'erlmcp': service 'erlmcp/erlmcp': retries"]);
});

describe('erlmcp on Istio', () => {
  test('requires mTLS 1.3 in the mesh and in each namespace', () => {
    const policies = istio.filter(({ kind }) => kind === 'PeerAuthentication');
    expect(policies.map((policy) => [policy.metadata.namespace, policy['spec']]).sort()).toEqual([
      ['erlmcp', { mtls: { mode: 'STRICT' } }],
      ['ingress', { mtls: { mode: 'STRICT' } }],
      ['istio-system', { mtls: { mode: 'STRICT' } }],
      ['tracing', { mtls: { mode: 'STRICT' } }],
    ]);
    expect(at(find(istio, 'Istio', 'default'), 'spec.values.meshConfig.meshMTLS.minProtocolVersion')).toBe('TLSV1_3');
  });

  test('admits its own nodes, the gateway with a token, and Prometheus to the metrics', () => {
    const rules = at(find(istio, 'AuthorizationPolicy', 'erlmcp'), 'spec.rules');
    const rule = (account: string, port: string, more: object = {}, source: object = {}) => ({
      from: [{ source: { principals: [`cluster.local/ns/${account}`], ...source } }],
      to: [{ operation: { ports: [port], ...more } }],
    });
    expect(rules).toEqual([
      rule('erlmcp/sa/erlmcp', '8080'),
      rule('erlmcp/sa/erlmcp', '4369'),
      rule('erlmcp/sa/erlmcp', '9100'),
      rule('ingress/sa/ingress', '8080', {}, { requestPrincipals: ['https://auth.erlmcp.com/*'] }),
      rule('monitoring/sa/prometheus', '9090', { methods: ['GET'], paths: ['/metrics'] }),
    ]);
    for (const namespace of ['erlmcp', 'ingress', 'istio-system']) {
      const nothing = inNamespace(istio, 'AuthorizationPolicy', namespace).find(
        ({ metadata }) => metadata.name === 'allow-nothing',
      );
      expect(nothing?.['spec']).toEqual({});
    }
  });

  test('selects the pods of every version, the canary among them', () => {
    const selected = { 'app.kubernetes.io/name': 'erlmcp' };
    for (const version of ['v3-0', 'v3-1']) {
      const labels = at(find(istio, 'StatefulSet', `erlmcp-${version}`), 'spec.template.metadata.labels');
      expect(labels).toMatchObject({ ...selected, version });
    }
    for (const kind of ['AuthorizationPolicy', 'RequestAuthentication']) {
      expect(at(find(istio, kind, 'erlmcp'), 'spec.selector.matchLabels')).toEqual(selected);
    }
    expect(at(find(istio, 'EnvoyFilter', 'erlmcp-rate-limit'), 'spec.workloadSelector.labels')).toEqual(selected);
  });

  test('terminates TLS at the gateway with a certificate in the namespace of its pods, and redirects to it', () => {
    expect(at(find(istio, 'Gateway', 'erlmcp-ingress'), 'spec.servers')).toEqual([
      {
        port: { number: 443, name: 'https-erlmcp-example-com', protocol: 'HTTPS' },
        hosts: ['erlmcp/erlmcp.example.com'],
        tls: { mode: 'SIMPLE', credentialName: 'erlmcp.example.com-tls', minProtocolVersion: 'TLSV1_2' },
      },
    ]);
    const [certificate] = inNamespace(istio, 'Certificate', 'ingress');
    expect(certificate?.['spec']).toMatchObject({
      secretName: 'erlmcp.example.com-tls',
      dnsNames: ['erlmcp.example.com'],
      privateKey: { rotationPolicy: 'Always' },
      issuerRef: { group: 'cert-manager.io' },
    });
    expect(find(istio, 'Deployment', 'ingress').metadata.namespace).toBe('ingress');
    const [redirect] = inNamespace(istio, 'VirtualService', 'ingress');
    expect(at(redirect ?? null, 'spec.http')).toEqual([{ redirect: { scheme: 'https', redirectCode: 301 } }]);
  });

  test('routes a tenth to v3-1, and all requests with the header or the cookie, from inside and outside', () => {
    const carried = {
      timeout: '30s',
      retries: { attempts: 3, perTryTimeout: '2s', retryOn: 'gateway-error,reset,connect-failure,refused-stream' },
    };
    const routes = (port: object) => [
      { match: [{ headers: { 'x-version': { exact: 'v3.1' } }, ...port }], route: [to('v3-1')], ...carried },
      {
        match: [{ headers: { cookie: { regex: '^(?:.*; *)?group=beta(?: *;.*)?$' } }, ...port }],
        route: [to('v3-1')],
        ...carried,
      },
      { ...('port' in port && { match: [port] }), route: [to('v3-0', 90), to('v3-1', 10)], ...carried },
    ];
    expect(at(find(istio, 'VirtualService', 'erlmcp'), 'spec')).toMatchObject({
      hosts: [HOST],
      gateways: ['mesh'],
      http: routes({ port: 8080 }),
    });
    expect(at(find(istio, 'VirtualService', 'erlmcp-erlmcp.example.com'), 'spec')).toMatchObject({
      hosts: ['erlmcp.example.com'],
      gateways: ['ingress/erlmcp-ingress'],
      http: routes({}),
    });
    expect(at(find(istio, 'DestinationRule', 'erlmcp'), 'spec.subsets')).toEqual([
      { name: 'v3-0', labels: { version: 'v3-0' } },
      { name: 'v3-1', labels: { version: 'v3-1' } },
    ]);
  });

  test.each(['istio', 'linkerd'])('goes from blue to green, and back, by one change of weights on %s', (cluster) => {
    const files = (blue: number, green: number) => filesOf(system({ weights: { 'v3-0': blue, 'v3-1': green } }));
    const [before, after, back] = [files(100, 0), files(0, 100), files(100, 0)];
    const changed = [...before].filter(([path, text]) => after.get(path) !== text).map(([path]) => path);
    expect(changed.filter((path) => path.startsWith(`erlmcp/${cluster}/`))).toEqual([
      `erlmcp/${cluster}/70-traffic/erlmcp.k8s.yaml`,
    ]);
    const lines = (text = '') => text.split('\n');
    const path = `erlmcp/${cluster}/70-traffic/erlmcp.k8s.yaml`;
    const different = lines(before.get(path)).filter((line, index) => line !== lines(after.get(path))[index]);
    expect(new Set(different.map((line) => line.trim().split(':')[0]))).toEqual(new Set(['weight']));
    expect(back).toEqual(before);
  });

  test('has all pods of green before the switch, and one for a canary', () => {
    const pods = (blue: number, green: number) =>
      at(
        find(objectsOf(system({ weights: { 'v3-0': blue, 'v3-1': green } }), 'istio'), 'StatefulSet', 'erlmcp-v3-1'),
        'spec.replicas',
      );
    expect([pods(100, 0), pods(0, 100), pods(50, 50), pods(90, 10)]).toEqual([3, 3, 3, 1]);
  });

  test('breaks the circuit by the figures of the seed, in the one DestinationRule of the host', () => {
    const rules = istio.filter(({ kind }) => kind === 'DestinationRule');
    expect(rules.filter((rule) => at(rule, 'spec.host') === HOST)).toHaveLength(1);
    expect(at(find(istio, 'DestinationRule', 'erlmcp'), 'spec.trafficPolicy')).toMatchObject({
      tls: { mode: 'ISTIO_MUTUAL' },
      connectionPool: {
        tcp: {
          maxConnections: 100,
          connectTimeout: '10s',
          tcpKeepalive: { time: '300s', interval: '60s', probes: 3 },
        },
        http: {
          http1MaxPendingRequests: 10,
          http2MaxRequests: 100,
          maxRequestsPerConnection: 100,
          idleTimeout: '300s',
        },
      },
      loadBalancer: { simple: 'LEAST_REQUEST', warmup: { duration: '30s' } },
      outlierDetection: {
        consecutive5xxErrors: 5,
        interval: '30s',
        baseEjectionTime: '30s',
        maxEjectionPercent: 50,
      },
    });
    expect(
      at(find(onIstio({ highThroughput: true }), 'DestinationRule', 'erlmcp'), 'spec.trafficPolicy.connectionPool'),
    ).toMatchObject({
      tcp: { maxConnections: 10_000, connectTimeout: '5s' },
      http: { http2MaxRequests: 10_000, idleTimeout: '600s' },
    });
  });

  test('requires tokens of its issuer, for itself', () => {
    expect(at(find(istio, 'RequestAuthentication', 'erlmcp'), 'spec.jwtRules')).toEqual([
      {
        issuer: 'https://auth.erlmcp.com',
        audiences: ['erlmcp.example.com'],
        jwksUri: 'https://auth.erlmcp.com/.well-known/jwks.json',
        forwardOriginalToken: true,
      },
    ]);
  });

  test('takes in a hundred requests a second and a thousand at once, enforced', () => {
    const patches = at(find(istio, 'EnvoyFilter', 'erlmcp-rate-limit'), 'spec.configPatches');
    const all = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
    expect(patches).toMatchObject([
      {
        match: { context: 'SIDECAR_INBOUND', listener: { portNumber: 8080 } },
        patch: {
          value: {
            typed_config: {
              token_bucket: { max_tokens: 1000, tokens_per_fill: 100, fill_interval: '1s' },
              filter_enabled: all,
              filter_enforced: all,
            },
          },
        },
      },
    ]);
  });

  test('sends every trace to a collector that is there', () => {
    const tracing = at(find(istio, 'Telemetry', 'default'), 'spec.tracing');
    expect(tracing).toEqual([{ providers: [{ name: 'opentelemetry' }], randomSamplingPercentage: 100 }]);
    const providers = at(find(istio, 'Istio', 'default'), 'spec.values.meshConfig.extensionProviders');
    expect(providers).toMatchObject([{ name: 'opentelemetry', opentelemetry: { port: 4317 } }]);
  });

  test('gives each proxy what the seed gives it', () => {
    for (const name of ['erlmcp-v3-0', 'erlmcp-v3-1']) {
      expect(at(find(istio, 'StatefulSet', name), 'spec.template.metadata.annotations')).toMatchObject({
        'sidecar.istio.io/proxyCPU': '100m',
        'sidecar.istio.io/proxyCPULimit': '2',
        'sidecar.istio.io/proxyMemory': '128Mi',
        'sidecar.istio.io/proxyMemoryLimit': '1Gi',
      });
      expect(at(find(linkerd, 'StatefulSet', name), 'spec.template.metadata.annotations')).toMatchObject({
        'config.linkerd.io/proxy-cpu-request': '100m',
        'config.linkerd.io/proxy-cpu-limit': '1',
        'config.linkerd.io/proxy-memory-request': '128Mi',
        'config.linkerd.io/proxy-memory-limit': '512Mi',
      });
    }
  });

  test.each([
    ['istio', istio],
    ['linkerd', linkerd],
  ])('lets Erlang nodes find and reach each other on %s', (_, objects) => {
    const headless = find(objects, 'Service', 'erlmcp-headless');
    expect(at(headless, 'spec')).toMatchObject({ clusterIP: 'None', publishNotReadyAddresses: true });
    expect(at(headless, 'spec.ports')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'tcp-epmd', port: 4369 }),
        expect.objectContaining({ name: 'tcp-dist', port: 9100 }),
      ]),
    );
    const env = at(find(objects, 'StatefulSet', 'erlmcp-v3-0'), 'spec.template.spec.containers[0].env');
    expect(env).toContainEqual({
      name: 'ERL_AFLAGS',
      value: '-kernel inet_dist_listen_min 9100 inet_dist_listen_max 9100',
    });
  });

  test('injects failures only in staging, for requests that ask for them', () => {
    const added = changes(
      istio.filter(({ kind }) => kind === 'VirtualService'),
      onIstio({ profile: 'staging' }).filter(({ kind }) => kind === 'VirtualService'),
    );
    expect(added).not.toEqual([]);
    const http = at(find(onIstio({ profile: 'staging' }), 'VirtualService', 'erlmcp'), 'spec.http');
    const delayed = (Array.isArray(http) ? http : []).filter((route) => at(route, 'fault') !== undefined);
    for (const route of delayed) {
      expect(route).toMatchObject({
        fault: { delay: { fixedDelay: '5s', percentage: { value: 0.1 } } },
        match: [{ headers: { 'x-fault': { exact: 'delay' } } }],
      });
    }
    expect(delayed).not.toEqual([]);
    expect(JSON.stringify(istio)).not.toContain('"fault"');
  });
});

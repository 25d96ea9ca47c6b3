import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { resolve } from '../../../../lib/manifest/resolve.js';
import { ServicePolicy } from '../../../../lib/write/linkerd/policy/service-policy.js';
import type { Application } from '../../../../lib/write/workload/intents/application.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import type { WorkloadPort } from '../../../../lib/write/workload/port.js';
import type { ProbeAction } from '../../../../lib/write/workload/probe.js';
import type { Workload } from '../../../../lib/write/workload/workload.js';
import { application, client, external, prometheus, service, workload } from '../../../support/linkerd-application.js';
import { resolvedFirst } from '../../../support/resolved.js';
import { at, find } from '../../../support/synth.js';

function build(wanted: Service, changes: Partial<Application> = {}) {
  const app = new App();
  const chart = new Chart(app, 'chart', { disableResourceNameHashes: true });
  new ServicePolicy(chart, 'policy', resolvedFirst(application([wanted], changes)));
  return resolve(app).objects.map(({ object }) => object);
}

const port = (appProtocol: WorkloadPort['appProtocol']): Partial<Workload> => ({
  ports: [{ name: 'http', port: 8080, appProtocol }],
});
const probed = (check: ProbeAction): Partial<Workload> => ({
  containers: workload('web').containers.map((container) => ({
    ...container,
    probes: { readiness: { check }, liveness: { check } },
  })),
});
const names = (objects: ReturnType<typeof build>, kind: string) =>
  objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);

describe('ServicePolicy', () => {
  test('admits callers to every request of an HTTP port by a route', () => {
    const objects = build(service());
    expect(at(find(objects, 'Server', 'web-http'), 'spec')).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
      port: 8080,
      proxyProtocol: 'HTTP/1',
    });
    expect(at(find(objects, 'HTTPRoute', 'web-http.any.prefix'), 'spec.rules')).toEqual([
      { matches: [{ path: { type: 'PathPrefix', value: '/' } }] },
    ]);
    expect(at(find(objects, 'MeshTLSAuthentication', 'web-http.any.prefix'), 'spec.identityRefs')).toEqual([
      { kind: 'ServiceAccount', name: 'client', namespace: 'others' },
    ]);
  });

  test('admits callers to a port of bytes as a whole', () => {
    const objects = build(service({}, port('tcp')));
    expect(at(find(objects, 'MeshTLSAuthentication', 'web-http-callers'), 'spec.identityRefs')).toEqual([
      { kind: 'ServiceAccount', name: 'client', namespace: 'others' },
    ]);
    expect(names(objects, 'HTTPRoute')).toEqual([]);
  });

  test.each([
    ['http', 'HTTP/1'],
    ['http2', 'HTTP/2'],
    ['grpc', 'HTTP/2'],
    ['tcp', 'opaque'],
    ['tls', 'TLS'],
  ] as const)('guards a port of %s as %s', (spoken, expected) => {
    const objects = build(service({}, port(spoken)));
    expect(at(find(objects, 'Server', 'web-http'), 'spec.proxyProtocol')).toBe(expected);
  });

  test('makes no Server for a port that no one may reach', () => {
    expect(build(service({ callers: 'nobody' }))).toEqual([]);
  });

  test('makes a route for each method and path, with a policy of its own', () => {
    const objects = build(
      service({
        callers: [
          { from: client, port: 'http', paths: ['/v1/*'] },
          { from: external('other'), port: 'http', methods: ['GET'], paths: ['/v1/tools'] },
        ],
      }),
    );
    expect(names(objects, 'HTTPRoute')).toEqual(['web-http.get.v1.tools.exact', 'web-http.any.v1.prefix']);
    expect(at(find(objects, 'HTTPRoute', 'web-http.get.v1.tools.exact'), 'spec')).toEqual({
      parentRefs: [{ group: 'policy.linkerd.io', kind: 'Server', name: 'web-http' }],
      rules: [{ matches: [{ path: { type: 'Exact', value: '/v1/tools' }, method: 'GET' }] }],
    });
    expect(at(find(objects, 'HTTPRoute', 'web-http.any.v1.prefix'), 'spec.rules[0].matches[0]')).toEqual({
      path: { type: 'PathPrefix', value: '/v1' },
    });
    expect(at(find(objects, 'AuthorizationPolicy', 'web-http.get.v1.tools.exact'), 'spec')).toEqual({
      targetRef: { group: 'policy.linkerd.io', kind: 'HTTPRoute', name: 'web-http.get.v1.tools.exact' },
      requiredAuthenticationRefs: [
        { group: 'policy.linkerd.io', kind: 'MeshTLSAuthentication', name: 'web-http.get.v1.tools.exact' },
      ],
    });
    const authentication = find(objects, 'MeshTLSAuthentication', 'web-http.get.v1.tools.exact');
    expect(at(authentication, 'spec.identityRefs')).toEqual([
      { kind: 'ServiceAccount', name: 'client', namespace: 'others' },
      { kind: 'ServiceAccount', name: 'other', namespace: 'others' },
    ]);
  });

  test('names callers of one name by their namespaces', () => {
    const callers = [client, external('client', 'elsewhere')].map((from) => ({ from, port: 'http' }));
    expect(at(find(build(service({ callers })), 'MeshTLSAuthentication', 'web-http.any.prefix'), 'spec')).toEqual({
      identityRefs: [
        { kind: 'ServiceAccount', name: 'client', namespace: 'elsewhere' },
        { kind: 'ServiceAccount', name: 'client', namespace: 'others' },
      ],
    });
  });

  test('lets the kubelet in by a route of its own, from nodes and pods', () => {
    const objects = build(
      service(
        { callers: [{ from: client, port: 'http', paths: ['/v1/*'] }] },
        probed({ kind: 'http', path: '/ready?full=1', port: 'http' }),
      ),
    );
    expect(at(find(objects, 'HTTPRoute', 'web-http.get.ready.exact'), 'spec.rules')).toEqual([
      { matches: [{ path: { type: 'Exact', value: '/ready' }, method: 'GET' }] },
    ]);
    expect(at(find(objects, 'NetworkAuthentication', 'web-http-kubelet'), 'spec.networks')).toEqual([
      { cidr: '192.0.2.10/32' },
      { cidr: '10.42.0.0/16' },
    ]);
    const policy = find(objects, 'AuthorizationPolicy', 'web-http.get.ready.exact.kubelet');
    expect(at(policy, 'spec.requiredAuthenticationRefs')).toEqual([
      { group: 'policy.linkerd.io', kind: 'NetworkAuthentication', name: 'web-http-kubelet' },
    ]);
  });

  test('lets in a gRPC probe by a route, on a Server of HTTP/2', () => {
    const objects = build(service({}, { ...port('grpc'), ...probed({ kind: 'grpc', port: 'http' }) }));
    expect(at(find(objects, 'Server', 'web-http'), 'spec.proxyProtocol')).toBe('HTTP/2');
    expect(
      at(
        find(objects, 'HTTPRoute', 'web-http.post.grpc-health-v1-health.check.hd94cec2c.exact'),
        'spec.rules[0].matches',
      ),
    ).toEqual([{ path: { type: 'Exact', value: '/grpc.health.v1.Health/Check' }, method: 'POST' }]);
  });

  test('limits what each pod takes in, on a Server that counts requests', () => {
    const objects = build(service({ rateLimit: { requestsPerSecond: 100 } }, port('grpc')));
    expect(at(find(objects, 'HTTPLocalRateLimitPolicy', 'web-http'), 'spec')).toEqual({
      targetRef: { group: 'policy.linkerd.io', kind: 'Server', name: 'web-http' },
      total: { requestsPerSecond: 100 },
    });
    expect(at(find(objects, 'Server', 'web-http'), 'spec.proxyProtocol')).toBe('HTTP/2');
  });

  test('does not limit a port that only Prometheus may reach', () => {
    const metered = service({ callers: 'nobody', metrics: { port: 'http' }, rateLimit: { requestsPerSecond: 1 } });
    expect(names(build(metered, { prometheus }), 'HTTPLocalRateLimitPolicy')).toEqual([]);
  });

  test('lets Prometheus ask for the metrics of the workload and of its proxy', () => {
    const objects = build(service({ callers: 'nobody', metrics: { port: 'http' } }), { prometheus });
    expect(at(find(objects, 'HTTPRoute', 'web-http.get.metrics.exact'), 'spec.rules[0].matches')).toEqual([
      { path: { type: 'Exact', value: '/metrics' }, method: 'GET' },
    ]);
    expect(at(find(objects, 'Server', 'web-proxy-metrics'), 'spec.port')).toBe(4191);
  });
});

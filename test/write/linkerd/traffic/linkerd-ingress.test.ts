import { App, Chart, Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { resolve } from '../../../../lib/manifest/resolve.js';
import type { GatewayClass } from '../../../../lib/write/linkerd/traffic/gateway-class.js';
import { gatewayFacts } from '../../../../lib/write/linkerd/traffic/gateway-facts.js';
import { LinkerdIngress } from '../../../../lib/write/linkerd/traffic/linkerd-ingress.js';
import type { AcmeChallenge, Ingress } from '../../../../lib/write/workload/intents/ingress.js';
import { resolve as resolveIntents } from '../../../../lib/write/workload/intents/resolve.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import { samePeer } from '../../../../lib/write/workload/peer.js';
import {
  application,
  cluster,
  externalClass,
  gateway,
  ingress,
  second,
  service,
} from '../../../support/linkerd-application.js';
import { at, find } from '../../../support/synth.js';

const build = (...ingresses: readonly Ingress[]) => buildFor({}, ...ingresses);

function buildFor(
  { gatewayClass = externalClass, ...changes }: Partial<Service> & { readonly gatewayClass?: GatewayClass },
  ...ingresses: readonly Ingress[]
) {
  const app = new App();
  const chart = new Chart(app, 'chart', { disableResourceNameHashes: true });
  const resolved = resolveIntents(
    application([service({ ...changes, ingress: ingresses })]),
    gatewayFacts(gatewayClass).pods,
  );
  for (const entrance of resolved.ingressGateways) {
    if (!samePeer(entrance.gateway, gateway)) continue;
    new LinkerdIngress(chart, 'ingress', { cluster, ingress: entrance, gatewayClass: gatewayFacts(gatewayClass) });
  }
  return resolve(app).objects.map(({ object }) => object);
}

const acme = (challenge: AcmeChallenge): Ingress => ({
  ...ingress,
  certificate: { kind: 'acme', server: 'https://acme.example.com/directory', email: 'ops@example.com', challenge },
});

describe('LinkerdIngress', () => {
  test('listens for each host with a certificate of its own, for routes of the exposed namespaces', () => {
    const edge = find(build({ ...ingress, hosts: ['*.example.com', 'api.example.com'] }), 'Gateway', 'edge');
    expect(at(edge, 'spec.gatewayClassName')).toBe('envoy');
    expect(at(edge, 'spec.infrastructure')).toEqual({
      annotations: { 'config.linkerd.io/proxy-enable-native-sidecar': 'true', 'linkerd.io/inject': 'enabled' },
      labels: { 'gateway.networking.k8s.io/gateway-name': 'edge' },
    });
    expect(at(edge, 'spec.listeners[1]')).toEqual({
      name: 'wildcard.example.com',
      hostname: '*.example.com',
      port: 443,
      protocol: 'HTTPS',
      tls: {
        mode: 'Terminate',
        certificateRefs: [{ group: '', kind: 'Secret', name: 'wildcard.example.com-tls' }],
      },
      allowedRoutes: {
        namespaces: {
          from: 'Selector',
          selector: {
            matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['apps'] }],
          },
        },
      },
    });
  });

  test('sends plain HTTP on to HTTPS', () => {
    expect(at(find(build(ingress), 'HTTPRoute', 'edge-redirect'), 'spec.rules[0].filters[0].requestRedirect')).toEqual({
      scheme: 'https',
      statusCode: 301,
    });
  });

  test('leads hosts and paths to the Service', () => {
    const route = find(build({ ...ingress, paths: ['/v1/*', '/health'] }), 'HTTPRoute', 'web-api.example.com');
    expect(at(route, 'spec')).toEqual({
      parentRefs: [
        {
          group: 'gateway.networking.k8s.io',
          kind: 'Gateway',
          name: 'edge',
          namespace: 'edge',
          sectionName: 'api.example.com',
        },
      ],
      hostnames: ['api.example.com'],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/v1' } }, { path: { type: 'Exact', value: '/health' } }],
          timeouts: { request: '0s' },
          backendRefs: [{ name: 'web', port: 80 }],
        },
      ],
    });
  });

  test('gives a request the time that its service has, and no limit where that has none', () => {
    const timeout = (changes: Partial<Service>) =>
      at(find(buildFor(changes, ingress), 'HTTPRoute', 'web-api.example.com'), 'spec.rules[0].timeouts.request');
    expect(timeout({ timeout: second })).toBe('1s');
    expect(timeout({ timeout: Duration.millis(1500) })).toBe('1500ms');
    expect(timeout({})).toBe('0s');
  });

  test('points Envoy Gateway to what its pods are to be', () => {
    const objects = buildFor({ gatewayClass: { kind: 'envoy-gateway' } }, ingress);
    const edge = find(objects, 'Gateway', 'edge');
    expect(at(edge, 'spec.gatewayClassName')).toBe('envoy-gateway');
    const reference = { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name: 'edge' };
    expect(at(edge, 'spec.infrastructure.parametersRef')).toEqual(reference);
    expect(find(objects, 'EnvoyProxy', 'edge').metadata.namespace).toBe('edge');
    expect(build(ingress).map(({ kind }) => kind)).not.toContain('EnvoyProxy');
  });

  test('has a route for each host, with all its options, that another host does not change', () => {
    const routes = (...ways: readonly Ingress[]) =>
      build(...ways).filter(({ kind, metadata }) => kind === 'HTTPRoute' && metadata.namespace === 'apps');
    const one = { ...ingress, paths: ['/v1/*'] };
    const more = { ...ingress, hosts: ['*.a.example.com', ...ingress.hosts], paths: ['/v2/*'] };
    const both = routes(more, one);
    expect(both.map(({ metadata }) => metadata.name)).toEqual(['web-wildcard.a.example.com', 'web-api.example.com']);
    expect(at(find(both, 'HTTPRoute', 'web-api.example.com'), 'spec.rules')).toMatchObject([
      { matches: [{ path: { value: '/v2' } }] },
      { matches: [{ path: { value: '/v1' } }] },
    ]);
    expect(routes({ ...more, hosts: ['*.a.example.com'] }, one)).toContainEqual(routes(one)[0]);
  });

  test('gets certificates from an issuer that is there', () => {
    const objects = build(ingress);
    expect(at(find(objects, 'Certificate', 'api.example.com-tls'), 'spec')).toMatchObject({
      secretName: 'api.example.com-tls',
      dnsNames: ['api.example.com'],
      issuerRef: { name: 'public', kind: 'ClusterIssuer', group: 'cert-manager.io' },
    });
    expect(objects.filter(({ kind }) => kind === 'Issuer')).toEqual([]);
  });

  test('proves names to an ACME server through the gateway', () => {
    const issuer = find(build(acme({ kind: 'http-01' })), 'Issuer', 'edge-acme.example.com');
    expect(at(issuer, 'spec.acme.solvers[0].http01.gatewayHTTPRoute.parentRefs[0]')).toMatchObject({
      name: 'edge',
      namespace: 'edge',
      sectionName: 'http',
    });
    expect(at(issuer, 'spec.acme.solvers[0].http01.gatewayHTTPRoute.podTemplate')).toEqual({
      metadata: { annotations: { 'linkerd.io/inject': 'disabled' } },
    });
  });

  test('passes the settings of a DNS provider on as they are written', () => {
    const solver = { acmeDNS: { host: 'https://dns.example.com' } };
    const issuer = find(build(acme({ kind: 'dns-01', solver })), 'Issuer', 'edge-acme.example.com');
    expect(at(issuer, 'spec.acme.solvers')).toEqual([{ selector: { dnsNames: ['api.example.com'] }, dns01: solver }]);
  });
});

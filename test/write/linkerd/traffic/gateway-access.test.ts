import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { resolve } from '../../../../lib/manifest/resolve.js';
import { GatewayAccess, policiesForTheOutside } from '../../../../lib/write/linkerd/traffic/gateway-access.js';
import type { GatewayClass } from '../../../../lib/write/linkerd/traffic/gateway-class.js';
import { gatewayFacts } from '../../../../lib/write/linkerd/traffic/gateway-facts.js';
import type { Application } from '../../../../lib/write/workload/intents/application.js';
import { resolve as resolveIntents } from '../../../../lib/write/workload/intents/resolve.js';
import {
  application,
  externalClass,
  gateway,
  ingress,
  prometheus,
  service,
} from '../../../support/linkerd-application.js';
import { at, find } from '../../../support/synth.js';

function build(changes: Partial<Application> = {}, gatewayClass: GatewayClass = externalClass) {
  const app = new App();
  const chart = new Chart(app, 'chart', { disableResourceNameHashes: true });
  const stated = application([service({ ingress: [ingress] })], changes);
  const resolved = resolveIntents(stated, gatewayFacts(gatewayClass).pods);
  for (const entrance of resolved.ingressGateways) {
    new GatewayAccess(chart, 'access', {
      application: resolved,
      ingress: entrance,
      gatewayClass: gatewayFacts(gatewayClass),
    });
  }
  return resolve(app).objects.map(({ object }) => object);
}

const podsOf = (name: string, namespace: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
  podSelector: { matchLabels: { app: name } },
});
const tcp = (...ports: readonly number[]) => ports.map((port) => ({ protocol: 'TCP', port }));

describe('GatewayAccess', () => {
  test('closes the namespace of the gateway, and has its pods meshed', () => {
    const { metadata } = find(build(), 'Namespace', 'edge');
    expect(metadata.annotations).toMatchObject({
      'linkerd.io/inject': 'enabled',
      'config.linkerd.io/default-inbound-policy': 'deny',
    });
    find(build(), 'NetworkPolicy', 'default-deny');
  });

  test('lets anyone in on the two ports for the outside, and on no other', () => {
    const objects = build();
    const servers = objects.filter(({ kind }) => kind === 'Server');
    expect(servers.map((server) => [at(server, 'spec.port'), at(server, 'spec.proxyProtocol')])).toEqual([
      [8080, 'HTTP/1'],
      [8443, 'opaque'],
    ]);
    expect(at(find(objects, 'NetworkAuthentication', 'edge-https-networks'), 'spec.networks')).toEqual([
      { cidr: '0.0.0.0/0' },
      { cidr: '::/0' },
    ]);
    expect(at(find(objects, 'NetworkPolicy', 'edge'), 'spec.ingress')).toEqual([
      {
        from: [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }],
        ports: tcp(8080, 8443),
      },
    ]);
  });

  test('lets its pods out to what tells them what to do', () => {
    expect(at(find(build(), 'NetworkPolicy', 'edge'), 'spec.egress')).toEqual([
      { to: [podsOf('envoy', 'others')], ports: tcp(4143, 18_000) },
    ]);
  });

  test('lets Prometheus, by its identity, in to the figures of the proxies', () => {
    const objects = build({ prometheus });
    expect(at(find(objects, 'MeshTLSAuthentication', 'edge-proxy-metrics-callers'), 'spec.identityRefs')).toEqual([
      { kind: 'ServiceAccount', name: 'prometheus', namespace: 'others' },
    ]);
    expect(at(find(objects, 'NetworkPolicy', 'edge'), 'spec.ingress[1]')).toEqual({
      from: [podsOf('prometheus', 'others')],
      ports: tcp(4143, 4191),
    });
  });

  test('knows the pods by the label that every class gives them', () => {
    const labels = { 'gateway.networking.k8s.io/gateway-name': 'edge' };
    expect(at(find(build(), 'Server', 'edge-https'), 'spec.podSelector.matchLabels')).toEqual(labels);
    expect(at(find(build(), 'NetworkPolicy', 'edge'), 'spec.podSelector.matchLabels')).toEqual(labels);
  });

  test("opens the ports of Envoy Gateway's pods, and their way to its controller", () => {
    const objects = build({}, { kind: 'envoy-gateway', controllerNamespace: 'gateways' });
    expect(at(find(objects, 'Server', 'edge-http'), 'spec.port')).toBe(10_080);
    expect(at(find(objects, 'Server', 'edge-https'), 'spec.port')).toBe(10_443);
    expect(at(find(objects, 'NetworkPolicy', 'edge'), 'spec.ingress[0].ports')).toEqual(tcp(10_080, 10_443));
    expect(at(find(objects, 'NetworkPolicy', 'edge'), 'spec.egress')).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gateways' } },
            podSelector: { matchLabels: { 'control-plane': 'envoy-gateway' } },
          },
        ],
        ports: tcp(4143, 18_000),
      },
    ]);
  });

  test('lets only kubelets call the port that waits for the connections of a pod that ends', () => {
    const objects = build({}, { kind: 'envoy-gateway' });
    const server = find(objects, 'Server', 'edge-shutdown');
    expect(at(server, 'spec.port')).toBe(19_002);
    const routes = objects.filter(
      (object) => object.kind === 'HTTPRoute' && at(object, 'spec.parentRefs[0].name') === 'edge-shutdown',
    );
    expect(routes.flatMap((route) => at(route, 'spec.rules[0].matches'))).toEqual([
      { method: 'GET', path: { type: 'Exact', value: '/shutdown/ready' } },
      { method: 'GET', path: { type: 'Exact', value: '/healthz' } },
    ]);
    const policies = objects.filter(
      (object) =>
        object.kind === 'AuthorizationPolicy' &&
        routes.some(({ metadata }) => metadata.name === at(object, 'spec.targetRef.name')),
    );
    expect(policies.map((policy) => at(policy, 'spec.requiredAuthenticationRefs[0].kind'))).toEqual([
      'NetworkAuthentication',
      'NetworkAuthentication',
    ]);
    expect(build().map(({ metadata }) => metadata.name)).not.toContain('edge-shutdown');
  });

  test('names the policies that let the outside in', () => {
    const names = build().flatMap(({ kind, metadata }) => (kind === 'AuthorizationPolicy' ? metadata.name : []));
    expect(names).toEqual(policiesForTheOutside(gateway));
  });

  test('opens the way to what answers the challenges of an ACME server, where names are proven so', () => {
    const certificate = {
      kind: 'acme',
      server: 'https://acme.example.com/directory',
      email: 'ops@example.com',
      challenge: { kind: 'http-01' },
    } as const;
    const services = [service({ ingress: [{ ...ingress, certificate }] })];
    expect(at(find(build({ services }), 'NetworkPolicy', 'edge-acme-solver'), 'spec.ingress[0].ports')).toEqual(
      tcp(8089),
    );
    find(build({ services }), 'NetworkPolicy', 'edge-to-acme-solver');
    expect(build().map(({ metadata }) => metadata.name)).not.toContain('edge-acme-solver');
  });
});

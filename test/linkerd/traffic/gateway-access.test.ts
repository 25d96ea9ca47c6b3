import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { GatewayAccess } from '../../../lib/linkerd/traffic/gateway-access.js';
import { resolve } from '../../../lib/manifest/resolve.js';
import type { Application } from '../../../lib/workload/intents/application.js';
import {
  application,
  cluster,
  foreign,
  gateway,
  ingress,
  prometheus,
  service,
} from '../../support/linkerd-application.js';
import { at, find } from '../../support/synth.js';

function build(changes: Partial<Application> = {}) {
  const app = new App();
  new GatewayAccess(new Chart(app, 'chart', { disableResourceNameHashes: true }), 'access', {
    cluster,
    application: application([service({ ingress: [ingress] })], changes),
    gateway,
    gatewayClass: {
      name: 'envoy',
      ports: { http: 8080, https: 8443 },
      controllers: [{ to: foreign('envoy'), port: 18_000 }],
    },
  });
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

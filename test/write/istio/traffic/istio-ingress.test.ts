import { describe, expect, test } from 'vitest';
import { IstioIngress } from '../../../../lib/write/istio/traffic/istio-ingress.js';
import type { Application } from '../../../../lib/write/workload/intents/application.js';
import type { IngressCertificate } from '../../../../lib/write/workload/intents/ingress.js';
import { resolve } from '../../../../lib/write/workload/intents/resolve.js';
import { at, find } from '../../../support/synth.js';
import { called, objectsMade, shop, stock, wayIn, web } from '../shop.js';

const acme = (challenge: 'http-01' | 'dns-01'): IngressCertificate => ({
  kind: 'acme',
  server: 'https://acme.example/directory',
  email: 'ops@example.com',
  challenge:
    challenge === 'http-01'
      ? { kind: 'http-01' }
      : { kind: 'dns-01', solver: { route53: { region: 'eu-central-1', hostedZoneID: 'Z1' } } },
});

function builtFor(stated: Application) {
  const application = resolve(stated);
  return objectsMade((chart) => {
    for (const ingress of application.ingressGateways) new IstioIngress(chart, 'ingress', { application, ingress });
  });
}

function build(...ingress: readonly Parameters<typeof wayIn>[0][]) {
  return builtFor(shop([called(web, { ingress: ingress.map(wayIn) })]));
}

describe('IstioIngress', () => {
  test("is in the namespace of the gateway's pods, so that they find their certificates", () => {
    const objects = build({}, { hosts: ['http.example.com'], certificate: acme('http-01') });
    expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['edge']));
    const gateway = find(objects, 'Gateway', 'shop-edge');
    expect(at(gateway, 'spec.selector')).toEqual({ 'app.kubernetes.io/name': 'edge' });
    const credential = at(gateway, 'spec.servers[1].tls.credentialName');
    expect(at(find(objects, 'Certificate', 'shop.example.com-tls'), 'spec.secretName')).toBe(credential);
  });

  test('terminates TLS for the hosts of its services, and points there from plain HTTP', () => {
    expect(
      at(find(build({ hosts: ['a.example.com', '*.b.example.com'] }), 'Gateway', 'shop-edge'), 'spec.servers'),
    ).toEqual([
      {
        port: { number: 443, name: 'https-wildcard-b-example-com', protocol: 'HTTPS' },
        hosts: ['shop/*.b.example.com'],
        tls: { mode: 'SIMPLE', credentialName: 'wildcard.b.example.com-tls', minProtocolVersion: 'TLSV1_2' },
      },
      {
        port: { number: 443, name: 'https-a-example-com', protocol: 'HTTPS' },
        hosts: ['shop/a.example.com'],
        tls: { mode: 'SIMPLE', credentialName: 'a.example.com-tls', minProtocolVersion: 'TLSV1_2' },
      },
      {
        port: { number: 80, name: 'http', protocol: 'HTTP' },
        hosts: ['shop/*.b.example.com', 'shop/a.example.com'],
        tls: { httpsRedirect: true },
      },
    ]);
  });

  test('lets the services of several namespaces answer for one host', () => {
    const application = shop([
      called(web, { ingress: [wayIn({ paths: ['/a'] })] }),
      called(stock, { ingress: [wayIn({ paths: ['/b'] })] }),
    ]);
    const objects = builtFor(application);
    expect(at(find(objects, 'Gateway', 'shop-edge'), 'spec.servers[0].hosts')).toEqual([
      'shop/shop.example.com',
      'store/shop.example.com',
    ]);
  });

  test('admits external clients only to its hosts, on the ports of its pods', () => {
    const policy = find(build({ hosts: ['a.example.com', '*.b.example.com'] }), 'AuthorizationPolicy', 'shop-edge');
    expect(at(policy, 'spec')).toEqual({
      selector: { matchLabels: { 'app.kubernetes.io/name': 'edge' } },
      action: 'ALLOW',
      rules: [
        {
          to: [
            {
              operation: {
                hosts: ['*.b.example.com', 'a.example.com', 'a.example.com:*'],
                ports: ['8080', '8443'],
              },
            },
          ],
        },
      ],
    });
  });

  test('asks for a certificate with a new key each time, from an issuer named in full', () => {
    const own = { kind: 'issuer', name: 'local', issuerKind: 'Issuer' } as const;
    const objects = build({}, { hosts: ['own.example.com'], certificate: own });
    expect(at(find(objects, 'Certificate', 'shop.example.com-tls'), 'spec')).toEqual({
      secretName: 'shop.example.com-tls',
      issuerRef: { name: 'public', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      dnsNames: ['shop.example.com'],
      usages: ['digital signature', 'server auth'],
      privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' },
    });
    expect(at(find(objects, 'Certificate', 'own.example.com-tls'), 'spec.issuerRef.kind')).toBe('Issuer');
    expect(objects.filter(({ kind }) => kind === 'Issuer')).toEqual([]);
  });

  test('makes one issuer for an ACME server, which proves each host in its own way', () => {
    const objects = build(
      { hosts: ['a.example.com', '*.b.example.com'], certificate: acme('dns-01') },
      { hosts: ['c.example.com'], certificate: acme('http-01') },
    );
    const name = 'shop-edge-acme.example';
    expect(at(find(objects, 'Issuer', name), 'spec.acme')).toEqual({
      server: 'https://acme.example/directory',
      email: 'ops@example.com',
      privateKeySecretRef: { name: `${name}-account` },
      solvers: [
        {
          selector: { dnsNames: ['*.b.example.com', 'a.example.com'] },
          dns01: { route53: { region: 'eu-central-1', hostedZoneID: 'Z1' } },
        },
        {
          selector: { dnsNames: ['c.example.com'] },
          http01: {
            ingress: { class: 'istio', podTemplate: { metadata: { labels: { 'sidecar.istio.io/inject': 'false' } } } },
          },
        },
      ],
    });
    expect(at(find(objects, 'Certificate', 'a.example.com-tls'), 'spec.issuerRef')).toEqual({
      name,
      kind: 'Issuer',
      group: 'cert-manager.io',
    });
  });

  test('leaves the path of a challenge over HTTP open, and still answers nothing else in plaintext', () => {
    const objects = build({}, { hosts: ['c.example.com'], certificate: acme('http-01') });
    const servers = at(find(objects, 'Gateway', 'shop-edge'), 'spec.servers');
    expect(servers).toMatchObject([
      { port: { protocol: 'HTTPS' }, hosts: ['shop/c.example.com'] },
      { port: { protocol: 'HTTPS' }, hosts: ['shop/shop.example.com'] },
      { port: { protocol: 'HTTP' }, hosts: ['shop/shop.example.com'], tls: { httpsRedirect: true } },
    ]);
    expect(at(find(objects, 'Gateway', 'shop-edge-redirect'), 'spec.servers')).toEqual([
      { port: { number: 80, name: 'http-redirect', protocol: 'HTTP' }, hosts: ['./c.example.com'] },
    ]);
    expect(at(find(objects, 'VirtualService', 'shop-edge-redirect'), 'spec')).toEqual({
      hosts: ['c.example.com'],
      gateways: ['edge/shop-edge-redirect'],
      exportTo: ['.'],
      http: [{ redirect: { scheme: 'https', redirectCode: 301 } }],
    });
  });

  test('lets the gateway reach the pod that answers a challenge, and no one where there is none', () => {
    const objects = build({ certificate: acme('http-01') });
    const ports = [{ protocol: 'TCP', port: 8089 }];
    const inNamespace = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } } };
    const gateway = { matchLabels: { 'app.kubernetes.io/name': 'edge' } };
    const solver = { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } };
    expect(at(find(objects, 'NetworkPolicy', 'shop-edge-acme-solver'), 'spec')).toEqual({
      podSelector: solver,
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ ...inNamespace, podSelector: gateway }], ports }],
    });
    expect(at(find(objects, 'NetworkPolicy', 'shop-edge-to-acme-solver'), 'spec')).toEqual({
      podSelector: gateway,
      policyTypes: ['Egress'],
      egress: [{ to: [{ ...inNamespace, podSelector: solver }], ports }],
    });
    const names = build({ certificate: acme('dns-01') }).map(({ metadata }) => metadata.name);
    expect(names.filter((name) => name.endsWith('-solver') || name.endsWith('-redirect'))).toEqual([]);
  });

  test('has no redirecting server where every host is proven over HTTP', () => {
    const servers = at(find(build({ certificate: acme('http-01') }), 'Gateway', 'shop-edge'), 'spec.servers');
    expect(servers).toMatchObject([{ port: { protocol: 'HTTPS' } }]);
  });
});

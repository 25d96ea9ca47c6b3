import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { factsOf } from '../../../../lib/write/fleet/facts.js';
import { IstioEgress } from '../../../../lib/write/istio/traffic/istio-egress.js';
import type { ExternalHost } from '../../../../lib/write/workload/intents/egress.js';
import { resolve } from '../../../../lib/write/workload/intents/resolve.js';
import { at, find } from '../../../support/synth.js';
import { called, exit, objectsMade, shop, stock, web } from '../shop.js';

const pay: ExternalHost = { host: 'api.pay.example', port: 443, protocol: 'tls' };
const bank: ExternalHost = { host: 'bank.example', port: 3306, protocol: 'tcp' };
const services = [called(web, { egress: [pay, bank] }), called(stock, { egress: [pay] })];
const application = shop(services, { egressGateway: exit });

const build = (of = application) =>
  objectsMade((chart) => {
    new IstioEgress(chart, 'egress', { application: resolve(of), gateway: exit });
  });

describe('IstioEgress', () => {
  test('knows each host, where the gateway is and where its callers are', () => {
    expect(at(find(build(), 'ServiceEntry', 'shop-api.pay.example'), 'spec')).toEqual({
      hosts: ['api.pay.example'],
      location: 'MESH_EXTERNAL',
      resolution: 'DNS',
      ports: [{ number: 443, name: 'tls-443', protocol: 'TLS' }],
      exportTo: ['.', 'shop', 'store'],
    });
    const entry = find(build(), 'ServiceEntry', 'shop-bank.example');
    expect(at(entry, 'spec.ports')).toEqual([{ number: 3306, name: 'tcp-3306', protocol: 'TCP' }]);
    expect(at(entry, 'spec.exportTo')).toEqual(['.', 'shop']);
  });

  test('takes a connection to the gateway, under the name of its host, and from there out', () => {
    expect(at(find(build(), 'VirtualService', 'shop-api.pay.example'), 'spec')).toEqual({
      hosts: ['api.pay.example'],
      gateways: ['mesh', 'exit/shop-exit'],
      exportTo: ['.', 'shop', 'store'],
      tls: [
        {
          match: [{ gateways: ['mesh'], port: 443, sniHosts: ['api.pay.example'] }],
          route: [
            {
              destination: { host: 'exit.exit.svc.cluster.local', subset: 'api-pay-example', port: { number: 443 } },
            },
          ],
        },
      ],
      tcp: [
        {
          match: [{ gateways: ['exit/shop-exit'], port: 443 }],
          route: [{ destination: { host: 'api.pay.example', port: { number: 443 } } }],
        },
      ],
    });
    const raw = find(build(), 'VirtualService', 'shop-bank.example');
    expect(at(raw, 'spec.tls')).toBeUndefined();
    expect(at(raw, 'spec.tcp')).toMatchObject([
      { match: [{ gateways: ['mesh'], port: 3306 }], route: [{ destination: { subset: 'bank-example' } }] },
      { match: [{ gateways: ['exit/shop-exit'] }], route: [{ destination: { port: { number: 3306 } } }] },
    ]);
  });

  test('has one rule for the gateway in each namespace of callers, with the hosts that are called there', () => {
    const rule = (namespace: string) =>
      build().find(({ kind, metadata }) => kind === 'DestinationRule' && metadata.namespace === namespace) ?? null;
    const subset = (host: string, name: string) => ({
      name,
      trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', sni: host } },
    });
    expect(at(rule('shop'), 'spec')).toEqual({
      host: 'exit.exit.svc.cluster.local',
      exportTo: ['.'],
      trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
      subsets: [subset('api.pay.example', 'api-pay-example'), subset('bank.example', 'bank-example')],
    });
    expect(at(rule('store'), 'spec.subsets')).toEqual([subset('api.pay.example', 'api-pay-example')]);
  });

  test('accepts at the gateway what the mesh encrypted, only for the hosts', () => {
    expect(at(find(build(), 'Gateway', 'shop-exit'), 'spec')).toEqual({
      selector: { 'app.kubernetes.io/name': 'exit' },
      servers: ['api.pay.example', 'bank.example'].map((host) => ({
        port: { number: 443, name: `tls-${host.replaceAll('.', '-')}`, protocol: 'TLS' },
        hosts: [`./${host}`],
        tls: { mode: 'ISTIO_MUTUAL' },
      })),
    });
  });

  test('admits to each host those who stated it', () => {
    const identity = (name: string) => `shop.example/ns/${name}`;
    const rule = (host: string, principals: string[]) => ({
      from: [{ source: { principals } }],
      to: [{ operation: { ports: ['8443'] } }],
      when: [{ key: 'connection.sni', values: [host] }],
    });
    expect(at(find(build(), 'AuthorizationPolicy', 'shop-exit'), 'spec')).toEqual({
      selector: { matchLabels: { 'app.kubernetes.io/name': 'exit' } },
      action: 'ALLOW',
      rules: [
        rule('api.pay.example', [identity('shop/sa/web'), identity('store/sa/stock')]),
        rule('bank.example', [identity('shop/sa/web')]),
      ],
    });
  });

  test('makes nothing where there is nothing to reach', () => {
    expect(build(shop([called(web)], { egressGateway: exit }))).toEqual([]);
  });

  test('relies on the mesh to let nothing else out', () => {
    const chart = new Chart(new App(), 'chart');
    new IstioEgress(chart, 'egress', { application: resolve(application), gateway: exit });
    const needs = factsOf(chart).flatMap((fact) => (fact.kind === 'mesh-need' ? [`${fact.by} ${fact.need}`] : []));
    expect(needs).toEqual(["IstioEgress 'hub/shop-exit' automaticMtls", "IstioEgress 'hub/shop-exit' registryOnly"]);
  });
});

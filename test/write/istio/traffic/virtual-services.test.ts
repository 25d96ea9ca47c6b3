import { describe, expect, test } from 'vitest';
import { virtualServices } from '../../../../lib/write/istio/traffic/virtual-services.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import { resolvedFirst } from '../../../support/resolved.js';
import { called, edge, seconds, shop, stock, wayIn, web, workload } from '../shop.js';

const made = (stated: Service) => {
  const { service, application } = resolvedFirst(shop([stated]));
  return virtualServices(service, application);
};

describe('virtualServices', () => {
  test('has routes for each HTTP port, and none for others', () => {
    const [mesh, ...rest] = made(called(stock));
    expect(rest).toEqual([]);
    expect(mesh).toMatchObject({
      name: 'stock',
      spec: { hosts: ['stock.store.svc.cluster.local'], gateways: ['mesh'], exportTo: ['.', 'shop'] },
    });
    expect(mesh?.spec.http?.map((route) => 'match' in route && route.match)).toEqual([[{ port: 9000 }]]);
    expect(made(called(workload('raw', { ports: [{ name: 'raw', port: 1, appProtocol: 'tcp' }] })))).toEqual([]);
  });

  test('answers through a gateway as it does in the mesh', () => {
    const versions = [{ name: 'v1' }, { name: 'v2' }];
    const service = called(workload('api', { versions }), {
      ingress: [wayIn()],
      timeout: seconds(3),
      release: {
        weights: { v1: 50, v2: 50 },
        pins: [{ when: { kind: 'header', name: 'a', value: 'b' }, version: 'v2' }],
      },
    });
    const [mesh, gateway] = made(service);
    const withoutPort = JSON.stringify(mesh?.spec.http)
      .replaceAll('"match":[{"port":80}],', '')
      .replaceAll('"match":[{"port":80,', '"match":[{');
    expect(JSON.stringify(gateway?.spec.http)).toBe(withoutPort);
    expect(gateway).toMatchObject({
      name: 'api-shop.example.com',
      spec: { hosts: ['shop.example.com'], gateways: ['edge/shop-edge'], exportTo: ['edge'] },
    });
  });

  test('is exported only to its own namespace if the gateway is there too', () => {
    const [, gateway] = made(called(web, { ingress: [wayIn({ gateway: { ...edge, namespace: 'shop' } })] }));
    expect(gateway?.spec.exportTo).toEqual(['.']);
  });

  test('joins what is stated of a host in several places, and keeps each host apart', () => {
    const hosts = ['a.example.com', 'b.example.com'];
    const ingress = [
      wayIn({ hosts: [...hosts, '*.c.example.com'], paths: ['/one'] }),
      wayIn({ hosts, paths: ['/two/*'] }),
    ];
    const services = made(called(web, { ingress })).slice(1);
    expect(services.map(({ name, spec }) => [name, spec.hosts])).toEqual([
      ['web-a.example.com', ['a.example.com']],
      ['web-b.example.com', ['b.example.com']],
      ['web-wildcard.c.example.com', ['*.c.example.com']],
    ]);
    expect(services[0]?.spec.http?.map((route) => 'match' in route && route.match)).toEqual([
      [{ uri: { exact: '/one' } }],
      [{ uri: { exact: '/two' } }, { uri: { prefix: '/two/' } }],
    ]);
  });

  test('has one for each gateway', () => {
    const other = { ...edge, name: 'other' };
    const ingress = [wayIn(), wayIn({ gateway: other, hosts: ['other.example.com'] })];
    expect(made(called(web, { ingress })).map(({ spec }) => spec.gateways)).toEqual([
      ['mesh'],
      ['edge/shop-edge'],
      ['edge/shop-other'],
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import type { GatewayPods } from '../../../../lib/write/workload/gateway.js';
import type { Application } from '../../../../lib/write/workload/intents/application.js';
import { resolve } from '../../../../lib/write/workload/intents/resolve.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import { peerKey } from '../../../../lib/write/workload/peer.js';
import {
  applicationOf,
  gateway,
  ordersService,
  prometheus,
  web,
  webService,
  workloadOf,
} from '../../../support/application.js';
import { shippedApplications } from '../../../support/shipped-applications.js';

const only = (application: Application) => {
  const [first, second] = resolve(application).services;
  if (first === undefined || second === undefined) throw new Error('The shop has two services.');
  return { web: first, orders: second };
};
const ordersWith = (changes: Partial<Service>, more: Partial<Application> = {}) =>
  only(applicationOf(changes, more)).orders;

describe('resolve', () => {
  test('gives each access to the service that is called and to the one that calls', () => {
    const { web: caller, orders } = only(applicationOf());
    expect(orders.inbound.map(({ from }) => peerKey(from))).toEqual(['shop/web']);
    expect(caller.outbound).toEqual(orders.inbound);
    expect(orders.outbound).toEqual([]);
  });

  test.each(shippedApplications().map(({ place, application }) => [place, application] as const))(
    'loses no access between callers and called, in %s',
    (_, application) => {
      const { services, accesses, ingressGateways } = resolve(application);
      expect(services.flatMap(({ inbound }) => inbound)).toEqual(accesses);
      const own = new Set(services.map(({ workload }) => peerKey(workload)));
      const fromServices = accesses.filter(({ from }) => own.has(peerKey(from)));
      expect(services.flatMap(({ outbound }) => outbound).length).toBe(fromServices.length);
      for (const { inbound, reachablePorts } of services) {
        expect(reachablePorts.flatMap((port) => port.accesses).length).toBe(inbound.length);
      }
      expect(ingressGateways.flatMap(({ entries }) => entries).length).toBe(
        services.flatMap(({ ingress = [] }) => ingress).length,
      );
    },
  );

  test('accepts requests on ports that callers and gateways dial, not on those that only Prometheus reads', () => {
    const workload = workloadOf('orders', {
      ports: [
        { name: 'http', port: 8080, appProtocol: 'http' },
        { name: 'metrics', port: 9090, appProtocol: 'http' },
        { name: 'raw', port: 5000, appProtocol: 'tcp' },
      ],
    });
    const callers = ['http', 'raw'].map((port) => ({ from: web, port }));
    const resolved = ordersWith({ workload, callers, metrics: { port: 'metrics' } }, { prometheus });
    expect(resolved.requestPorts.map(({ name }) => name)).toEqual(['http']);
    expect(resolved.httpPorts.map(({ name }) => name)).toEqual(['http', 'metrics']);
    expect(resolved.reachablePorts.map(({ port }) => port.name)).toEqual(['http', 'metrics', 'raw']);
    expect(resolved.metricsEndpoint).toMatchObject({ port: { port: 9090 }, path: '/metrics' });
  });

  test('names what the kubelet requests on each port', () => {
    expect(ordersWith({}).reachablePorts.map(({ kubeletRequests }) => kubeletRequests)).toEqual([
      [
        { method: 'GET', path: '/ready' },
        { method: 'GET', path: '/health' },
      ],
    ]);
  });

  test('joins the entries of one gateway, and the services behind one host', () => {
    const way = { gateway, port: 'http', certificate: { kind: 'issuer', name: 'public' } } as const;
    const elsewhere = { ...workloadOf('other'), namespace: 'other' };
    const services: readonly Service[] = [
      { ...webService, ingress: [{ ...way, hosts: ['b.example.com', 'a.example.com'], paths: ['/web'] }] },
      { ...ordersService, workload: elsewhere, ingress: [{ ...way, hosts: ['a.example.com'], paths: ['/other'] }] },
    ];
    const { ingressGateways } = resolve(applicationOf({}, { services }));
    expect(ingressGateways.map((ingress) => [peerKey(ingress.gateway), ingress.entries.length])).toEqual([
      ['edge-system/edge', 2],
    ]);
    expect(ingressGateways[0]?.hosts.map(({ host, namespaces }) => [host, namespaces])).toEqual([
      ['a.example.com', ['other', 'shop']],
      ['b.example.com', ['shop']],
    ]);
  });

  test('lists an external host once for each port and protocol, with all of its callers', () => {
    const pay = { host: 'pay.example.com', port: 443, protocol: 'tls' } as const;
    const bank = { host: 'bank.example.com', port: 443, protocol: 'tls' } as const;
    const services = [
      { ...webService, egress: [pay, bank] },
      { ...ordersService, egress: [pay, pay] },
    ];
    const { externalHosts } = resolve(applicationOf({}, { services }));
    expect(externalHosts.map(({ host, callers }) => [host, callers.map(({ workload }) => workload.name)])).toEqual([
      ['bank.example.com', ['web']],
      ['pay.example.com', ['web', 'orders']],
    ]);
  });

  test('gives a gateway the pods that the mesh knows, unless it states its own', () => {
    const known = { serviceAccount: 'edge-envoy', labels: { gateway: 'edge' } };
    const podsIn = (pods?: GatewayPods) => {
      const way = { gateway: { ...gateway, ...(pods && { pods }) }, hosts: ['a.example.com'], port: 'http' } as const;
      const ingress = [{ ...way, certificate: { kind: 'issuer', name: 'public' } }] as const;
      const application = applicationOf({}, { services: [{ ...webService, ingress }, ordersService] });
      const resolved = resolve(application, () => known);
      expect(resolved.services[0]?.inbound.map(({ from }) => from)).toEqual([resolved.ingressGateways[0]?.gateway]);
      return resolved.ingressGateways[0]?.gateway.pods;
    };
    expect(podsIn()).toEqual(known);
    const own = { serviceAccount: 'mine', labels: { app: 'mine' } };
    expect(podsIn(own)).toEqual(own);
  });

  test('knows the collector of the spans, and its port where none is stated', () => {
    const collector = workloadOf('web');
    const { tracing, services } = resolve(applicationOf({}, { tracing: { collector, samplingPercent: 1 } }));
    expect(tracing?.port).toBe(4317);
    expect(services.map(({ collectsSpans }) => collectsSpans)).toEqual([true, false]);
  });

  test('leaves out what contradicts itself, and throws nothing', () => {
    const callers = [{ from: web, port: 'absent' }];
    expect(ordersWith({ callers, metrics: { port: 'absent' } }, { prometheus }).inbound).toEqual([]);
  });
});

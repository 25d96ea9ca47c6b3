import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../../lib/diagnostic.js';
import { type MeshConfigChanges, meshConfigOf } from '../../../../lib/write/istio/mesh-config.js';
import { checkIstio } from '../../../../lib/write/istio/traffic/check-istio.js';
import type { Application } from '../../../../lib/write/workload/intents/application.js';
import { resolve } from '../../../../lib/write/workload/intents/resolve.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import { called, exit, hub, shop, stock, web } from '../shop.js';

function found(application: Application, changes: MeshConfigChanges = {}) {
  return checkIstio(resolve(application), meshConfigOf(hub, changes)).map(formatDiagnostic);
}

/** What is said of one service that differs from a sound one. */
const of = (changes: Partial<Service>, subject = web) => found(shop([called(subject, changes)]));

describe('ways out', () => {
  const pay = { host: 'pay.example', port: 443, protocol: 'tls' } as const;
  const out = (...services: readonly Service[]) => found(shop(services, { egressGateway: exit }));

  test('fails without a gateway', () => {
    expect(of({ egress: [pay] })).toEqual([
      "Application 'shop': egressGateway is absent, but service 'shop/web' sets egress, expected the gateway through which external hosts are reached. Set it, or remove the service's egress: in this mesh there is no other way out of the cluster.",
    ]);
    expect(of({ egress: [] })).toEqual([]);
  });

  test('fails on two ports of one host', () => {
    const sentence = (as: string) =>
      `Application 'shop': service 'store/stock': egress is 'pay.example' at ${as}, and egress of service 'shop/web' sets it to port 443 by tls, expected one port for each host. Use one of the two, or a second DNS name: the egress gateway tells hosts apart only by name.`;
    const first = called(web, { egress: [pay] });
    expect(out(first, called(stock, { egress: [{ ...pay, port: 8443 }] }))).toEqual([sentence('port 8443 by tls')]);
  });

  test('fails on a host by tcp at the port of another, of the same service', () => {
    const bank = { host: 'bank.example', port: 443, protocol: 'tcp' } as const;
    expect(out(called(web, { egress: [pay, bank] }))).toEqual([
      "Application 'shop': service 'shop/web': egress is 'bank.example' at port 443 by tcp, beside 'pay.example' at port 443 by tls, expected a separate port for each host that is called by tcp. Use tls, or another port: without a server name the proxy cannot tell connections to the port apart.",
    ]);
    expect(out(called(web, { egress: [pay, { ...bank, port: 444 }] }))).toEqual([]);
    expect(out(called(web, { egress: [pay, { ...bank, protocol: 'tls' }] }))).toEqual([]);
    expect(out(called(web, { egress: [pay] }), called(stock, { egress: [bank] }))).toEqual([]);
  });

  test('fails on a host whose name is too long for that of a subset', () => {
    const host = `${'a'.repeat(48)}.example.com`;
    expect(out(called(web, { egress: [{ ...pay, host: host.slice(1) }] }))).toEqual([]);
    expect(out(called(web, { egress: [{ ...pay, host }] }))).toEqual([
      `Application 'shop': service 'shop/web': egress is '${host}', a name of 60 characters, expected at most 59 characters: the name of a subset is derived from it. Use a shorter name for the host.`,
    ]);
  });
});

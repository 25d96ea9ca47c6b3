import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../../lib/diagnostic.js';
import { type MeshConfigChanges, meshConfigOf } from '../../../../lib/write/istio/mesh-config.js';
import { checkIstio } from '../../../../lib/write/istio/traffic/check-istio.js';
import type { Application } from '../../../../lib/write/workload/intents/application.js';
import type { IngressCertificate } from '../../../../lib/write/workload/intents/ingress.js';
import { resolve } from '../../../../lib/write/workload/intents/resolve.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import { called, edge, exit, hub, shop, stock, wayIn, web } from '../shop.js';

function found(application: Application, changes: MeshConfigChanges = {}) {
  return checkIstio(resolve(application), meshConfigOf(hub, changes)).map(formatDiagnostic);
}

/** What is said of one service that differs from a sound one. */
const of = (changes: Partial<Service>, subject = web) => found(shop([called(subject, changes)]));

describe('ways in', () => {
  const acme = (changes: Partial<Extract<IngressCertificate, { kind: 'acme' }>> = {}): IngressCertificate => ({
    kind: 'acme',
    server: 'https://acme.example/directory',
    email: 'ops@example.com',
    challenge: { kind: 'http-01' },
    ...changes,
  });
  const two = (one: Parameters<typeof wayIn>[0], other: Parameters<typeof wayIn>[0]) =>
    found(shop([called(stock, { ingress: [wayIn(one)] }), called(web, { ingress: [wayIn(other)] })]));

  test('fails on a host whose name is too long for that of a port', () => {
    const host = (length: number) => `${'a'.repeat(length - 12)}.example.com`;
    expect(of({ ingress: [wayIn({ hosts: [host(57)] })] })).toEqual([]);
    expect(of({ ingress: [wayIn({ hosts: [host(58)] })] })).toEqual([
      `Application 'shop': service 'shop/web': ingress.hosts is '${host(58)}', a name of 58 characters, expected at most 57 characters: the name of a port is derived from it. Use a shorter name for the host.`,
    ]);
  });

  test('fails on two certificates for one host', () => {
    const certificate = { kind: 'issuer', name: 'other' } as const;
    expect(two({ paths: ['/a'] }, { paths: ['/b'], certificate })).toEqual([
      "Application 'shop': service 'shop/web': ingress.certificate is different for 'shop.example.com' from ingress.certificate of service 'store/stock', expected one certificate for each host. Set the same in both: a gateway has one certificate for each name.",
    ]);
  });

  test('fails on two accounts at one ACME server', () => {
    const other = { hosts: ['b.example.com'], certificate: acme({ email: 'dev@example.com' }) };
    const sentence =
      "Application 'shop': service 'shop/web': ingress.certificate is dev@example.com at https://acme.example/directory, and ingress.certificate of service 'store/stock' is ops@example.com at https://acme.example/directory, expected one account for each ACME server and gateway. Use one address and one directory in both.";
    expect(two({ certificate: acme() }, other)).toEqual([sentence]);
    expect(two({ certificate: acme() }, { ...other, gateway: { ...edge, name: 'other' } })).toEqual([]);
    const elsewhere = acme({ server: 'https://other.example/directory', email: 'dev@example.com' });
    expect(two({ certificate: acme() }, { hosts: ['b.example.com'], certificate: elsewhere })).toEqual([]);
  });

  test.each([
    ['/v1/*', '/v1/a'],
    ['/v1', '/v1/*'],
    ['/*', '/a'],
  ])('fails on two services that answer for %s and %s', (one, other) => {
    expect(two({ paths: [one] }, { paths: [other] })).toEqual([
      `Application 'shop': service 'shop/web': ingress.paths is '${other}' at 'shop.example.com', and ingress.paths of service 'store/stock' takes '${one}' there, expected paths that only one service answers. Make them disjoint, or use two hosts: otherwise the order in which Istio reads them decides which one answers.`,
    ]);
  });

  test('lets services part the paths, or the hosts', () => {
    expect(two({ paths: ['/v1/*'] }, { paths: ['/v10'] })).toEqual([]);
    expect(two({}, { hosts: ['b.example.com'] })).toEqual([]);
  });

  test('fails on two gateways whose pods Istio cannot tell apart', () => {
    const gateway = { ...edge, namespace: 'other' };
    expect(two({}, { hosts: ['b.example.com'], gateway })).toEqual([
      "Application 'shop': gateway 'other/edge': name is 'edge', also the name of gateway 'edge/edge', expected a name of its own. Rename one of the two: Istio selects gateway pods by labels, in all namespaces.",
    ]);
    const services = [called(web, { ingress: [wayIn()] })];
    expect(found(shop(services, { egressGateway: { ...exit, name: 'edge' } }))).toHaveLength(1);
  });
});

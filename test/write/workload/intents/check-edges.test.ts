import { describe, expect, test } from 'vitest';
import { applicationOf, gateway, ordersService, webService } from '../../../support/application.js';
import { ofOrders, said, where } from '../../../support/intent-problems.js';

describe('fails ways in and out', () => {
  const issuer = { kind: 'issuer', name: 'public' } as const;
  const [way] = webService.ingress ?? [];

  test('of one host through two gateways', () => {
    const other = { ...gateway, name: 'side' };
    const ingress = [{ gateway: other, hosts: ['shop.example.com'], port: 'http', certificate: issuer }];
    expect(ofOrders({ ingress })).toEqual([
      `${where}: ingress[0].hosts is shop.example.com through gateway edge-system/side, but at ingress[0] of service 'shop/web' through edge-system/edge, expected one gateway for each host: its name resolves to one address. Name the same gateway in both places, or other hosts.`,
    ]);
  });

  test('of one path of one host to two services', () => {
    const same = (paths?: string[]) => [
      { gateway, hosts: ['shop.example.com'], port: 'http', certificate: issuer, ...(paths && { paths }) },
    ];
    expect(ofOrders({ ingress: same(['/orders/*']) })).toEqual([
      `${where}: ingress[0].paths is every path of shop.example.com, which ingress[0] of service 'shop/web' claims too, expected different paths for services behind one host. Divide the paths, or give each service a host.`,
    ]);
    const divided = applicationOf(
      { ingress: same(['/orders/*']) },
      {
        services: [
          { ...webService, ingress: same(['/', '/assets/*']) },
          { ...ordersService, ingress: same(['/orders/*']) },
        ],
      },
    );
    expect(said(divided)).toEqual([]);
  });

  test('with a wildcard that ACME cannot prove over HTTP', () => {
    const certificate = {
      kind: 'acme',
      server: 'https://acme.example.com/directory',
      email: 'ops@example.com',
      challenge: { kind: 'http-01' },
    } as const;
    const wildcard = { gateway, hosts: ['*.shop.example.com'], port: 'http', certificate };
    expect(ofOrders({ ingress: [wildcard] })).toEqual([
      `${where}: ingress[0].certificate.challenge is http-01, but ingress[0].hosts has *.shop.example.com, expected dns-01: an ACME server verifies a wildcard only by DNS, so the certificate would never be issued. State a dns-01 solver, or name the hosts one by one.`,
    ]);
    const byDns = { kind: 'dns-01', solver: { route53: { region: 'eu-central-1' } } } as const;
    expect(ofOrders({ ingress: [{ ...wildcard, certificate: { ...certificate, challenge: byDns } }] })).toEqual([]);
  });

  test('to ports that speak no HTTP, through gateways that lead out', () => {
    const out = { ...gateway, direction: 'egress' } as const;
    expect(
      ofOrders({ ingress: [{ ...way, gateway: out, hosts: ['a.example.com'], port: 'raw', certificate: issuer }] }),
    ).toEqual([
      `${where}: ingress[0].port is 'raw', which speaks tcp, expected http. Name a port that speaks HTTP.`,
      `${where}: ingress[0].gateway is edge, through which traffic leaves, expected a gateway whose direction is 'ingress'. Name an ingress gateway: traffic that enters through an egress gateway could leave again.`,
    ]);
  });

  test('to names inside the cluster, and to one host in two protocols', () => {
    expect(ofOrders({ egress: [{ host: 'db.other.svc.cluster.local', port: 5432, protocol: 'tcp' }] })).toEqual([
      `${where}: egress[0].host is 'db.other.svc.cluster.local', a name inside the cluster, expected a host outside. If it is a workload, list it in calls, or this service in its callers.`,
    ]);
    const both = (['tls', 'tcp'] as const).map((protocol) => ({ host: 'api.example.com', port: 443, protocol }));
    expect(ofOrders({ egress: both })).toEqual([
      `${where}: egress[1].protocol is tcp, but egress[0] of service 'shop/orders' says tls of api.example.com:443, expected one protocol for one host and port. Correct one of the two.`,
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import { accessRules, policyPaths } from '../../../../lib/write/istio/policy/access-rules.js';
import type { Caller } from '../../../../lib/write/workload/intents/caller.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import { resolvedFirst } from '../../../support/resolved.js';
import { called, clusterWith, edge, hub, prometheus, shop, stock, wayIn, web } from '../shop.js';

function rulesOf(service: Service, changes = {}) {
  return accessRules(resolvedFirst(shop([service], changes)).service.inbound, hub);
}

const webMayCall = (changes: Partial<Caller>): Service =>
  called(stock, { callers: [{ from: web, port: 'api', ...changes }] });

describe('accessRules', () => {
  test('admits identities of the trust domain to the port of the pods', () => {
    expect(rulesOf(called(web))).toEqual([
      {
        from: [{ source: { principals: ['shop.example/ns/store/sa/stock'] } }],
        to: [{ operation: { ports: ['8080'] } }],
      },
    ]);
  });

  test('writes the domain that Istio has by itself where the cluster states none', () => {
    const accesses = resolvedFirst(shop([called(web)])).service.inbound;
    const [rule] = accessRules(accesses, clusterWith({ kind: 'istio', version: '1.31' }));
    expect(rule?.from[0].source.principals).toEqual(['cluster.local/ns/store/sa/stock']);
  });

  test('knows an external workload by its own account', () => {
    const [rule] = rulesOf(called(stock, { callers: [{ from: prometheus, port: 'sync' }] }));
    expect(rule?.from[0].source.principals).toEqual(['shop.example/ns/monitoring/sa/prometheus-k8s']);
  });

  test('holds callers to methods and paths', () => {
    const [rule] = rulesOf(webMayCall({ methods: ['GET', 'HEAD'], paths: ['/v1/*', '/health'] }));
    expect(rule?.to).toEqual([
      { operation: { ports: ['9000'], methods: ['GET', 'HEAD'], paths: ['/v1', '/v1/*', '/health'] } },
    ]);
  });

  test('leaves out what a port that does not speak HTTP cannot tell, and would refuse everyone', () => {
    const [rule] = rulesOf(webMayCall({ port: 'sync', methods: ['GET'], paths: ['/v1'] }));
    expect(rule?.to).toEqual([{ operation: { ports: ['9001'] } }]);
  });

  test('puts callers who may do the same into one rule, in order, and others into rules of their own', () => {
    const rules = rulesOf(
      called(stock, {
        callers: [
          { from: web, port: 'api' },
          { from: prometheus, port: 'api' },
          { from: web, port: 'sync' },
        ],
      }),
    );
    expect(rules.map(({ from, to }) => [from[0].source.principals, to[0].operation.ports])).toEqual([
      [['shop.example/ns/monitoring/sa/prometheus-k8s', 'shop.example/ns/shop/sa/web'], ['9000']],
      [['shop.example/ns/shop/sa/web'], ['9001']],
    ]);
  });

  test('admits no one if no one may call', () => {
    expect(rulesOf(called(web, { callers: 'nobody' }))).toEqual([]);
  });

  test('admits a gateway to the paths that it exposes, and Prometheus to the metrics', () => {
    const service = called(web, { callers: 'nobody', ingress: [wayIn({ paths: ['/a'] })], metrics: { port: 'api' } });
    expect(rulesOf(service, { prometheus })).toEqual([
      {
        from: [{ source: { principals: [`shop.example/ns/${edge.namespace}/sa/${edge.name}`] } }],
        to: [{ operation: { ports: ['8080'], paths: ['/a'] } }],
      },
      {
        from: [{ source: { principals: ['shop.example/ns/monitoring/sa/prometheus-k8s'] } }],
        to: [{ operation: { ports: ['8080'], methods: ['GET'], paths: ['/metrics'] } }],
      },
    ]);
  });

  test('requires a token of the issuer from all callers that are not exempt, and only on HTTP', () => {
    const endUser = { issuer: 'https://id.example', audiences: ['shop'], jwksUri: 'https://id.example/keys' };
    const rules = rulesOf(
      called(stock, {
        endUser,
        callers: [
          { from: web, port: 'api' },
          { from: prometheus, port: 'api', endUser: 'exempt' },
          { from: web, port: 'sync' },
        ],
      }),
    );
    expect(rules.map(({ from }) => from[0].source.requestPrincipals)).toEqual([
      ['https://id.example/*'],
      undefined,
      undefined,
    ]);
  });
});

describe('policyPaths', () => {
  test.each([
    ['/', ['/']],
    ['/*', ['/*']],
    ['/v1', ['/v1']],
    ['/v1/*', ['/v1', '/v1/*']],
  ])('writes %s as %j', (path, expected) => {
    expect(policyPaths([path])).toEqual(expected);
  });
});

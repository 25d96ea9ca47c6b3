import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { factsOf } from '../../../../lib/write/fleet/facts.js';
import { IstioService } from '../../../../lib/write/istio/policy/istio-service.js';
import type { Application } from '../../../../lib/write/workload/intents/application.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import { resolvedFirst } from '../../../support/resolved.js';
import { at, find } from '../../../support/synth.js';
import { called, collector, objectsMade, seconds, shop, stock, wayIn, web, workload } from '../shop.js';

function build(service: Service, changes: Partial<Application> = {}) {
  return objectsMade((chart) => {
    new IstioService(chart, 'service', resolvedFirst(shop([service], changes)));
  });
}

const kindsOf = (service: Service) => build(service).map(({ kind, metadata }) => `${kind} ${metadata.name}`);

describe('IstioService', () => {
  test('has a policy, a scope, a destination and routes, all in the namespace of the workload', () => {
    expect(kindsOf(called(stock))).toEqual([
      'AuthorizationPolicy stock',
      'Sidecar stock',
      'DestinationRule stock',
      'VirtualService stock',
    ]);
    expect(new Set(build(called(stock)).map(({ metadata }) => metadata.namespace))).toEqual(new Set(['store']));
  });

  test('omits the policy of a service without callers, and the traffic of one without ports', () => {
    expect(kindsOf(called(workload('job', { ports: [] }), { callers: 'nobody' }))).toEqual(['Sidecar job']);
  });

  test('selects the pods of the workload, and no others', () => {
    const objects = build(called(web, { rateLimit: { requestsPerSecond: 5 } }));
    const labels = { 'app.kubernetes.io/name': 'web' };
    expect(at(find(objects, 'AuthorizationPolicy', 'web'), 'spec.selector')).toEqual({ matchLabels: labels });
    expect(at(find(objects, 'Sidecar', 'web'), 'spec.workloadSelector')).toEqual({ labels });
    expect(at(find(objects, 'EnvoyFilter', 'web-rate-limit'), 'spec.workloadSelector')).toEqual({ labels });
  });

  test('checks tokens only for the service, and does not forward them to it', () => {
    const endUser = { issuer: 'https://id.example', audiences: ['shop'], jwksUri: 'https://id.example/keys' };
    const rule = (service: Service) => at(find(build(service), 'RequestAuthentication', 'web'), 'spec.jwtRules');
    const expected = { ...endUser, forwardOriginalToken: false };
    expect(rule(called(web, { endUser }))).toEqual([expected]);
    expect(rule(called(web, { endUser: { ...endUser, forwardToken: true } }))).toEqual([
      { ...expected, forwardOriginalToken: true },
    ]);
  });

  test('has a route for the mesh and one for the hosts of a gateway', () => {
    const objects = build(called(web, { ingress: [wayIn()], timeout: seconds(3) }));
    expect(at(find(objects, 'VirtualService', 'web'), 'spec.gateways')).toEqual(['mesh']);
    const entrance = find(objects, 'VirtualService', 'web-shop.example.com');
    expect(at(entrance, 'spec.gateways')).toEqual(['edge/shop-edge']);
    expect(at(entrance, 'spec.exportTo')).toEqual(['edge']);
  });

  test('says what of the mesh it relies on', () => {
    const chart = new Chart(new App(), 'chart');
    const service = called(web, { callers: [{ from: stock, port: 'api', paths: ['/a'] }] });
    const application = shop([service], { tracing: { collector, samplingPercent: 1 } });
    new IstioService(chart, 'service', resolvedFirst(application));
    const needs = factsOf(chart).flatMap((fact) => (fact.kind === 'mesh-need' ? [`${fact.by} ${fact.need}`] : []));
    expect(needs).toEqual([
      "IstioService 'hub/shop/web' automaticMtls",
      "IstioService 'hub/shop/web' trustDomain:shop.example",
      "IstioService 'hub/shop/web' pathNormalization",
      "IstioService 'hub/shop/web' tracingProvider:opentelemetry",
    ]);
  });
});

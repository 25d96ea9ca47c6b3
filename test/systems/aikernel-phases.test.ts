import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../lib/diagnostic.js';
import { applicationsOf } from '../../lib/write/application/add-application.js';
import { checkApplication } from '../support/resolved.js';
import { at, find, objectsOf } from '../support/synth.js';
import { CLUSTERS, east, ofKind, policyOf, routeOf, SERVICES, seconds, system, triesOf } from './aikernel-objects.js';

describe('AIKernel, phase by phase', () => {
  test('3. routes by what the catalog says of a model', () => {
    const host = 'inference.aikernel.svc.cluster.local';
    expect(at(find(east, 'VirtualService', 'inference'), 'spec.http')).toMatchObject([
      {
        match: [{ headers: { 'x-catalog-tier': { exact: 'accelerated' } } }],
        route: [{ destination: { host, subset: 'accelerated' } }],
      },
      { route: [{ destination: { host, subset: 'standard' }, weight: 100 }, { weight: 0 }] },
    ]);
  });

  test('3. gives each try of a caller longer than all that it calls may take, one after the other', () => {
    const perTry = (service: string) => seconds(routeOf(service), 'retries.perTryTimeout');
    const timeout = (service: string) => seconds(routeOf(service), 'timeout');
    expect(perTry('api')).toBeGreaterThan(timeout('kernel'));
    expect(perTry('kernel')).toBeGreaterThan(timeout('catalog') + timeout('inference'));
    for (const service of SERVICES) {
      // A connection that fails is tried again, and the try after it has all the time that is stated.
      const connect = seconds(policyOf(service), 'connectionPool.tcp.connectTimeout');
      expect(timeout(service)).toBeGreaterThanOrEqual(connect + perTry(service));
      expect(timeout(service)).toBeLessThanOrEqual(triesOf(service) * perTry(service));
    }
  });

  test('3. multiplies no more tries along a request than it has to', () => {
    for (const last of ['catalog', 'inference']) {
      expect(triesOf('api') * triesOf('kernel') * triesOf(last)).toBeLessThanOrEqual(8);
    }
  });

  test('3. sends nothing again that may have been carried out, but what is only read', () => {
    const conditions = (service: string) => at(routeOf(service), 'retries.retryOn');
    for (const service of ['api', 'kernel', 'inference']) {
      expect(conditions(service), service).toBe('connect-failure,refused-stream');
    }
    expect(conditions('catalog')).toBe('connect-failure,refused-stream,gateway-error,reset');
    const [rule] = ofKind('AuthorizationPolicy').filter(({ metadata }) => metadata.name === 'catalog');
    const methods = JSON.stringify(rule).match(/"methods":\[[^\]]*\]/g);
    expect([...new Set(methods)]).toEqual(['"methods":["GET"]']);
  });

  test('3. tells of figures that do not fit', () => {
    const [application] = system()
      .clusters.flatMap(applicationsOf)
      .map((added) => added.application);
    if (application === undefined) throw new Error('The system adds no application.');
    expect(checkApplication(application)).toEqual([]);
    const services = application.services.map((service) => ({
      ...service,
      ...(service.retries && {
        timeout: Duration.seconds(20),
        retries: { ...service.retries, attempts: 3, perTryTimeout: Duration.seconds(2) },
      }),
    }));
    const said = checkApplication({ ...application, services })
      .map(formatDiagnostic)
      .join('\n');
    expect(said).toContain('api (4) -> kernel (4) -> inference (4) = 64 tries');
    expect(said).toContain('retries.perTryTimeout is 2000 ms, but it may wait 20000 ms for kernel: api -> kernel');
  });

  test('5. injects faults into marked requests in staging, and never in production', () => {
    const staging = objectsOf(system({ profile: 'staging' }), 'east');
    expect(at(find(staging, 'VirtualService', 'kernel'), 'spec.http[0]')).toMatchObject({
      match: [{ headers: { 'x-chaos': { exact: 'kernel' } } }],
      fault: { abort: { httpStatus: 503, percentage: { value: 50 } } },
    });
    expect(JSON.stringify(east)).not.toContain('"fault"');
  });

  test('5. mirrors a twentieth of the requests to the next kernel, which answers none', () => {
    expect(at(find(east, 'VirtualService', 'kernel'), 'spec.http[0]')).toMatchObject({
      mirrors: [{ destination: { subset: 'v2' }, percentage: { value: 5 } }],
      route: [
        { destination: { subset: 'v1' }, weight: 100 },
        { destination: { subset: 'v2' }, weight: 0 },
      ],
    });
  });

  test('5. joins two clusters to one mesh, of which each enters the other by a gateway', () => {
    for (const cluster of CLUSTERS) {
      const objects = objectsOf(system(), cluster);
      expect(at(find(objects, 'Istio', 'default'), 'spec.values.global')).toMatchObject({
        meshID: 'aikernel',
        network: cluster,
        multiCluster: { clusterName: cluster },
      });
      expect(find(objects, 'Namespace', 'istio-system').metadata.labels).toMatchObject({
        'topology.istio.io/network': cluster,
      });
      expect(find(objects, 'Service', 'east-west').metadata.labels).toMatchObject({
        'topology.istio.io/network': cluster,
      });
      expect(at(find(objects, 'Gateway', 'east-west'), 'spec.servers')).toEqual([
        {
          port: { number: 15443, name: 'tls', protocol: 'TLS' },
          hosts: ['api', 'catalog', 'inference', 'kernel'].map((name) => `${name}.aikernel.svc.cluster.local`),
          tls: { mode: 'AUTO_PASSTHROUGH' },
        },
      ]);
    }
  });

  test('5. lets all that calls a service out to the load balancer of the other region, and to none of its nodes', () => {
    for (const [cluster, theirs] of [
      ['east', '203.0.113.16/28'],
      ['west', '203.0.113.0/28'],
    ] as const) {
      const objects = objectsOf(system(), cluster);
      for (const name of ['ingress-to-aikernel', 'api', 'kernel']) {
        expect(at(find(objects, 'NetworkPolicy', name), 'spec.egress'), name).toContainEqual({
          to: [{ ipBlock: { cidr: theirs } }],
          ports: [{ protocol: 'TCP', port: 15443 }],
        });
      }
      const out = objects
        .filter(({ kind }) => kind === 'NetworkPolicy')
        .map(({ spec }) => JSON.stringify(at(spec ?? null, 'egress') ?? []));
      expect(out.filter((egress) => egress.includes('192.0.2.'))).toEqual([]);
      expect(at(find(objects, 'Service', 'east-west'), 'spec.type')).toBe('LoadBalancer');
    }
  });

  test('5. lets one service out, to one host, through the egress gateway', () => {
    const [entry] = ofKind('ServiceEntry');
    expect(at(entry ?? null, 'spec.hosts')).toEqual(['models.example.com']);
    const access = ofKind('AuthorizationPolicy').find(
      ({ metadata }) => metadata.namespace === 'egress' && metadata.name !== 'allow-nothing',
    );
    expect(at(access ?? null, 'spec.rules')).toEqual([
      {
        from: [{ source: { principals: ['cluster.local/ns/aikernel/sa/inference'] } }],
        to: [{ operation: { ports: ['8443'] } }],
        when: [{ key: 'connection.sni', values: ['models.example.com'] }],
      },
    ]);
  });
});

import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../lib/diagnostic.js';
import { parseGoDuration } from '../../lib/formats/go-duration.js';
import { ClusterIndex } from '../../lib/judge/model/cluster-index.js';
import { isInMesh } from '../../lib/judge/model/istio/injection.js';
import { mtlsOf } from '../../lib/judge/model/istio/peer-authentication.js';
import { inboundPorts } from '../../lib/judge/model/istio/service-ports.js';
import { parseManifests } from '../../lib/manifest/load.js';
import type { Json, ManifestObject } from '../../lib/manifest/object.js';
import { applicationsOf } from '../../lib/write/application/add-application.js';
import { type AikernelOptions, aikernel } from '../../systems/aikernel.js';
import { SHIPPED_ROOT } from '../fixtures/roots.js';
import { checkApplication } from '../support/resolved.js';
import { at, delta, filesOf, find, objectsOf } from '../support/synth.js';

const system = (options: Partial<AikernelOptions> = {}) => aikernel({ roots: [SHIPPED_ROOT], ...options });
const CLUSTERS = ['east', 'west'] as const;
const east = objectsOf(system(), 'east');
const SERVICES = ['api', 'kernel', 'catalog', 'inference'];

const ofKind = (kind: string) => east.filter((object) => object.kind === kind);

function seconds(object: Json, path: string): number {
  const text = at(object, path);
  const duration = typeof text === 'string' ? parseGoDuration(text) : undefined;
  if (duration === undefined) throw new Error(`no duration at ${path}`);
  return duration / 1000;
}

function figure(object: Json, path: string): number {
  const value = at(object, path);
  if (typeof value !== 'number') throw new Error(`no figure at ${path}`);
  return value;
}

/** The cluster as the rules see it. */
function indexOf(cluster: string): ClusterIndex {
  const resources = [...filesOf(system())]
    .filter(([path]) => path.startsWith(`aikernel/${cluster}/`) && path.endsWith('.yaml'))
    .flatMap(([path, text]) => parseManifests(text, path).resources);
  return new ClusterIndex({ name: cluster, resources });
}

/** Pods of a service that get requests of one version in a region: those of the version that has most. */
function endpointsOf(service: string): number {
  const replicas = ofKind('Deployment')
    .filter(({ metadata }) => metadata.name === service || metadata.name.startsWith(`${service}-`))
    .filter(({ metadata }) => metadata.namespace === 'aikernel')
    .map((deployment) => figure(deployment, 'spec.replicas'));
  expect(replicas, service).not.toEqual([]);
  return Math.max(...replicas);
}

const policyOf = (service: string) => at(find(east, 'DestinationRule', service), 'spec.trafficPolicy') ?? null;

/** Where the timeout and the tries of a service stand; the api is called through the gateway alone. */
const routeOf = (service: string) =>
  at(find(east, 'VirtualService', service === 'api' ? 'api-aikernel.example.com' : service), 'spec.http[0]') ?? null;

/**
 * The longest that a caller of a service suffers from a region whose endpoints all hang: each is out after failures of its own
 * alone, which the caller may meet one after the other, each as long as a connection and a try can be; and it is out no later than at
 * the next look at the endpoints. The next try after that goes to the other region.
 */
function worstFailover(service: string): number {
  const policy = policyOf(service);
  const failures = endpointsOf(service) * figure(policy, 'outlierDetection.consecutiveGatewayErrors');
  const each =
    seconds(policy, 'connectionPool.tcp.connectTimeout') + seconds(routeOf(service), 'retries.perTryTimeout');
  return failures * each + seconds(policy, 'outlierDetection.interval');
}

/** Times that a request is sent to a service at most. */
const triesOf = (service: string) => 1 + figure(routeOf(service), 'retries.attempts');

describe('AIKernel, criterion by criterion', () => {
  test('1. all traffic between services is encrypted with mTLS', () => {
    for (const name of CLUSTERS) {
      const cluster = indexOf(name);
      const pods = cluster.pods.filter((pod) => isInMesh(pod, cluster));
      const ports = pods.flatMap((pod) => inboundPorts(pod, cluster).map((port) => mtlsOf(pod, port, cluster)));
      expect(pods.map(({ resource }) => resource.object.metadata.name)).toEqual(
        expect.arrayContaining(['api', 'catalog', 'kernel-v1', 'kernel-v2', 'ingress', 'egress', 'east-west']),
      );
      expect(ports.length).toBeGreaterThanOrEqual(SERVICES.length * 2);
      expect(ports.filter(({ mode }) => mode !== 'STRICT')).toEqual([]);
    }
    for (const rule of ofKind('DestinationRule')) {
      expect(at(rule, 'spec.trafficPolicy.tls.mode'), rule.metadata.name).toBe('ISTIO_MUTUAL');
    }
  });

  test.each(SERVICES)('2. calls of %s fail over in less than 30 seconds', (service) => {
    expect(worstFailover(service)).toBeLessThan(30);
    // The first of them is not back when the last is out: else some endpoint of the region would always be asked.
    expect(worstFailover(service)).toBeLessThan(seconds(policyOf(service), 'outlierDetection.baseEjectionTime'));
  });

  test('2. a pod that stops answering gets no traffic in less than 30 seconds, and the other region takes over', () => {
    for (const deployment of ofKind('Deployment').filter(({ metadata }) => metadata.namespace === 'aikernel')) {
      const probe = at(deployment, 'spec.template.spec.containers[0].readinessProbe') ?? null;
      const timeout = at(probe, 'timeoutSeconds');
      const unnoticed =
        figure(probe, 'periodSeconds') * figure(probe, 'failureThreshold') +
        (typeof timeout === 'number' ? timeout : 1);
      expect(unnoticed, deployment.metadata.name).toBeLessThan(30);
    }
    for (const service of SERVICES) {
      const rule = find(east, 'DestinationRule', service);
      expect(at(rule, 'spec.trafficPolicy.loadBalancer.localityLbSetting')).toEqual({
        enabled: true,
        failover: [
          { from: 'eu-central-1', to: 'eu-west-1' },
          { from: 'eu-west-1', to: 'eu-central-1' },
        ],
      });
      // The endpoints of a region may all be out: else nothing ever leaves it.
      expect(at(rule, 'spec.trafficPolicy.outlierDetection.maxEjectionPercent')).toBe(100);
    }
  });

  test('3. certificates live for a day, are renewed while they are in use, and descend from the CA of the fleet', () => {
    const values = at(find(east, 'Istio', 'default'), 'spec.values') ?? null;
    expect(seconds(values, 'meshConfig.defaultConfig.proxyMetadata.SECRET_TTL')).toBe(24 * 3600);
    expect(seconds(values, 'pilot.env.MAX_WORKLOAD_CERT_TTL')).toBe(24 * 3600);
    const ca = find(east, 'Certificate', 'cacerts');
    expect(at(ca, 'spec')).toMatchObject({
      isCA: true,
      secretName: 'cacerts',
      privateKey: { rotationPolicy: 'Always' },
    });
    expect(seconds(ca, 'spec.renewBefore')).toBeGreaterThan(2 * 24 * 3600);
  });

  test('4. traces reach Jaeger from every proxy', () => {
    expect(at(find(east, 'Telemetry', 'default'), 'spec.tracing')).toEqual([
      { providers: [{ name: 'opentelemetry' }], randomSamplingPercentage: 10 },
    ]);
    const provider = at(find(east, 'Istio', 'default'), 'spec.values.meshConfig.extensionProviders[0]');
    expect(provider).toMatchObject({ name: 'opentelemetry', opentelemetry: { port: 4317 } });
    const host = String(at(provider ?? null, 'opentelemetry.service'));
    const namespace = host.split('.')[1];
    for (const service of SERVICES) {
      expect(at(find(east, 'Sidecar', service), 'spec.egress[0].hosts')).toContain(`${namespace}/${host}`);
    }
    const config = at(find(east, 'ConfigMap', 'otel-collector-config'), 'data') ?? null;
    expect(JSON.stringify(config)).toContain('endpoint: jaeger-collector.observability.svc.cluster.local:4317');
  });

  test('4. metrics are read every 15 seconds, and told of: mesh, services, certificates', () => {
    const intervals = [...ofKind('PodMonitor'), ...ofKind('ServiceMonitor')].flatMap(({ spec }) => {
      const endpoints = at(spec ?? null, 'podMetricsEndpoints') ?? at(spec ?? null, 'endpoints');
      return Array.isArray(endpoints) ? endpoints.map((endpoint) => at(endpoint, 'interval')) : [];
    });
    expect([...new Set(intervals)]).toEqual(['15s']);
    expect(ofKind('PrometheusRule').map(({ metadata }) => metadata.name)).toEqual(['aikernel-objectives', 'mesh']);
    const dashboards = ofKind('ConfigMap').filter(({ metadata }) => metadata.labels?.['grafana_dashboard'] === '1');
    expect(dashboards.map(({ metadata }) => metadata.name)).toEqual(
      ['errors', 'flow', 'mesh', 'service', 'trust'].map((view) => `dashboard-istio-${view}`),
    );
    const told = JSON.stringify(find(east, 'PrometheusRule', 'aikernel-objectives'));
    for (const service of SERVICES) expect(told).toContain(`objectives-aikernel-${service}`);
  });

  test('6. policies are enforced at run time: nobody is let in whom no policy names, and nobody out past the gateway', () => {
    for (const namespace of ['aikernel', 'ingress', 'egress', 'east-west', 'istio-system']) {
      const nothing = ofKind('AuthorizationPolicy').find(
        ({ metadata }) => metadata.namespace === namespace && metadata.name === 'allow-nothing',
      );
      expect(nothing?.['spec'], namespace).toEqual({});
      const closed = ofKind('NetworkPolicy').find(
        ({ metadata }) => metadata.namespace === namespace && metadata.name === 'default-deny',
      );
      expect(at(closed ?? null, 'spec.policyTypes'), namespace).toEqual(['Ingress', 'Egress']);
    }
    expect(at(find(east, 'Istio', 'default'), 'spec.values.meshConfig.outboundTrafficPolicy.mode')).toBe(
      'REGISTRY_ONLY',
    );
    const out = at(find(east, 'NetworkPolicy', 'inference'), 'spec.egress');
    expect(JSON.stringify(out)).not.toContain('ipBlock":{"cidr":"0.0.0.0/0"');
    expect(JSON.stringify(out)).toContain('"kubernetes.io/metadata.name":"egress"');
  });

  test('7. an upgrade starts a revision beside the old one, and nothing else changes', () => {
    const changed = delta(filesOf(system({ release: '1.31.0' })), filesOf(system({ release: '1.31.1' })));
    expect(changed).toEqual(
      ['-', '+'].flatMap((side) =>
        CLUSTERS.flatMap((cluster) =>
          // The control plane and the CNI plugin.
          [1, 2].map(
            () => `${side} aikernel/${cluster}/30-mesh/istio.k8s.yaml: version: v1.31.${side === '-' ? 0 : 1}`,
          ),
        ),
      ),
    );
    expect(at(find(east, 'Istio', 'default'), 'spec.updateStrategy')).toMatchObject({
      type: 'RevisionBased',
      updateWorkloads: false,
    });
    const tag = find(east, 'IstioRevisionTag', 'prod');
    expect(at(tag, 'spec.targetRef')).toEqual({ kind: 'Istio', name: 'default' });
    for (const namespace of ['aikernel', 'ingress', 'egress', 'east-west']) {
      expect(find(east, 'Namespace', namespace).metadata.labels).toMatchObject({ 'istio.io/rev': 'prod' });
    }
  });

  test('7. a rollout takes no pod away before another has come', () => {
    const budgets = new Set(ofKind('PodDisruptionBudget').map(({ metadata }) => metadata.name));
    for (const deployment of ofKind('Deployment')) {
      expect(at(deployment, 'spec.strategy.rollingUpdate')).toEqual({ maxSurge: 1, maxUnavailable: 0 });
      if (figureOr(deployment, 'spec.replicas', 1) > 1) expect(budgets).toContain(deployment.metadata.name);
    }
  });
});

function figureOr(object: ManifestObject, path: string, otherwise: number): number {
  const value = at(object, path);
  return typeof value === 'number' ? value : otherwise;
}

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

import { describe, expect, test } from 'vitest';
import { ClusterIndex } from '../../lib/judge/model/cluster-index.js';
import { isInMesh } from '../../lib/judge/model/istio/injection.js';
import { mtlsOf } from '../../lib/judge/model/istio/peer-authentication.js';
import { inboundPorts } from '../../lib/judge/model/istio/service-ports.js';
import { parseManifests } from '../../lib/manifest/load.js';
import type { ManifestObject } from '../../lib/manifest/object.js';
import { at, delta, filesOf, find } from '../support/synth.js';
import { CLUSTERS, east, figure, ofKind, policyOf, routeOf, SERVICES, seconds, system } from './aikernel-objects.js';

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

  test('6. policies are enforced at run time: only callers that a policy names are admitted, and traffic leaves only through the gateway', () => {
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

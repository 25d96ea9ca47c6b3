import { describe, expect, test } from 'vitest';
import type { Json, ManifestObject } from '../../lib/manifest/object.js';
import { titan } from '../../systems/titan.js';
import { SHIPPED_ROOT } from '../fixtures/roots.js';
import { externalClass } from '../support/linkerd-application.js';
import { at, find, objectsOf, refusal } from '../support/synth.js';

const fleet = titan({ roots: [SHIPPED_ROOT] });
const REGIONS = ['primary', 'secondary'] as const;
const objects = { primary: objectsOf(fleet, 'primary'), secondary: objectsOf(fleet, 'secondary') };
const OURS = ['titan', 'nats-system'];

function ofKind(region: (typeof REGIONS)[number], ...kinds: readonly string[]): ManifestObject[] {
  return objects[region].filter(({ kind }) => kinds.includes(kind));
}

function ours(region: (typeof REGIONS)[number], ...kinds: readonly string[]): ManifestObject[] {
  return ofKind(region, ...kinds).filter(({ metadata }) => OURS.includes(metadata.namespace ?? ''));
}

function listAt(object: Json, path: string): readonly Json[] {
  const found = at(object, path);
  return Array.isArray(found) ? found : [];
}

/** What the seed says a platform without cluster access keeps Linkerd from. */
describe.each(REGIONS)('in the %s, what Railway does not give is there', (region) => {
  test('a DaemonSet, on each node', () => {
    expect(ofKind(region, 'DaemonSet').map(({ metadata }) => metadata.name)).toEqual(['linkerd-cni']);
  });

  test('proxies in every pod, as native sidecars', () => {
    const pods = ours(region, 'Deployment', 'StatefulSet', 'Job');
    expect(pods.length).toBeGreaterThan(1);
    for (const { kind, metadata, ...rest } of pods) {
      expect(at(rest, 'spec.template.metadata.annotations'), `${kind} ${metadata.name}`).toMatchObject({
        'linkerd.io/inject': 'enabled',
        'config.linkerd.io/proxy-enable-native-sidecar': 'true',
      });
    }
  });

  test('custom resources', () => {
    const defined = ofKind(region, 'CustomResourceDefinition').map(({ metadata }) => metadata.name);
    for (const kind of ['servers', 'authorizationpolicies', 'httplocalratelimitpolicies']) {
      expect(defined).toContain(`${kind}.policy.linkerd.io`);
    }
  });

  test('network policies, which close each namespace', () => {
    for (const namespace of OURS) {
      const closed = ours(region, 'NetworkPolicy').filter(
        ({ metadata }) => metadata.namespace === namespace && metadata.name === 'default-deny',
      );
      expect(closed.map((policy) => at(policy, 'spec'))).toEqual([
        { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      ]);
    }
  });
});

/** The table of the seed: what Titan would gain. */
describe('each reason to migrate holds', () => {
  test.each(REGIONS)(
    'automatic mTLS: nobody reaches a port of the %s without an identity but leaves and kubelets',
    (region) => {
      const withoutIdentity = ours(region, 'AuthorizationPolicy').filter((policy) =>
        listAt(policy, 'spec.requiredAuthenticationRefs').some((ref) => at(ref, 'kind') === 'NetworkAuthentication'),
      );
      expect(withoutIdentity.map(({ metadata }) => metadata.name)).toEqual(
        region === 'primary' ? ['nats-broker-leafnodes-networks'] : [],
      );
      for (const policy of ours(region, 'AuthorizationPolicy')) {
        expect(listAt(policy, 'spec.requiredAuthenticationRefs'), policy.metadata.name).not.toEqual([]);
      }
      for (const authentication of ours(region, 'MeshTLSAuthentication')) {
        expect(at(authentication, 'spec.identities')).toBeUndefined();
        expect(listAt(authentication, 'spec.identityRefs'), authentication.metadata.name).not.toEqual([]);
      }
    },
  );

  test.each(REGIONS)('policy: what has no Server in the %s is refused, in each namespace and pod', (region) => {
    const closed = { 'config.linkerd.io/default-inbound-policy': 'deny' };
    for (const namespace of OURS)
      expect(find(objects[region], 'Namespace', namespace).metadata.annotations).toMatchObject(closed);
    for (const object of ours(region, 'Deployment')) {
      expect(at(object, 'spec.template.metadata.annotations')).toMatchObject(closed);
    }
  });

  test.each(REGIONS)('observability: proxies of the %s are scraped, watched and shown', (region) => {
    expect(find(objects[region], 'PodMonitor', 'linkerd-proxy')).toBeDefined();
    expect(ofKind(region, 'PrometheusRule').length).toBeGreaterThan(1);
    expect(ofKind(region, 'ConfigMap').some(({ metadata }) => metadata.labels?.['grafana_dashboard'] === '1')).toBe(
      true,
    );
  });

  test('observability: an alert reports each service that misses its objective', () => {
    const rules = JSON.stringify(find(objects.primary, 'PrometheusRule', 'titan-objectives'));
    for (const name of ['console', 'brain', 'execution']) expect(rules).toContain(`objectives-titan-${name}`);
  });

  test('circuit breaking protects the execution engine', () => {
    expect(find(objects.primary, 'Service', 'execution').metadata.annotations).toHaveProperty(
      'balancer.linkerd.io/failure-accrual',
      'consecutive',
    );
  });

  test('rate limiting keeps storms from the brain', () => {
    const limit = find(objects.primary, 'HTTPLocalRateLimitPolicy', 'brain-api');
    expect(at(limit, 'spec.targetRef')).toMatchObject({ kind: 'Server', name: 'brain-api' });
    expect(at(find(objects.primary, 'Server', 'brain-api'), 'spec.port')).toBe(8080);
  });

  test('multicluster: the second region trusts what the first does, and dials its nodes', () => {
    const anchors = (region: (typeof REGIONS)[number]) =>
      at(find(objects[region], 'Bundle', 'linkerd-identity-trust-roots'), 'spec.sources');
    expect(anchors('secondary')).toEqual(anchors('primary'));
    const conf = JSON.stringify(find(objects.secondary, 'ConfigMap', 'nats-leaf-config'));
    for (const node of [1, 2, 3]) expect(conf).toContain(`tls://198.51.100.${node}:30722`);
  });
});

test.each(['2.19', '2.20'] as const)('runs on Linkerd %s, and on none before', (linkerd) => {
  const release = { '2.19': 'edge-25.10.7', '2.20': 'edge-26.6.3' }[linkerd];
  const options = { roots: [SHIPPED_ROOT], linkerd, gatewayClass: externalClass };
  const control = objectsOf(titan(options), 'primary').filter(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.namespace === 'linkerd',
  );
  expect(control.length).toBeGreaterThan(2);
  for (const object of control) expect(JSON.stringify(object)).toContain(`:${release}`);
});

test('has no Envoy Gateway beside Linkerd 2.19, which none supports', () => {
  expect(refusal(() => objectsOf(titan({ roots: [SHIPPED_ROOT], linkerd: '2.19' }), 'primary'))).toEqual([
    "Application 'titan': gatewayClass is Envoy Gateway 1.8, made for the Gateway API 1.5.1 and Kubernetes 1.32 to 1.35, expected one made for 1.1.1 to 1.2.1, which Linkerd 2.19 reads, and for Kubernetes 1.34. No release that can name pods after their Gateway fits: use another release of Linkerd, or another class.",
  ]);
});

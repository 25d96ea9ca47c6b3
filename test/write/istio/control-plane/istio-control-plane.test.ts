import { webcrypto } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ClusterProps } from '../../../../lib/write/fleet/cluster-props.js';
import type { IstioMesh } from '../../../../lib/write/fleet/mesh.js';
import type { IstioControlPlaneProps } from '../../../../lib/write/istio/control-plane/control-plane-props.js';
import { IstioControlPlane } from '../../../../lib/write/istio/control-plane/istio-control-plane.js';
import { istioOperatorInput } from '../../../../lib/write/istio/control-plane/istioctl-input.js';
import { Fleet } from '../../../../lib/write/platform/fleet.js';
import { createRoot } from '../../../../lib/write/trust/create.js';
import { TrustHierarchy } from '../../../../lib/write/trust/trust-hierarchy.js';
import { SHIPPED_ROOT } from '../../../fixtures/roots.js';
import { changes } from '../../../support/changes.js';
import { findingsOf } from '../../../support/judged.js';
import { at, filesOf, find, objectsOf, refusal } from '../../../support/synth.js';

type Setup = Omit<IstioControlPlaneProps, 'cluster'> & {
  readonly mesh?: Partial<IstioMesh>;
  readonly cluster?: Partial<ClusterProps>;
  readonly unmeshed?: boolean;
};

const COLLECTOR = { name: 'jaeger', opentelemetry: { service: 'collector.tracing.svc.cluster.local', port: 4317 } };
const root = { kind: 'offline', certificates: [SHIPPED_ROOT] } as const;

function fleetWith({ mesh, cluster: own, unmeshed = false, ...props }: Setup = {}): Fleet {
  const fleet = new Fleet('fleet');
  const cluster = fleet.addCluster('hub', {
    kubernetesVersion: '1.33',
    ...(!unmeshed && { mesh: { kind: 'istio', version: '1.31', cni: true, ...mesh } }),
    nodeAddresses: ['192.0.2.1'],
    podCidrs: ['10.42.0.0/16'],
    serviceCidrs: ['10.43.0.0/16'],
    ...own,
  });
  cluster.add('istio', (chart) => {
    new IstioControlPlane(chart, 'istio', { cluster, ...props });
  });
  return fleet;
}

const objects = (setup?: Setup) => objectsOf(fleetWith(setup), 'hub');
const effect = (setup: Setup, base: Setup = {}) => changes(objects(base), objects({ ...base, ...setup }));
const refused = (setup: Setup) => refusal(() => filesOf(fleetWith(setup)));
const istio = (setup?: Setup) => find(objects(setup), 'Istio', 'default');

describe('IstioControlPlane', () => {
  test('is an exact release, a revision of its own, and the tags that ask for it', () => {
    const spec = istio()['spec'] ?? null;
    expect(at(spec, 'version')).toBe('v1.31.1');
    expect(at(spec, 'namespace')).toBe('istio-system');
    expect(at(spec, 'updateStrategy.type')).toBe('RevisionBased');
    expect(at(spec, 'values.global.hub')).toBe('docker.io/istio');
    for (const tag of ['default', 'prod'])
      expect(find(objects(), 'IstioRevisionTag', tag)['spec']).toEqual({
        targetRef: { kind: 'Istio', name: 'default' },
      });
  });

  test('tells the mesh what policies rely on', () => {
    expect(at(istio(), 'spec.values.meshConfig')).toEqual({
      accessLogEncoding: 'JSON',
      defaultConfig: { holdApplicationUntilProxyStarts: true, proxyMetadata: { SECRET_TTL: '24h0m0s' } },
      enableAutoMtls: true,
      meshMTLS: { minProtocolVersion: 'TLSV1_3' },
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
      pathNormalization: { normalization: 'MERGE_SLASHES' },
      rootNamespace: 'istio-system',
      trustDomain: 'cluster.local',
    });
  });

  test('signs for a day at most, and not before its CA is there', () => {
    const pilot = at(istio(), 'spec.values.pilot') ?? null;
    expect(at(pilot, 'env.MAX_WORKLOAD_CERT_TTL')).toBe('24h0m0s');
    expect(at(pilot, 'volumes')).toEqual([
      { name: 'ca-is-there', secret: { secretName: 'cacerts', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    ]);
  });

  test('admits proxies only with mTLS, and the API server; and may call what it needs', () => {
    const policy = find(objects(), 'NetworkPolicy', 'istiod');
    expect(at(policy, 'spec.ingress')).toEqual([
      { from: [{ namespaceSelector: {} }], ports: [{ port: 15012, protocol: 'TCP' }] },
      { ports: [{ port: 15017, protocol: 'TCP' }] },
    ]);
    const ports = at(policy, 'spec.egress');
    expect(JSON.stringify(ports).match(/"port":\d+/g)).toEqual(['"port":53', '"port":53', '"port":443', '"port":6443']);
  });

  test('an upgrade is one line, and a trial of it another', () => {
    const old = { mesh: { version: '1.30' } } as const;
    expect(effect({ mesh: {} }, old)).toEqual([
      'Istio default spec.version: v1.30.4 -> v1.31.1',
      'IstioCNI default spec.version: v1.30.4 -> v1.31.1',
    ]);
    expect(effect({ taggedRelease: '1.30.3' })).toEqual([
      'IstioRevisionTag default spec.targetRef.kind: Istio -> IstioRevision',
      'IstioRevisionTag default spec.targetRef.name: default -> default-v1-30-3',
      'IstioRevisionTag prod spec.targetRef.kind: Istio -> IstioRevision',
      'IstioRevisionTag prod spec.targetRef.name: default -> default-v1-30-3',
    ]);
  });

  test.each<[string, Setup, string[]]>([
    [
      'release',
      { release: '1.31.2' },
      ['Istio default spec.version: v1.31.1 -> v1.31.2', 'IstioCNI default spec.version: v1.31.1 -> v1.31.2'],
    ],
    [
      'replicas',
      { replicas: { min: 3, max: 9 } },
      ['Istio default spec.values.pilot.autoscaleMax: 5 -> 9', 'Istio default spec.values.pilot.autoscaleMin: 2 -> 3'],
    ],
    [
      'istiodResources',
      { istiodResources: { cpu: { request: '1', limit: '2' }, memory: { request: '2Gi', limit: '4Gi' } } },
      ['Istio default spec.values.pilot.resources.requests.cpu: 500m -> 1'],
    ],
    [
      'proxyResources',
      { proxyResources: { cpu: { request: '100m', limit: '2' }, memory: { request: '64Mi', limit: '1Gi' } } },
      ['Istio default spec.values.global.proxy.resources.requests.memory: 128Mi -> 64Mi'],
    ],
    [
      'cniResources',
      { cniResources: { cpu: { request: '100m', limit: '500m' }, memory: { request: '100Mi', limit: '300Mi' } } },
      ['IstioCNI default spec.values.cni.resources.limits.memory: 256Mi -> 300Mi'],
    ],
    ['the revision tag', { mesh: { revisionTag: 'stable' } }, ['+ IstioRevisionTag stable', '- IstioRevisionTag prod']],
    [
      'the trust domain',
      { mesh: { trustDomain: 'example.org' } },
      ['Istio default spec.values.meshConfig.trustDomain: cluster.local -> example.org'],
    ],
    [
      'the CNI plugin',
      { mesh: { cni: false } },
      ['- IstioCNI default', '- Namespace istio-cni', '- NetworkPolicy istio-cni-node'],
    ],
  ])('%s changes what it says', (_, setup, lines) => {
    expect(effect(setup)).toEqual(expect.arrayContaining(lines));
    expect(effect(setup).length).toBeLessThanOrEqual(lines.length + 2);
  });

  test('a mesh of several clusters names itself, the network and the cluster', () => {
    const global = at(istio({ mesh: { meshId: 'shops', network: 'north' } }), 'spec.values.global') ?? null;
    expect(at(global, 'meshID')).toBe('shops');
    expect(at(global, 'network')).toBe('north');
    expect(at(global, 'multiCluster.clusterName')).toBe('hub');
    const namespace = find(objects({ mesh: { network: 'north' } }), 'Namespace', 'istio-system');
    expect(namespace.metadata.labels?.['topology.istio.io/network']).toBe('north');
  });

  test('fetches keys from the stated hosts, and from nowhere else inside the cluster', () => {
    const blocked = (setup?: Setup) => at(istio(setup), 'spec.values.pilot.env.BLOCKED_CIDRS_IN_JWKS_URIS');
    expect(blocked()).toBe('127.0.0.0/8,169.254.0.0/16,::1/128,fe80::/10,10.42.0.0/16,10.43.0.0/16');
    const setup = { keyServers: [{ cidr: '10.42.0.0/16', port: 8443 }, { cidr: '203.0.113.7/32' }] };
    expect(blocked(setup)).toBe('127.0.0.0/8,169.254.0.0/16,::1/128,fe80::/10,10.43.0.0/16');
    expect(at(find(objects(setup), 'NetworkPolicy', 'istiod'), 'spec.egress[2]')).toEqual({
      to: [{ ipBlock: { cidr: '10.42.0.0/16' } }],
      ports: [{ port: 8443, protocol: 'TCP' }],
    });
    expect(at(find(objects(setup), 'NetworkPolicy', 'istiod'), 'spec.egress[3].ports[0].port')).toBe(443);
  });

  test('lets its metrics be read where that is asked', () => {
    expect(at(find(objects({ scrapers: ['monitoring'] }), 'NetworkPolicy', 'istiod'), 'spec.ingress[2]')).toEqual({
      from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
      ports: [{ port: 15014, protocol: 'TCP' }],
    });
    expect(at(find(objects({ apiServerPorts: [16443] }), 'NetworkPolicy', 'istiod'), 'spec.egress[1].ports')).toEqual([
      { port: 16443, protocol: 'TCP' },
    ]);
  });

  test('while rotating, has every proxy trust both roots', async () => {
    const source = { crypto: webcrypto, now: new Date('2030-01-01') };
    const next = (await createRoot({ commonName: 'root-2', validityDays: 3650 }, source)).certificate.pem;
    const lines = effect({ roots: [SHIPPED_ROOT, next] }, { roots: [SHIPPED_ROOT] });
    expect(lines).toHaveLength(3);
    const values = at(istio({ roots: [SHIPPED_ROOT, next] }), 'spec.values') ?? null;
    expect(at(values, 'meshConfig.caCertificates')).toEqual([{ pem: SHIPPED_ROOT }, { pem: next }]);
    expect(at(values, 'meshConfig.defaultConfig.proxyMetadata.PROXY_CONFIG_XDS_AGENT')).toBe('true');
    expect(at(values, 'pilot.env.ISTIO_MULTIROOT_MESH')).toBe('true');
  });

  test('passes schema and policy, except for the policies of the mesh, which another construct makes', async () => {
    const open = expect.stringContaining('warning istio/mesh-default-is-strict Istio default');
    const setup = { meshConfig: { extensionProviders: [COLLECTOR] }, mesh: { meshId: 'shops', network: 'north' } };
    expect(await findingsOf(fleetWith(setup))).toEqual([open]);
    expect(await findingsOf(fleetWith({ mesh: { version: '1.30', cni: false } }))).toEqual([open]);
  });

  test.each<[string, Setup, string]>([
    [
      'a cluster without a mesh',
      { unmeshed: true },
      "cluster.mesh is absent, expected Istio, such as { kind: 'istio', version: '1.31' }. Set the mesh of the cluster, or remove the control plane.",
    ],
    [
      'a cluster with Linkerd',
      { cluster: { mesh: { kind: 'linkerd', version: '2.20' } } },
      "cluster.mesh is linkerd 2.20, expected Istio, such as { kind: 'istio', version: '1.31' }. Use LinkerdControlPlane, or remove the control plane.",
    ],
    [
      'a release of another line',
      { release: '1.30.3' },
      "release is '1.30.3' in a mesh of the line 1.31, expected a release such as 1.31.1. Correct it, or the version of the cluster's mesh: which policies work depends on the release line.",
    ],
    [
      'a tag at the release itself',
      { taggedRelease: '1.31.1' },
      "taggedRelease is '1.31.1', the release itself, expected another release, of the same minor version or the one next to it. Remove it: the tag refers to that release anyway.",
    ],
    [
      'a tag two lines behind',
      { taggedRelease: '1.29.6' },
      "taggedRelease is '1.29.6', together with 1.31.1, expected another release, of the same minor version or the one next to it. Upgrade one minor version at a time: custom resource definitions are those of the newest.",
    ],
    [
      'fewer pods at most than at least',
      { replicas: { min: 3, max: 2 } },
      'replicas.max is 2, expected at least min, which is 3. Raise it, or lower min.',
    ],
    [
      'resources of a plugin that is not there',
      {
        mesh: { cni: false },
        cniResources: { cpu: { request: '1', limit: '1' }, memory: { request: '1Gi', limit: '1Gi' } },
      },
      "cniResources is set in a cluster without the CNI plugin, expected none. Set mesh.cni of cluster 'hub', or remove i",
    ],
    [
      'a limit below the request',
      { proxyResources: { cpu: { request: '2', limit: '1' }, memory: { request: '1Gi', limit: '1Gi' } } },
      'proxyResources.cpu.limit is 1, expected at least the request of 2. Raise the limit, or lower the request.',
    ],
    [
      'two providers of one name',
      { meshConfig: { extensionProviders: [COLLECTOR, COLLECTOR] } },
      "meshConfig.extensionProviders[1].name is 'jaeger', which another provider also has, expected a name of its own. Rename one of the two.",
    ],
    ['a root that is none', { roots: ['x'] }, 'roots[0]'],
    ['a network that is none', { keyServers: [{ cidr: 'idp.example.org' }] }, 'keyServers'],
    [
      'a release with v',
      { release: 'v1.31.1' },
      "release is 'v1.31.1', expected a release without v, such as 1.31.1. Correct it, or remove it to use the default.",
    ],
  ])('fails %s', (_, setup, sentence) => {
    const found = refused(setup);
    expect(found).toHaveLength(1);
    expect(found[0]?.slice(0, `IstioControlPlane 'hub': ${sentence}`.length)).toBe(
      `IstioControlPlane 'hub': ${sentence}`,
    );
  });

  test('fails roots that are not those of the trust', () => {
    const fleet = fleetWith();
    const [hub] = fleet.clusters;
    hub?.add('trust', (chart) => {
      new TrustHierarchy(chart, 'trust', { cluster: hub, root });
    });
    expect(refusal(() => filesOf(fleet))).toEqual([
      "IstioControlPlane 'hub': roots is absent, expected the roots of TrustHierarchy 'hub'. Use the same roots in both: those of the control plane decide when pods restart, and are compared between clusters.",
    ]);
  });
});

describe('istioOperatorInput', () => {
  const input = (setup: Setup = {}) => {
    const [cluster] = fleetWith(setup).clusters;
    if (cluster === undefined) throw new Error('no cluster');
    return JSON.parse(JSON.stringify(istioOperatorInput({ cluster })));
  };

  test('gives istioctl the values that the operator gets', () => {
    const spec = input().spec;
    expect(spec).toMatchObject({ hub: 'docker.io/istio', tag: '1.31.1', revision: '1-31-1' });
    expect(spec.meshConfig).toEqual(at(istio(), 'spec.values.meshConfig'));
    expect(spec.values.pilot).toEqual(at(istio(), 'spec.values.pilot'));
    expect(spec.values.revisionTags).toEqual(['prod']);
    expect(spec.components.cni).toEqual({ enabled: true, namespace: 'istio-cni' });
    expect(input({ mesh: { cni: false } }).spec.components).toBeUndefined();
  });
});

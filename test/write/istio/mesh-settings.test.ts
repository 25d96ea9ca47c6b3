import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../lib/diagnostic.js';
import { publishFact } from '../../../lib/write/fleet/facts.js';
import {
  HARDENED_MESH_CONFIG,
  type MeshConfig,
  type MeshConfigChanges,
  meshConfigOf,
} from '../../../lib/write/istio/mesh-config.js';
import { type MeshSetting, meshFact, relyOnSetting, requireSetting } from '../../../lib/write/istio/mesh-settings.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { filesOf, refusal } from '../../support/synth.js';

const sentences = (setting: MeshSetting, config: MeshConfig = HARDENED_MESH_CONFIG) =>
  requireSetting("Policy 'shop/web'", config, setting).map(formatDiagnostic);
const configWith = (changes: MeshConfigChanges) => meshConfigOf({ istio: undefined }, changes);

const COLLECTOR = {
  name: 'jaeger',
  opentelemetry: { service: 'collector.tracing.svc.cluster.local', port: 4317 },
};

describe('requireSetting', () => {
  test('finds in the hardened configuration all that it promises', () => {
    for (const setting of [
      'automaticMtls',
      'tlsMinimum',
      'registryOnly',
      'pathNormalization',
      'shortLivedCertificates',
      'rootNamespace:istio-system',
      'trustDomain:cluster.local',
    ] as const) {
      expect(sentences(setting)).toEqual([]);
    }
  });

  test.each<[MeshSetting, MeshConfigChanges]>([
    ['pathNormalization', { pathNormalization: { normalization: 'DECODE_AND_MERGE_SLASHES' } }],
    ['pathDecoding', { pathNormalization: { normalization: 'DECODE_AND_MERGE_SLASHES' } }],
    ['trustedProxies', { defaultConfig: { gatewayTopology: { numTrustedProxies: 1 } } }],
    ['trustDomain:old.example.org', { trustDomainAliases: ['old.example.org'] }],
    ['tracingProvider:jaeger', { extensionProviders: [COLLECTOR] }],
    ['shortLivedCertificates', { defaultConfig: { proxyMetadata: { SECRET_TTL: '30m' } } }],
    ['shortLivedCertificates', { defaultConfig: { proxyMetadata: { OTHER: 'x' } } }],
  ])('finds %s where %o', (setting, changes) => {
    expect(sentences(setting, configWith(changes))).toEqual([]);
  });

  test.each<[MeshSetting, MeshConfigChanges, string]>([
    [
      'automaticMtls',
      { enableAutoMtls: false },
      'enableAutoMtls is false, expected true. Change it, or remove what relies on it: otherwise callers send plaintext, which a STRICT workload rejects.',
    ],
    [
      'tlsMinimum',
      { meshMTLS: { minProtocolVersion: 'TLSV1_2' } },
      'meshMTLS.minProtocolVersion is TLSV1_2, expected TLSV1_3. Change it, or remove what relies on it: otherwise workloads still accept TLS 1.2.',
    ],
    [
      'registryOnly',
      { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } },
      'outboundTrafficPolicy.mode is ALLOW_ANY, expected REGISTRY_ONLY. Change it, or remove what relies on it: otherwise workloads can reach hosts that no ServiceEntry names.',
    ],
    [
      'pathNormalization',
      { pathNormalization: { normalization: 'BASE' } },
      'pathNormalization.normalization is BASE, expected MERGE_SLASHES or DECODE_AND_MERGE_SLASHES. Change it, or remove what relies on it: otherwise a request for //admin bypasses a policy on /admin.',
    ],
    [
      'pathDecoding',
      {},
      'pathNormalization.normalization is MERGE_SLASHES, expected DECODE_AND_MERGE_SLASHES. Change it, or remove what relies on it: otherwise a request for /%2Fadmin bypasses a policy on /admin.',
    ],
    [
      'shortLivedCertificates',
      { defaultConfig: { proxyMetadata: { SECRET_TTL: '24h0m1s' } } },
      'defaultConfig.proxyMetadata.SECRET_TTL is 24h0m1s, expected at most 24h0m0s. Change it, or remove what relies on it: otherwise a stolen certificate is valid for more than a day.',
    ],
    [
      'trustedProxies',
      {},
      'defaultConfig.gatewayTopology.numTrustedProxies is absent, expected the number of proxies in front of the gateways. Change it, or remove what relies on it: otherwise a policy on addresses sees the last proxy, or an address that the caller made up.',
    ],
    [
      'rootNamespace:istio-config',
      {},
      "rootNamespace is 'istio-system', expected 'istio-config'. Change it, or remove what relies on it: otherwise a policy in istio-config applies only there, not in the whole mesh.",
    ],
    [
      'trustDomain:example.org',
      {},
      "trustDomain is 'cluster.local', expected 'example.org', or that in trustDomainAliases. Change it, or remove what relies on it: otherwise no workload has the identities that the policy names.",
    ],
    [
      'tracingProvider:zipkin',
      { extensionProviders: [COLLECTOR] },
      "extensionProviders is 'jaeger', expected one named 'zipkin'. Change it, or remove what relies on it: otherwise a Telemetry that names it produces no traces.",
    ],
    [
      'tracingProvider:zipkin',
      {},
      "extensionProviders is an empty list, expected one named 'zipkin'. Change it, or remove what relies on it: otherwise a Telemetry that names it produces no traces.",
    ],
  ])('fails %s where %o', (setting, changes, sentence) => {
    expect(sentences(setting, configWith(changes))).toEqual([`Policy 'shop/web': meshConfig.${sentence}`]);
  });
});

describe('relyOnSetting', () => {
  const refused = (controlPlane: boolean, changes: MeshConfigChanges = {}) => {
    const fleet = new Fleet('fleet');
    const props = {
      kubernetesVersion: '1.33',
      mesh: { kind: 'istio', version: '1.31' },
      nodeAddresses: ['192.0.2.1'],
      podCidrs: ['10.42.0.0/16'],
      serviceCidrs: ['10.43.0.0/16'],
    } as const;
    const hub = fleet.addCluster('hub', props);
    const edge = fleet.addCluster('edge', { ...props, nodeAddresses: ['198.51.100.7'] });
    edge.add('istio', (chart) => publishFact(chart, meshFact(edge, meshConfigOf(edge), "IstioControlPlane 'edge'")));
    hub.add('policy', (chart) => relyOnSetting(chart, hub, "Policy 'shop/web'", 'pathNormalization'));
    hub.add('istio', (chart) => {
      if (controlPlane) publishFact(chart, meshFact(hub, meshConfigOf(hub, changes), "IstioControlPlane 'hub'"));
    });
    return refusal(() => filesOf(fleet));
  };

  test('is silent where the control plane has the setting, or is not known', () => {
    expect(refused(true)).toEqual([]);
    expect(refused(false)).toEqual([]);
  });

  test('fails where the control plane of the same cluster has it not', () => {
    expect(refused(true, { pathNormalization: { normalization: 'NONE' } })).toEqual([
      "IstioControlPlane 'hub': meshConfig.pathNormalization.normalization is NONE, expected MERGE_SLASHES or DECODE_AND_MERGE_SLASHES, on which Policy 'shop/web' relies. Change it, or remove what relies on it: otherwise a request for //admin bypasses a policy on /admin.",
    ]);
  });
});

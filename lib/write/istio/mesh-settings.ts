import type { Construct } from 'constructs';
import type { Diagnostic } from '../../diagnostic.js';
import { parseGoDuration } from '../../formats/go-duration.js';
import type { Cluster } from '../fleet/cluster.js';
import { type MeshFact, publishFact } from '../fleet/facts.js';
import type { MeshConfig } from './mesh-config.js';

/** Maximum lifetime of a short-lived workload certificate, in milliseconds. */
const LONGEST_CERTIFICATE = 24 * 3_600_000;

/** Settings without a parameter. */
const PLAIN = [
  'automaticMtls',
  'pathDecoding',
  'pathNormalization',
  'registryOnly',
  'shortLivedCertificates',
  'tlsMinimum',
  'trustedProxies',
] as const;

/**
 * A setting of the mesh that a policy relies on: without it Istio accepts the policy but does not enforce it.
 *
 * `automaticMtls`: proxies use mTLS between each other by default. `tlsMinimum`: TLS 1.3. `registryOnly`: hosts without
 * a Service or ServiceEntry cannot be reached. `pathNormalization`: policies on paths treat `//` as `/`;
 * `pathDecoding`: `%2F` as well. `shortLivedCertificates`: those of workloads are valid for at most a day.
 * `trustedProxies`: the address of the caller is read from `x-forwarded-for`. `trustDomain:…`: the domain, or an alias,
 * of the identities that a policy names. `rootNamespace:…`: the namespace of policies for the whole mesh.
 * `tracingProvider:…`: a provider that a Telemetry names.
 */
export type MeshSetting =
  | (typeof PLAIN)[number]
  | `rootNamespace:${string}`
  | `trustDomain:${string}`
  | `tracingProvider:${string}`;

/** The required value of a setting, and the effect if it differs. */
interface Demand {
  readonly field: string;
  readonly expected: string;
  readonly effect: string;
}

const DEMANDS: { readonly [Setting in (typeof PLAIN)[number]]: Demand } = {
  automaticMtls: {
    field: 'enableAutoMtls',
    expected: 'true',
    effect: 'callers send plaintext, which a STRICT workload rejects',
  },
  pathDecoding: {
    field: 'pathNormalization.normalization',
    expected: 'DECODE_AND_MERGE_SLASHES',
    effect: 'a request for /%2Fadmin bypasses a policy on /admin',
  },
  pathNormalization: {
    field: 'pathNormalization.normalization',
    expected: 'MERGE_SLASHES or DECODE_AND_MERGE_SLASHES',
    effect: 'a request for //admin bypasses a policy on /admin',
  },
  registryOnly: {
    field: 'outboundTrafficPolicy.mode',
    expected: 'REGISTRY_ONLY',
    effect: 'workloads can reach hosts that no ServiceEntry names',
  },
  shortLivedCertificates: {
    field: 'defaultConfig.proxyMetadata.SECRET_TTL',
    expected: 'at most 24h0m0s',
    effect: 'a stolen certificate is valid for more than a day',
  },
  tlsMinimum: {
    field: 'meshMTLS.minProtocolVersion',
    expected: 'TLSV1_3',
    effect: 'workloads still accept TLS 1.2',
  },
  trustedProxies: {
    field: 'defaultConfig.gatewayTopology.numTrustedProxies',
    expected: 'the number of proxies in front of the gateways',
    effect: 'a policy on addresses sees the last proxy, or an address that the caller made up',
  },
};

/**
 * Problems of a mesh's configuration for a policy that relies on a setting.
 *
 * @param where the policy, as in an error message: `AuthorizedPort 'shop/web'`
 */
export function requireSetting(where: string, config: MeshConfig, setting: MeshSetting): Diagnostic[] {
  if (metSettings(config).includes(setting)) return [];
  const { field, expected, fix } = needOf(setting);
  return [{ where, path: `meshConfig.${field}`, got: gotOf(config)[field] ?? 'absent', expected, fix }];
}

/**
 * Publishes that a policy relies on a setting; the fleet compares it with the control plane of the cluster, if it has
 * one.
 */
export function relyOnSetting(construct: Construct, cluster: Cluster, where: string, setting: MeshSetting): void {
  publishFact(construct, { kind: 'mesh-need', cluster: cluster.name, need: setting, ...needOf(setting), by: where });
}

/** The configuration of a mesh, as its control plane publishes it to the fleet. */
export function meshFact(cluster: Cluster, config: MeshConfig, by: string): MeshFact {
  return { kind: 'mesh', cluster: cluster.name, met: metSettings(config), got: gotOf(config), by };
}

function needOf(setting: MeshSetting) {
  const { field, expected, effect } = demandOf(setting);
  return { field, expected, fix: `Change it, or remove what relies on it: otherwise ${effect}.` };
}

function demandOf(setting: MeshSetting): Demand {
  const plain = PLAIN.find((candidate) => candidate === setting);
  if (plain !== undefined) return DEMANDS[plain];
  const name = setting.slice(setting.indexOf(':') + 1);
  if (setting.startsWith('rootNamespace:'))
    return {
      field: 'rootNamespace',
      expected: `'${name}'`,
      effect: `a policy in ${name} applies only there, not in the whole mesh`,
    };
  if (setting.startsWith('trustDomain:'))
    return {
      field: 'trustDomain',
      expected: `'${name}', or that in trustDomainAliases`,
      effect: 'no workload has the identities that the policy names',
    };
  return {
    field: 'extensionProviders',
    expected: `one named '${name}'`,
    effect: 'a Telemetry that names it produces no traces',
  };
}

function metSettings(config: MeshConfig): MeshSetting[] {
  const { normalization } = config.pathNormalization;
  const lifetime = parseGoDuration(config.defaultConfig.proxyMetadata['SECRET_TTL'] ?? '');
  const met: { readonly [Setting in (typeof PLAIN)[number]]: boolean } = {
    automaticMtls: config.enableAutoMtls,
    pathDecoding: normalization === 'DECODE_AND_MERGE_SLASHES',
    pathNormalization: normalization === 'MERGE_SLASHES' || normalization === 'DECODE_AND_MERGE_SLASHES',
    registryOnly: config.outboundTrafficPolicy.mode === 'REGISTRY_ONLY',
    shortLivedCertificates: lifetime !== undefined && lifetime <= LONGEST_CERTIFICATE,
    tlsMinimum: config.meshMTLS.minProtocolVersion === 'TLSV1_3',
    trustedProxies: (config.defaultConfig.gatewayTopology?.numTrustedProxies ?? 0) > 0,
  };
  return [
    ...PLAIN.filter((setting) => met[setting]),
    `rootNamespace:${config.rootNamespace}`,
    ...[config.trustDomain, ...config.trustDomainAliases].map((domain) => `trustDomain:${domain}` as const),
    ...config.extensionProviders.map(({ name }) => `tracingProvider:${name}` as const),
  ];
}

/** The values of the fields behind settings, as a message shows them. */
function gotOf(config: MeshConfig): { readonly [field: string]: string } {
  const { proxyMetadata, gatewayTopology } = config.defaultConfig;
  const names = config.extensionProviders.map(({ name }) => `'${name}'`);
  return {
    enableAutoMtls: String(config.enableAutoMtls),
    'pathNormalization.normalization': config.pathNormalization.normalization,
    'outboundTrafficPolicy.mode': config.outboundTrafficPolicy.mode,
    'defaultConfig.proxyMetadata.SECRET_TTL': proxyMetadata['SECRET_TTL'] ?? 'absent',
    'meshMTLS.minProtocolVersion': config.meshMTLS.minProtocolVersion,
    'defaultConfig.gatewayTopology.numTrustedProxies': String(gatewayTopology?.numTrustedProxies ?? 'absent'),
    rootNamespace: `'${config.rootNamespace}'`,
    trustDomain: `'${config.trustDomain}'`,
    extensionProviders: names.length === 0 ? 'an empty list' : names.join(', '),
  };
}

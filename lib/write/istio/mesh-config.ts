import { list, mapping, oneOf, optional, options, type Shape } from '../../input/shape.js';
import { anyText, domainName, flag, integer, label, text } from '../../input/values.js';
import type { Cluster } from '../fleet/cluster.js';
import { DEFAULT_TRUST_DOMAIN } from '../fleet/mesh.js';
import { ISTIO_NAMESPACE } from '../trust/names.js';

/** Where policies for the whole mesh stand, and istiod runs. @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-root_namespace */
export const ROOT_NAMESPACE = ISTIO_NAMESPACE;

/** A collector of traces that speaks OTLP. @see https://istio.io/latest/docs/tasks/observability/distributed-tracing/opentelemetry/ */
export interface ExtensionProvider {
  /** Name by which a Telemetry asks for it. */
  readonly name: string;
  /** Where spans go by gRPC. */
  readonly opentelemetry: {
    /** DNS name of the collector's Service, in full: a short name is looked up in the namespace of each workload. */
    readonly service: string;
    /** Number of the Service's port. */
    readonly port: number;
  };
}

/** What each proxy is started with. @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig */
export interface ProxyDefaults {
  /** Whether a pod's containers wait for its proxy; native sidecars start first by themselves. */
  readonly holdApplicationUntilProxyStarts: boolean;
  /** Environment of the proxy's agent; `SECRET_TTL` is the life of the certificate that it asks for. */
  readonly proxyMetadata: { readonly [variable: string]: string };
  /** What stands before the gateways. @default - nothing: the peer's address is the caller's */
  readonly gatewayTopology?: {
    /** How many proxies before the gateways append to `x-forwarded-for` what can be believed. */
    readonly numTrustedProxies: number;
  };
}

/**
 * What the whole mesh is told, in upstream's own names and nesting, as far as policies rely on it: it can be printed as it is.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 */
export interface MeshConfig {
  /** Domain of the identities that istiod issues. */
  readonly trustDomain: string;
  /** Further domains whose identities count as those of `trustDomain`. */
  readonly trustDomainAliases: readonly string[];
  /** Namespace of policies for the whole mesh. */
  readonly rootNamespace: string;
  /** Whether proxies use mTLS towards every workload that has a proxy, where no DestinationRule says otherwise. */
  readonly enableAutoMtls: boolean;
  /** What mTLS between workloads accepts at least. */
  readonly meshMTLS: { readonly minProtocolVersion: 'TLS_AUTO' | 'TLSV1_2' | 'TLSV1_3' };
  /** What becomes of connections to hosts that no Service and no ServiceEntry names. */
  readonly outboundTrafficPolicy: { readonly mode: 'ALLOW_ANY' | 'REGISTRY_ONLY' };
  /** How paths are made alike before policies read them. */
  readonly pathNormalization: {
    readonly normalization: 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';
  };
  /** Where every proxy logs each request; empty for nowhere, which leaves it to Telemetry. */
  readonly accessLogFile: string;
  /** Form of those logs. */
  readonly accessLogEncoding: 'TEXT' | 'JSON';
  /** What Telemetry may name besides what Istio brings. */
  readonly extensionProviders: readonly ExtensionProvider[];
  /** What each proxy is started with. */
  readonly defaultConfig: ProxyDefaults;
}

/** Those parts of the mesh's configuration that are to differ from {@link HARDENED_MESH_CONFIG}; the cluster decides the others. */
export type MeshConfigChanges = Partial<Omit<MeshConfig, 'trustDomain' | 'rootNamespace' | 'defaultConfig'>> & {
  /** Changes of what each proxy is started with. @default - none */
  readonly defaultConfig?: Partial<ProxyDefaults>;
};

/** The mesh's configuration where nothing else is asked for: Istio's own, made safer. Each line that differs from upstream says why. */
export const HARDENED_MESH_CONFIG: MeshConfig = {
  trustDomain: DEFAULT_TRUST_DOMAIN,
  trustDomainAliases: [],
  rootNamespace: ROOT_NAMESPACE,
  enableAutoMtls: true,
  // Upstream takes 1.2. Both ends are proxies of this mesh, so that nothing older has to be borne.
  meshMTLS: { minProtocolVersion: 'TLSV1_3' },
  // Upstream lets everything out. No wall, since a process may go round its proxy: network policies are.
  outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
  // Upstream leaves `//` as it is, by which a request slips past a policy on paths that the server reads as one.
  pathNormalization: { normalization: 'MERGE_SLASHES' },
  accessLogFile: '',
  // Upstream logs text, which a value with blanks takes apart.
  accessLogEncoding: 'JSON',
  extensionProviders: [],
  defaultConfig: {
    // Upstream lets both start at once, so that first connections are lost where the proxy is no native sidecar.
    holdApplicationUntilProxyStarts: true,
    // Upstream's own value, said so that no other default takes its place.
    proxyMetadata: { SECRET_TTL: '24h0m0s' },
  },
};

/** The configuration of a cluster's mesh: what its control plane is made of, and what policies are held against. */
export function meshConfigOf(cluster: Pick<Cluster, 'istio'>, changes: MeshConfigChanges = {}): MeshConfig {
  const { defaultConfig } = HARDENED_MESH_CONFIG;
  return {
    ...HARDENED_MESH_CONFIG,
    ...changes,
    trustDomain: cluster.istio?.trustDomain ?? DEFAULT_TRUST_DOMAIN,
    defaultConfig: {
      ...defaultConfig,
      ...changes.defaultConfig,
      proxyMetadata: { ...defaultConfig.proxyMetadata, ...changes.defaultConfig?.proxyMetadata },
    },
  };
}

/** What is accepted as changes of the mesh's configuration. */
export const MESH_CONFIG_CHANGES: Shape<MeshConfigChanges> = options<MeshConfigChanges>({
  trustDomainAliases: optional(list(domainName)),
  enableAutoMtls: optional(flag),
  meshMTLS: optional(options({ minProtocolVersion: oneOf('TLS_AUTO', 'TLSV1_2', 'TLSV1_3') })),
  outboundTrafficPolicy: optional(options({ mode: oneOf('ALLOW_ANY', 'REGISTRY_ONLY') })),
  pathNormalization: optional(
    options({ normalization: oneOf('NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES') }),
  ),
  accessLogFile: optional(anyText),
  accessLogEncoding: optional(oneOf('TEXT', 'JSON')),
  extensionProviders: optional(
    list(
      options<ExtensionProvider>({
        name: label,
        opentelemetry: options({
          service: text(
            'a full DNS name, such as collector.tracing.svc.cluster.local',
            /^[a-z0-9][-a-z0-9]*(\.[a-z0-9][-a-z0-9]*)+$/,
          ),
          port: integer(1, 65_535),
        }),
      }),
    ),
  ),
  defaultConfig: optional(
    options<Partial<ProxyDefaults>>({
      holdApplicationUntilProxyStarts: optional(flag),
      proxyMetadata: optional(mapping(anyText)),
      gatewayTopology: optional(options({ numTrustedProxies: integer(0, 255) })),
    }),
  ),
});

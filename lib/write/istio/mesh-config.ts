import { list, mapping, oneOf, optional, options, type Shape } from '../../input/shape.js';
import { anyText, domainName, flag, integer, label, text } from '../../input/values.js';
import type { Cluster } from '../fleet/cluster.js';
import { DEFAULT_TRUST_DOMAIN } from '../fleet/mesh.js';
import { ISTIO_NAMESPACE } from '../trust/names.js';

/** The namespace of policies for the whole mesh, where istiod runs. @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-root_namespace */
export const ROOT_NAMESPACE = ISTIO_NAMESPACE;

/** A collector of traces that speaks OTLP. @see https://istio.io/latest/docs/tasks/observability/distributed-tracing/opentelemetry/ */
export interface ExtensionProvider {
  /** Name by which a Telemetry refers to it. */
  readonly name: string;
  /** The collector of spans, over gRPC. */
  readonly opentelemetry: {
    /** Full DNS name of the collector's Service: a short name is looked up in the namespace of each workload. */
    readonly service: string;
    /** Number of the Service's port. */
    readonly port: number;
  };
}

/** Defaults of each proxy. @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig */
export interface ProxyDefaults {
  /** Whether the containers of a pod wait for its proxy; native sidecars always start first. */
  readonly holdApplicationUntilProxyStarts: boolean;
  /** Environment of the proxy's agent; `SECRET_TTL` is the lifetime of the certificate that it requests. */
  readonly proxyMetadata: { readonly [variable: string]: string };
  /** Proxies in front of the gateways. @default - none: the address of the peer is that of the caller */
  readonly gatewayTopology?: {
    /** Number of trusted proxies in front of the gateways that append to `x-forwarded-for`, 0 to 255. */
    readonly numTrustedProxies: number;
  };
}

/**
 * The configuration of the whole mesh, in upstream's names and nesting, as far as policies rely on it.
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
  /** Whether proxies use mTLS to every workload with a proxy, unless a DestinationRule says otherwise. */
  readonly enableAutoMtls: boolean;
  /** Lowest TLS version between workloads. */
  readonly meshMTLS: { readonly minProtocolVersion: 'TLS_AUTO' | 'TLSV1_2' | 'TLSV1_3' };
  /** Whether connections to hosts without a Service or ServiceEntry are allowed. */
  readonly outboundTrafficPolicy: { readonly mode: 'ALLOW_ANY' | 'REGISTRY_ONLY' };
  /** How paths are normalized before policies match them. */
  readonly pathNormalization: {
    readonly normalization: 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';
  };
  /** File to which every proxy logs requests; empty for none, so that Telemetry decides. */
  readonly accessLogFile: string;
  /** Format of those logs. */
  readonly accessLogEncoding: 'TEXT' | 'JSON';
  /** Providers for Telemetry besides those built into Istio. */
  readonly extensionProviders: readonly ExtensionProvider[];
  /** Defaults of each proxy. */
  readonly defaultConfig: ProxyDefaults;
}

/** Overrides of {@link HARDENED_MESH_CONFIG}; trust domain and root namespace follow from the cluster. */
export type MeshConfigChanges = Partial<Omit<MeshConfig, 'trustDomain' | 'rootNamespace' | 'defaultConfig'>> & {
  /** Overrides of the defaults of each proxy. @default - none */
  readonly defaultConfig?: Partial<ProxyDefaults>;
};

/** The default configuration of the mesh: Istio's, made safer. Each line that differs from upstream says why. */
export const HARDENED_MESH_CONFIG: MeshConfig = {
  trustDomain: DEFAULT_TRUST_DOMAIN,
  trustDomainAliases: [],
  rootNamespace: ROOT_NAMESPACE,
  enableAutoMtls: true,
  // Upstream accepts 1.2. Both ends are proxies of this mesh, so no older client must be supported.
  meshMTLS: { minProtocolVersion: 'TLSV1_3' },
  // Upstream allows all egress. This is not a security boundary, since a process can bypass its proxy: network policies are.
  outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
  // Upstream keeps `//`, so that a request can bypass a policy on paths if the server reads it as one slash.
  pathNormalization: { normalization: 'MERGE_SLASHES' },
  accessLogFile: '',
  // Upstream logs text, which values with spaces make ambiguous.
  accessLogEncoding: 'JSON',
  extensionProviders: [],
  defaultConfig: {
    // Upstream starts both at once, so that the first connections fail unless the proxy is a native sidecar.
    holdApplicationUntilProxyStarts: true,
    // Upstream's default, set explicitly so that a changed default has no effect.
    proxyMetadata: { SECRET_TTL: '24h0m0s' },
  },
};

/** The configuration of a cluster's mesh: the control plane is built from it, and policies are checked against it. */
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

/** What is accepted as overrides of the mesh's configuration. */
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

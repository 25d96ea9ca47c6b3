import type { EnvVar, SecurityContext } from '../../../../imports/k8s.js';
import type { ImageValues, ResourceValues, StringMap } from './shared-values.js';

/** The proxies of the mesh: those of the control plane, and those that the injector adds. @see https://linkerd.io/2-edge/reference/proxy-configuration/ */
export interface ProxyValues {
  /** `apache` or `json`: the proxies log each request. @default - no access log */
  readonly accessLog?: string | undefined;
  /** Additional environment variables. @default - none */
  readonly additionalEnv?: readonly EnvVar[] | undefined;
  /** Whether the containers of a pod wait until its proxy is ready. @default true */
  readonly await: boolean;
  /** How the proxies' streams from the control plane end. @default - 3s, 5m and 1h */
  readonly control: {
    readonly streams: { readonly idleTimeout: string; readonly initialTimeout: string; readonly lifetime: string };
  };
  /** Worker threads; upstream prefers `runtime.workers`. @default - runtime.workers */
  readonly cores: number | null;
  /** Default policy of connections to a port without a Server. @default all-unauthenticated */
  readonly defaultInboundPolicy: string;
  /** Whether inbound protocol detection has no timeout. @default false */
  readonly disableInboundProtocolDetectTimeout: boolean;
  /** Whether outbound protocol detection has no timeout. @default false */
  readonly disableOutboundProtocolDetectTimeout: boolean;
  /** Whether ServiceProfiles also apply to names outside the cluster. @default false */
  readonly enableExternalProfiles: boolean;
  /** Whether any client that reaches the proxy's admin port may shut it down. @default false */
  readonly enableShutdownEndpoint: boolean;
  /** Additional environment variables. @default - none */
  readonly experimentalEnv?: readonly EnvVar[] | undefined;
  /** Group under which the proxies run; below zero, that of the image. @default -1 */
  readonly gid: number;
  /** The image. @default - cr.l5d.io/linkerd/proxy at linkerdVersion */
  readonly image: ImageValues;
  /** Parameters of inbound servers, by protocol. @default - HTTP/2 pings every 10s, answered within 3s */
  readonly inbound: ProxyParameters;
  /** Timeout for connecting to the pod's own container. @default 100ms */
  readonly inboundConnectTimeout: string;
  /** Time after which unused inbound policy is dropped from the cache. @default 90s */
  readonly inboundDiscoveryCacheUnusedTimeout: string;
  /** The liveness probe. @default - after 10s, for 1s */
  readonly livenessProbe: { readonly initialDelaySeconds: number; readonly timeoutSeconds: number };
  /** `plain` or `json`. @default plain */
  readonly logFormat: string;
  /** `off`, or `insecure` to log headers, including credentials. @default off */
  readonly logHTTPHeaders: string;
  /** Levels by module. @default warn,linkerd=info,hickory=error */
  readonly logLevel: string;
  /** Whether metrics have the host names of requests as labels. @default false */
  readonly metrics: { readonly hostnameLabels: boolean };
  /** Whether proxies run as native sidecars, which need Kubernetes 1.29. @default - true from 2.20 on */
  readonly nativeSidecar: boolean;
  /** Ports without protocol detection. @default - those of well-known databases and mail */
  readonly opaquePorts: string;
  /** Parameters of outbound servers, by protocol. @default - HTTP/2 pings every 10s, answered within 3s */
  readonly outbound: ProxyParameters;
  /** Timeout for connecting to another pod. @default 1000ms */
  readonly outboundConnectTimeout: string;
  /** Time after which an unused endpoint is dropped from the cache. @default 5s */
  readonly outboundDiscoveryCacheUnusedTimeout: string;
  /** `transport-header` or `transparent`. @default transport-header */
  readonly outboundTransportMode: string;
  /** The proxies' own ports. @default - 4191, 4190, 4143 and 4140 */
  readonly ports: {
    readonly admin: number;
    readonly control: number;
    readonly inbound: number;
    readonly outbound: number;
  };
  /** The readiness probe. @default - after 2s, for 1s */
  readonly readinessProbe: { readonly initialDelaySeconds: number; readonly timeoutSeconds: number };
  /** Ports that admit only meshed clients. @default - none */
  readonly requireIdentityOnInboundPorts: string;
  /** Requests and limits. @default - none */
  readonly resources: ResourceValues;
  /** Worker threads. @default - one */
  readonly runtime: {
    readonly workers: {
      readonly maximum?: number | undefined;
      readonly maximumCPURatio: number | null;
      readonly minimum: number;
    };
  };
  /** A mount of a service account's token. @default - none */
  readonly saMountPath?: MountPathValues | undefined;
  /** Security context instead of the chart's own. @default - the chart's own */
  readonly securityContext: SecurityContext;
  /** Grace period for open connections at shutdown. @default - 2 minutes, the proxy's own */
  readonly shutdownGracePeriod: string;
  /** The startup probe of a native sidecar. @default - each second, 120 times */
  readonly startupProbe: {
    readonly failureThreshold: number;
    readonly initialDelaySeconds: number;
    readonly periodSeconds: number;
  };
  /** OpenTelemetry traces. @default - none */
  readonly tracing: TracingValues;
  /** User under which the proxies run. @default 2102 */
  readonly uid: number;
  /** Seconds that a proxy keeps running after the termination signal; not for native sidecars. @default 0 */
  readonly waitBeforeExitSeconds: number;
}

export type ProxyParameters = {
  readonly [scope: string]: { readonly [protocol: string]: { readonly [parameter: string]: string } };
};

export interface TracingValues {
  readonly collector: {
    readonly endpoint: string;
    readonly meshIdentity: { readonly namespace: string; readonly serviceAccountName: string };
  };
  readonly enabled: boolean;
  readonly labels: StringMap;
  readonly protocol?: string | undefined;
  readonly traceServiceName: string;
}

export interface MountPathValues {
  readonly mountPath: string;
  readonly name: string;
  readonly readOnly?: boolean;
}

/** The init container that redirects a pod's traffic to its proxy. @see https://linkerd.io/2-edge/reference/architecture/#linkerd-init-container */
export interface ProxyInitValues {
  /** Capabilities to add to `NET_ADMIN` and `NET_RAW`, and to drop. @default - none */
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] } | undefined;
  /** Seconds of the kernel's close-wait timeout; above zero the container runs as root, and privileged. @default - the kernel's own */
  readonly closeWaitTimeoutSecs: number;
  /** Inbound ports that bypass the mesh. @default 4567,4568 */
  readonly ignoreInboundPorts: string;
  /** Outbound ports that bypass the mesh. @default 4567,4568 */
  readonly ignoreOutboundPorts: string;
  /** The init container's own image; only 2.19 has one. @default - cr.l5d.io/linkerd/proxy-init:v2.4.3 */
  readonly image?: ImageValues | undefined;
  /** `nft` or `legacy`. @default nft */
  readonly iptablesMode: string;
  /** Ports of the API server, to which the control plane's own traffic bypasses the proxies. @default 443,6443 */
  readonly kubeAPIServerPorts: string;
  /** `plain` or `json`. @default plain */
  readonly logFormat: string;
  /** The level. @default info */
  readonly logLevel: string;
  /** Whether the container is privileged. @default false */
  readonly privileged: boolean;
  /** Read only up to 2.15; the container has the proxy's resources. @default - none */
  readonly resources?: ResourceValues | undefined;
  /** Its group, if not root. @default 65534 */
  readonly runAsGroup: number;
  /** Whether it runs as root. @default false */
  readonly runAsRoot: boolean;
  /** Its user, if not root. @default 65534 */
  readonly runAsUser: number;
  /** A mount of a service account's token. @default - none */
  readonly saMountPath?: MountPathValues | undefined;
  /** CIDRs, separated by commas, whose traffic bypasses the mesh. @default - none */
  readonly skipSubnets: string;
  /** Folder of the iptables lock. @default /run */
  readonly xtMountPath: MountPathValues;
}

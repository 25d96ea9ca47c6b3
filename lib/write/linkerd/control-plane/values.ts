import type { Affinity, LabelSelector, SecurityContext, Toleration } from '../../../../imports/k8s.js';
import type { JsonObject } from '../../../manifest/object.js';
import type { ProxyInitValues, ProxyValues } from './proxy-values.js';
import type {
  EnvironmentValues,
  ImageValues,
  ProbedValues,
  ProxyResourceValues,
  ResourceValues,
  ServiceAccountReference,
  StringMap,
} from './shared-values.js';

/**
 * All values of the official `linkerd-control-plane` chart, under the chart's own names. The injector reads them from
 * the ConfigMap `linkerd-config` at every admission, so the document must be complete.
 *
 * The defaults named here are the chart's; if `LinkerdControlPlane` has another one, `hardened-values.ts` has it, with
 * the reason.
 *
 * @see https://github.com/linkerd/linkerd2/blob/main/charts/linkerd-control-plane/values.yaml
 */
export interface LinkerdValues {
  /** DNS domain of the cluster's Services. @default cluster.local */
  readonly clusterDomain: string;
  /** CIDRs, separated by commas, in which the proxies discover services: at least those of pods and Services. @default - all private networks */
  readonly clusterNetworks: string;
  /** Whether linkerd-cni sets up the redirection of meshed pods instead of an init container. @default false */
  readonly cniEnabled: boolean;
  /** Labels of every object. @default - none */
  readonly commonLabels: StringMap;
  /** Additional ServiceAccounts that may read `linkerd-config`. @default - none */
  readonly configReaders: readonly ServiceAccountReference[] | null;
  /** Settings of all controllers. @default - see its fields */
  readonly controller: ControllerValues;
  /** Group under which the controllers run; below zero, that of the image. @default -1 */
  readonly controllerGID: number;
  /** Image of the controllers, without tag. @default cr.l5d.io/linkerd/controller */
  readonly controllerImage: string;
  /** Tag of the controllers' image. @default - linkerdVersion */
  readonly controllerImageVersion: string;
  /** Used by upstream's values for high availability to share values; nothing reads it. @default - none */
  readonly controllerResources?: ResourceValues | undefined;
  /** `plain` or `json`. @default plain */
  readonly controllerLogFormat: string;
  /** `panic` to `trace`. @default info */
  readonly controllerLogLevel: string;
  /** Pods of each controller. @default 1 */
  readonly controllerReplicas: number;
  /** User under which the controllers run. @default 2103 */
  readonly controllerUID: number;
  /** The image of the debug sidecar that a pod may request. @default cr.l5d.io/linkerd/debug */
  readonly debugContainer: { readonly image: ImageValues };
  /** How the Deployments replace their pods. @default - a quarter at a time */
  readonly deploymentStrategy: DeploymentStrategyValues;
  /** The destination controller. @default - see its fields */
  readonly destinationController: DestinationControllerValues;
  /** Requests and limits of the destination controller. @default - none */
  readonly destinationResources?: ResourceValues | undefined;
  /** Requests and limits of the proxy of the destination controller. @default - those of `proxy.resources` */
  readonly destinationProxyResources?: ProxyResourceValues | undefined;
  /** Whether the CronJob that reports the installation to Linkerd's vendor is disabled. @default false */
  readonly disableHeartBeat: boolean;
  /** Whether proxies ignore IPv6. @default true */
  readonly disableIPv6: boolean;
  /** Policy of traffic that leaves the cluster. @default - see its fields */
  readonly egress: EgressValues;
  /** Whether endpoints are read from EndpointSlices. @default true */
  readonly enableEndpointSlices: boolean;
  /** Whether proxies upgrade HTTP/1 between them to HTTP/2. @default true */
  readonly enableH2Upgrade: boolean;
  /** A PodSecurityPolicy, which Kubernetes 1.25 removed. @default false */
  readonly enablePSP: boolean;
  /** Whether the pods of a controller run on different nodes. @default false */
  readonly enablePodAntiAffinity: boolean;
  /** Whether each controller has a PodDisruptionBudget. @default false */
  readonly enablePodDisruptionBudget: boolean;
  /** Whether the controllers' admin servers serve pprof profiles. @default false */
  readonly enablePprof: boolean;
  /** The heartbeat's container. @default - none */
  readonly heartbeat?: EnvironmentValues | undefined;
  /** Requests and limits of the heartbeat. @default - none */
  readonly heartbeatResources?: ResourceValues | undefined;
  /** When the heartbeat runs, as a cron schedule. @default 0 0 * * * */
  readonly heartbeatSchedule: string;
  /** Whether `linkerd check` expects a high-availability installation. @default false */
  readonly highAvailability?: boolean | undefined;
  /** The identity controller. @default - see its fields */
  readonly identity: IdentityValues;
  /** Requests and limits of the identity controller. @default - none */
  readonly identityResources?: ResourceValues | undefined;
  /** Requests and limits of the proxy of the identity controller. @default - those of `proxy.resources` */
  readonly identityProxyResources?: ProxyResourceValues | undefined;
  /** Public roots, in PEM, of all identities. @default - none */
  readonly identityTrustAnchorsPEM: string;
  /** Domain of the identities, the same in all clusters of a fleet; the chart's default is clusterDomain. @default cluster.local */
  readonly identityTrustDomain: string;
  /** `Always`, `IfNotPresent` or `Never`. @default IfNotPresent */
  readonly imagePullPolicy: string;
  /** Secrets with the credentials of a private registry. @default - none */
  readonly imagePullSecrets: readonly { readonly name: string }[];
  /** Rate limit of the controllers' requests to the API server. @default - 100 a second, 200 at once */
  readonly kubeAPI: KubeApiValues;
  /** The release, as in the tags of the images. @default - that of the cluster's release line */
  readonly linkerdVersion: string;
  /** The container that checks linkerd-cni's redirection. @default - see its fields */
  readonly networkValidator: NetworkValidatorValues;
  /** Node affinity of the controllers. @default - none */
  readonly nodeAffinity?: Affinity['nodeAffinity'] | undefined;
  /** Labels of the nodes that controllers may run on. @default kubernetes.io/os: linux */
  readonly nodeSelector: StringMap;
  /** Annotations of all controllers' pods. @default - none */
  readonly podAnnotations: StringMap;
  /** Labels of all controllers' pods. @default - none */
  readonly podLabels: StringMap;
  /** The Prometheus operator's PodMonitors. @default - see its fields */
  readonly podMonitor: PodMonitorValues;
  /** The policy controller. @default - see its fields */
  readonly policyController: PolicyControllerValues;
  /** The webhook that checks policy. @default - see its fields */
  readonly policyValidator: WebhookValues;
  /** PriorityClass of the controllers. @default - none */
  readonly priorityClassName: string;
  /** The webhook that checks ServiceProfiles. @default - see its fields */
  readonly profileValidator: WebhookValues;
  /** Address of a Prometheus, for the heartbeat. @default - that of linkerd-viz */
  readonly prometheusUrl: string;
  /** The proxies of the whole mesh. @default - see its fields */
  readonly proxy: ProxyValues;
  /** The init container of meshed pods, if linkerd-cni is not used. @default - see its fields */
  readonly proxyInit: ProxyInitValues;
  /** The webhook that adds proxies to pods. @default - see its fields */
  readonly proxyInjector: ProxyInjectorValues;
  /** Requests and limits of the injector. @default - none */
  readonly proxyInjectorResources?: ResourceValues | undefined;
  /** Requests and limits of the proxy of the injector. @default - those of `proxy.resources` */
  readonly proxyInjectorProxyResources?: ProxyResourceValues | undefined;
  /** Number of old ReplicaSets kept for a rollback. @default 10 */
  readonly revisionHistoryLimit: number;
  /** RuntimeClass of the controllers. @default - none */
  readonly runtimeClassName: string;
  /** The container that checks ServiceProfiles. @default - see its fields */
  readonly spValidator: ProbedValues & EnvironmentValues;
  /** Requests and limits of the ServiceProfile validator. @default - none */
  readonly spValidatorResources?: ResourceValues | undefined;
  /** Tolerations of the controllers. @default - none */
  readonly tolerations?: readonly Toleration[] | undefined;
  /**
   * Whether a pod starts without its proxy (`Ignore`) or not at all (`Fail`) if the injector does not answer. @default
   * Ignore
   */
  readonly webhookFailurePolicy: string;
}

export interface ControllerValues {
  readonly podDisruptionBudget: { readonly maxUnavailable: number | string };
  readonly tracing: { readonly enabled: boolean; readonly collector: { readonly endpoint: string } };
}

export interface DeploymentStrategyValues {
  readonly type?: string | undefined;
  readonly rollingUpdate?:
    | { readonly maxSurge?: number | string | undefined; readonly maxUnavailable?: number | string | undefined }
    | undefined;
}

export interface DestinationControllerValues extends ProbedValues, EnvironmentValues {
  readonly meshedHttp2ClientProtobuf: JsonObject;
  readonly podAnnotations: StringMap;
  readonly additionalArgs?: readonly string[] | undefined;
  readonly experimentalArgs?: readonly string[] | undefined;
}

export interface EgressValues {
  readonly globalEgressNetworkNamespace: string;
}

export interface IdentityValues extends ProbedValues, EnvironmentValues {
  readonly externalCA: boolean;
  readonly issuer: {
    readonly clockSkewAllowance: string;
    readonly issuanceLifetime: string;
    readonly scheme: string;
    readonly tls: { readonly crtPEM: string };
  };
  readonly kubeAPI: KubeApiValues;
  readonly podAnnotations: StringMap;
  readonly serviceAccountTokenProjection: boolean;
}

export interface KubeApiValues {
  readonly clientBurst: number;
  readonly clientQPS: number;
}

export interface NetworkValidatorValues {
  readonly connectAddr: string;
  readonly listenAddr: string;
  readonly logFormat: string;
  readonly logLevel: string;
  readonly securityContext: SecurityContext;
  readonly timeout: string;
}

export interface PodMonitorValues {
  readonly controller: PodMonitorComponentValues & { readonly namespaceSelector: string };
  readonly enabled: boolean;
  readonly labels: StringMap;
  readonly proxy: PodMonitorComponentValues;
  readonly scrapeInterval: string;
  readonly scrapeTimeout: string;
  readonly serviceMirror: PodMonitorComponentValues;
}

export interface PodMonitorComponentValues {
  readonly enabled: boolean;
  /** New with 2.20. */
  readonly honorTimestamps?: boolean | undefined;
}

export interface PolicyControllerValues extends ProbedValues {
  readonly logLevel: string;
  readonly probeNetworks: readonly string[];
  readonly resources: ResourceValues;
  readonly additionalArgs?: readonly string[] | undefined;
  readonly experimentalArgs?: readonly string[] | undefined;
}

export interface WebhookValues {
  readonly caBundle: string;
  readonly crtPEM: string;
  readonly externalSecret: boolean;
  readonly injectCaFrom: string;
  readonly injectCaFromSecret: string;
  readonly namespaceSelector: LabelSelector;
}

export interface ProxyInjectorValues extends WebhookValues, ProbedValues, EnvironmentValues {
  readonly objectSelector: LabelSelector;
  readonly podAnnotations: StringMap;
  readonly timeoutSeconds: number;
}

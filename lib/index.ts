/**
 * The public surface: constructs for an app of your own, and what they take.
 *
 * `App.synth` writes their objects too, chart by chart; the project's own writer, which keeps stages apart and judges what it
 * wrote, is reached by describing a {@link Fleet}.
 */
export { type ApplicationOptions, addApplication } from './application/add-application.js';
export { addObservability, type ObservabilityOptions } from './application/add-observability.js';
export { Cluster, type ClusterProps } from './fleet/cluster.js';
export type { EastWest, EastWestLoadBalancer, EastWestNodePort } from './fleet/east-west.js';
export { type ComponentBuilder, Fleet, type FleetCluster } from './fleet/fleet.js';
export type { IstioMesh, LinkerdMesh, Mesh } from './fleet/mesh.js';
export { placeInStage, STAGES, type Stage } from './fleet/stage.js';
export { type ClusterOutput, synthesizeFleet } from './fleet/synthesize.js';
export type { IstioControlPlaneProps, IstiodReplicas, KeyServers } from './istio/control-plane/control-plane-props.js';
export { IstioControlPlane } from './istio/control-plane/istio-control-plane.js';
export { istioOperatorInput } from './istio/control-plane/istioctl-input.js';
export { type GatewayIdentity, type GatewayPort, gatewayIdentity } from './istio/gateway-ports.js';
export { IstioGateway } from './istio/gateway-workload.js';
export type { IstioGatewayProps } from './istio/gateway-workload-props.js';
export {
  type ExtensionProvider,
  HARDENED_MESH_CONFIG,
  type MeshConfig,
  type MeshConfigChanges,
  meshConfigOf,
  type ProxyDefaults,
} from './istio/mesh-config.js';
export { IstioMeshPolicy, type IstioMeshPolicyProps } from './istio/policy/istio-mesh-policy.js';
export { tracingProvider } from './istio/policy/tracing.js';
export type { CniValues } from './linkerd/cni/cni-values.js';
export type { LinkerdCniOptions } from './linkerd/cni/linkerd-cni.js';
export { LinkerdControlPlane, type LinkerdControlPlaneProps } from './linkerd/control-plane/linkerd-control-plane.js';
export type { PartialTree } from './linkerd/control-plane/overlay.js';
export type { ProxyInitValues, ProxyValues } from './linkerd/control-plane/proxy-values.js';
export type { LinkerdOptions } from './linkerd/control-plane/settings.js';
export type { LinkerdValues } from './linkerd/control-plane/values.js';
export { GuardedPort, type GuardedPortProps, type MeshedCaller } from './linkerd/guarded-port.js';
export { IsolatedNamespace, type IsolatedNamespaceProps } from './linkerd/isolated-namespace.js';
export type { EnvoyGatewayRelease } from './linkerd/traffic/envoy-gateway.js';
export type { EnvoyGatewayClass, ForeignGatewayClass, GatewayClass } from './linkerd/traffic/gateway-class.js';
export { LinkerdIngress, type LinkerdIngressProps } from './linkerd/traffic/linkerd-ingress.js';
export type { Substitutes } from './linkerd/traffic/substitutes.js';
export type { NatsClient } from './nats/client.js';
export type { LeafPeer } from './nats/leaf-peer.js';
export {
  brokerSettings,
  type ClientNodePortProps,
  type LeafnodeListenerProps,
  NatsBroker,
  type NatsBrokerProps,
} from './nats/nats-broker.js';
export { NatsCli, type NatsCliProps } from './nats/nats-cli.js';
export { leafSettings, NatsLeaf, type NatsLeafProps } from './nats/nats-leaf.js';
export type { ExporterProps, JetStreamProps, NatsServerProps } from './nats/nats-server-props.js';
export { leafLinkPermissions, mirrorReaderPermissions, readerSubjects } from './nats/permissions.js';
export type { Permissions } from './nats/server-config/account.js';
export type { Consumer, Mirror, Stream } from './nats/stream.js';
export type { Alert, AlertGroup, AlertSeverity, PrometheusDuration, Recording } from './observability/alert.js';
export { AlertRules, type AlertRulesProps } from './observability/alert-rules.js';
export { certificateAlerts } from './observability/alerts/certificates.js';
export { type IstioAlertOptions, istioAlerts } from './observability/alerts/istio.js';
export { type LinkerdAlertOptions, linkerdAlerts } from './observability/alerts/linkerd.js';
export { type NatsAlertOptions, natsAlerts } from './observability/alerts/nats.js';
export { objectiveAlerts } from './observability/alerts/objectives.js';
export type { ServicePromise, ServicePromises } from './observability/application-objectives.js';
export { Dashboards, type DashboardsProps } from './observability/dashboards/dashboards.js';
export { meshDashboards } from './observability/dashboards/mesh.js';
export { natsDashboard } from './observability/dashboards/nats.js';
export type { Choice, Dashboard, Panel, Query, Row } from './observability/dashboards/panel.js';
export { trustDashboard } from './observability/dashboards/trust.js';
export { IstioMonitors, type IstioMonitorsProps } from './observability/monitors/istio.js';
export {
  LinkerdScrapeAccess,
  type LinkerdScrapeAccessProps,
  linkerdMonitorValues,
} from './observability/monitors/linkerd.js';
export { NatsMonitor, type NatsMonitorProps } from './observability/monitors/nats.js';
export { PodMetrics, type PodMetricsProps } from './observability/monitors/pod-metrics.js';
export { ScrapeAccess, type ScrapeAccessProps } from './observability/monitors/scrape-access.js';
export { ServiceMetrics, type ServiceMetricsProps } from './observability/monitors/service-metrics.js';
export {
  type MetricsPort,
  WorkloadMetrics,
  type WorkloadMetricsProps,
} from './observability/monitors/workload-metrics.js';
export type { LatencyObjective, ObservedWorkload, ServiceObjective } from './observability/objective.js';
export { DEFAULT_PROMETHEUS, type Prometheus, prometheusOf } from './observability/prometheus.js';
export type { ObservedMesh } from './observability/service-series.js';
export { linkerdTracingValues } from './observability/tracing/linkerd.js';
export { type TraceCollectorOptions, traceCollector } from './observability/tracing/trace-collector.js';
export { formatProblem, InvalidInput, type Problem, rejectIfAny } from './problem.js';
export {
  checkProps,
  either,
  type Fields,
  kinds,
  list,
  mapping,
  type Optional,
  oneOf,
  optional,
  options,
  type Shape,
} from './props/shape.js';
export {
  anyNumber,
  anySize,
  anyText,
  anything,
  domainName,
  duration,
  flag,
  instance,
  integer,
  label,
  objectName,
  size,
  text,
  timeSpan,
} from './props/values.js';
export type { SecretSource } from './secrets/required-secret.js';
export { DEFAULT_LIFETIMES, type Lifetime, type Lifetimes } from './trust/lifetimes.js';
export { TrustHierarchy, type TrustHierarchyProps, type TrustRoot } from './trust/trust-hierarchy.js';
export type {
  ClaimVolume,
  ConfigVolume,
  ScratchVolume,
  SecretKey,
  SecretVolume,
  WorkloadContainer,
  WorkloadVolume,
} from './workload/container.js';
export type { Gateway, GatewayPods } from './workload/gateway.js';
export { HardenedWorkload, type HardenedWorkloadProps } from './workload/hardened-workload.js';
export type { Image } from './workload/image.js';
export type { Application } from './workload/intents/application.js';
export type { Caller, Method } from './workload/intents/caller.js';
export type { ExternalHost, ForeignCall } from './workload/intents/egress.js';
export type { EndUser } from './workload/intents/end-user.js';
export type { Federation } from './workload/intents/federation.js';
export type {
  AcmeCertificate,
  AcmeChallenge,
  Dns01Challenge,
  Ingress,
  IngressCertificate,
  IssuedCertificate,
} from './workload/intents/ingress.js';
export type { LoadBalancing, LocalityFailover, SessionAffinity } from './workload/intents/load-balancing.js';
export type { RateLimit } from './workload/intents/rate-limit.js';
export type { Fault, FaultEffect, Mirroring, Pin, Release } from './workload/intents/release.js';
export type { CookieMatch, HeaderMatch, PathMatch, RequestMatch } from './workload/intents/request-match.js';
export type {
  CircuitBreaker,
  ConnectionPool,
  KeepAlive,
  Retries,
  RetryAcceptances,
  RetryCondition,
} from './workload/intents/resilience.js';
export type { Service } from './workload/intents/service.js';
export type { Metrics, Tracing } from './workload/intents/telemetry.js';
export type { ForeignWorkload, Peer } from './workload/peer.js';
export type { PodMetadata } from './workload/pod-template.js';
export type { AppProtocol, WorkloadPort } from './workload/port.js';
export type { ExecProbe, GrpcProbe, HttpProbe, Probe, ProbeAction, Probes, TcpProbe } from './workload/probe.js';
export type { Allotment, Resources } from './workload/resources.js';
export type { Workload, WorkloadVersion } from './workload/workload.js';

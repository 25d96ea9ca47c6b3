/**
 * The public surface: constructs for an app of your own, and what they take.
 *
 * `App.synth` writes their objects too, chart by chart; the project's own writer, which keeps stages apart and judges what it
 * wrote, is reached by describing a {@link Fleet}.
 */

export { type Diagnostic, formatDiagnostic, InvalidInput, throwIfAny } from './diagnostic.js';
export type { PartialTree } from './input/part.js';
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
} from './input/shape.js';
export {
  anySize,
  anyText,
  anything,
  decimal,
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
} from './input/values.js';
export type { ObservabilityOptions } from './write/application/add-observability.js';
export type { ApplicationOptions } from './write/application/application-mesh.js';
export { Cluster } from './write/fleet/cluster.js';
export type { ClusterProps } from './write/fleet/cluster-props.js';
export type { ComponentBuilder } from './write/fleet/components.js';
export type { EastWest, EastWestLoadBalancer, EastWestNodePort } from './write/fleet/east-west.js';
export type { IstioMesh, LinkerdMesh, Mesh } from './write/fleet/mesh.js';
export { placeInStage, STAGES, type Stage } from './write/fleet/stage.js';
export { type ClusterOutput, synthesizeFleet } from './write/fleet/synthesize.js';
export type {
  IstioControlPlaneProps,
  IstiodReplicas,
  KeyServers,
} from './write/istio/control-plane/control-plane-props.js';
export { IstioControlPlane } from './write/istio/control-plane/istio-control-plane.js';
export { istioOperatorInput } from './write/istio/control-plane/istioctl-input.js';
export { type GatewayIdentity, type GatewayPort, gatewayIdentity } from './write/istio/gateway-ports.js';
export { IstioGateway } from './write/istio/gateway-workload.js';
export type { IstioGatewayProps } from './write/istio/gateway-workload-props.js';
export {
  type ExtensionProvider,
  HARDENED_MESH_CONFIG,
  type MeshConfig,
  type MeshConfigChanges,
  meshConfigOf,
  type ProxyDefaults,
} from './write/istio/mesh-config.js';
export { IstioMeshPolicy, type IstioMeshPolicyProps } from './write/istio/policy/istio-mesh-policy.js';
export { tracingProvider } from './write/istio/policy/tracing.js';
export type { CniValues } from './write/linkerd/cni/cni-values.js';
export type { LinkerdCniOptions } from './write/linkerd/cni/linkerd-cni.js';
export { LinkerdControlPlane } from './write/linkerd/control-plane/linkerd-control-plane.js';
export type { LinkerdOptions } from './write/linkerd/control-plane/linkerd-options.js';
export type { LinkerdControlPlaneProps } from './write/linkerd/control-plane/props.js';
export type { ProxyInitValues, ProxyValues } from './write/linkerd/control-plane/proxy-values.js';
export type { LinkerdValues } from './write/linkerd/control-plane/values.js';
export { GuardedPort, type GuardedPortProps, type MeshedCaller } from './write/linkerd/guarded-port.js';
export { LinkerdNamespace, type LinkerdNamespaceProps } from './write/linkerd/linkerd-namespace.js';
export type { EnvoyGatewayRelease } from './write/linkerd/traffic/envoy-gateway.js';
export type { Fallbacks } from './write/linkerd/traffic/fallbacks.js';
export type { EnvoyGatewayClass, ExternalGatewayClass, GatewayClass } from './write/linkerd/traffic/gateway-class.js';
export type { ClientNodePortProps, LeafnodeListenerProps, NatsBrokerProps } from './write/nats/broker-props.js';
export { brokerSettings } from './write/nats/broker-settings.js';
export type {
  PublisherOptions,
  StreamSubscriber,
  SubjectSubscriber,
  SubscriberOptions,
} from './write/nats/cli-client.js';
export { type NatsClient, ownInbox } from './write/nats/client.js';
export { type NatsClientActions, natsClient } from './write/nats/client-actions.js';
export type { LeafPeer } from './write/nats/leaf-peer.js';
export type { NatsLeafProps } from './write/nats/leaf-props.js';
export { leafSettings } from './write/nats/leaf-settings.js';
export { NatsBroker } from './write/nats/nats-broker.js';
export { NatsCli, type NatsCliProps } from './write/nats/nats-cli.js';
export { NatsLeaf } from './write/nats/nats-leaf.js';
export type { ExporterProps, JetStreamProps, NatsServerProps } from './write/nats/nats-server-props.js';
export { leafLinkPermissions, mirrorReaderPermissions, readerSubjects } from './write/nats/permissions.js';
export type { Permissions } from './write/nats/server-config/account.js';
export type { Consumer, Mirror, Stream } from './write/nats/stream.js';
export type { Alert, AlertGroup, AlertSeverity, PrometheusDuration, Recording } from './write/observability/alert.js';
export { AlertRules, type AlertRulesProps } from './write/observability/alert-rules.js';
export { certificateAlerts } from './write/observability/alerts/certificates.js';
export { type IstioAlertOptions, istioAlerts } from './write/observability/alerts/istio.js';
export { type LinkerdAlertOptions, linkerdAlerts } from './write/observability/alerts/linkerd.js';
export { type NatsAlertOptions, natsAlerts } from './write/observability/alerts/nats.js';
export { objectiveAlerts } from './write/observability/alerts/objectives.js';
export type { ApplicationObjectives, ObjectiveTargets } from './write/observability/application-objectives.js';
export { Dashboards, type DashboardsProps } from './write/observability/dashboards/dashboards.js';
export { meshDashboards } from './write/observability/dashboards/mesh.js';
export { natsDashboard } from './write/observability/dashboards/nats.js';
export type { Choice, Dashboard, Panel, Query, Row } from './write/observability/dashboards/panel.js';
export { trustDashboard } from './write/observability/dashboards/trust.js';
export { IstioMonitors, type IstioMonitorsProps } from './write/observability/monitors/istio.js';
export {
  LinkerdScrapeAccess,
  type LinkerdScrapeAccessProps,
  linkerdMonitorValues,
} from './write/observability/monitors/linkerd.js';
export { NatsMonitor, type NatsMonitorProps } from './write/observability/monitors/nats.js';
export { PodMetrics, type PodMetricsProps } from './write/observability/monitors/pod-metrics.js';
export { ScrapeAccess, type ScrapeAccessProps } from './write/observability/monitors/scrape-access.js';
export { ServiceMetrics, type ServiceMetricsProps } from './write/observability/monitors/service-metrics.js';
export {
  type MetricsPort,
  WorkloadMetrics,
  type WorkloadMetricsProps,
} from './write/observability/monitors/workload-metrics.js';
export type { LatencyObjective, ServiceObjective } from './write/observability/objective.js';
export type { ObservedWorkload } from './write/observability/observed-workload.js';
export { DEFAULT_PROMETHEUS, type Prometheus, prometheusOf } from './write/observability/prometheus.js';
export type { ObservedMesh } from './write/observability/service-series.js';
export { DEFAULT_JAEGER, type FleetTracing } from './write/observability/tracing/fleet-tracing.js';
export { linkerdTracingValues } from './write/observability/tracing/linkerd.js';
export { type TraceCollectorOptions, traceCollector } from './write/observability/tracing/trace-collector.js';
export type { FleetApplication, FleetApplicationOptions } from './write/platform/add-application.js';
export type { HttpApplication } from './write/platform/add-http-services.js';
export type { Password } from './write/platform/add-password.js';
export { Fleet } from './write/platform/fleet.js';
export type { FleetCluster } from './write/platform/fleet-cluster.js';
export type { FleetOptions, FleetPrometheus } from './write/platform/fleet-options.js';
export type {
  Environment,
  HttpCall,
  HttpIngress,
  HttpService,
  HttpServicePods,
  HttpServicesOptions,
} from './write/platform/http-service-options.js';
export { httpServices } from './write/platform/http-services.js';
export { type HttpWorkloadOptions, httpWorkload } from './write/platform/http-workload.js';
export type {
  IstioControlPlaneOptions,
  LinkerdControlPlaneOptions,
  MeshAlertOptions,
  MeshOptions,
  TrustOptions,
} from './write/platform/mesh-options.js';
export type { FleetBroker, FleetBrokerOptions, LeafnodePort } from './write/platform/messaging/fleet-broker.js';
export type { FleetLeaf, FleetLeafOptions, LeafLink } from './write/platform/messaging/fleet-leaf.js';
export type { ServerSurroundings } from './write/platform/messaging/server-options.js';
export { type PostgresqlOptions, postgresql } from './write/platform/stores/postgresql.js';
export { type QdrantOptions, qdrant } from './write/platform/stores/qdrant.js';
export { type RedisOptions, redis } from './write/platform/stores/redis.js';
export type { Store } from './write/platform/stores/store.js';
export type { TraceSampling } from './write/platform/tracing.js';
export type { SecretSource } from './write/secrets/required-secret.js';
export { DEFAULT_LIFETIMES, type Lifetime, type Lifetimes } from './write/trust/lifetimes.js';
export { TrustHierarchy, type TrustHierarchyProps } from './write/trust/trust-hierarchy.js';
export type { TrustRoot } from './write/trust/trust-root.js';
export type {
  ClaimVolume,
  ConfigVolume,
  ScratchVolume,
  SecretKey,
  SecretVolume,
  WorkloadContainer,
  WorkloadVolume,
} from './write/workload/container.js';
export type { Gateway, GatewayPods } from './write/workload/gateway.js';
export { HardenedWorkload, type HardenedWorkloadProps } from './write/workload/hardened-workload.js';
export type { Image } from './write/workload/image.js';
export type { Application } from './write/workload/intents/application.js';
export type { Caller, Method } from './write/workload/intents/caller.js';
export type { ExternalCall, ExternalHost } from './write/workload/intents/egress.js';
export type { EndUser } from './write/workload/intents/end-user.js';
export type { Federation } from './write/workload/intents/federation.js';
export type {
  AcmeCertificate,
  AcmeChallenge,
  Dns01Challenge,
  Ingress,
  IngressCertificate,
  IssuedCertificate,
} from './write/workload/intents/ingress.js';
export { letsEncrypt } from './write/workload/intents/lets-encrypt.js';
export type { LoadBalancing, LocalityFailover, SessionAffinity } from './write/workload/intents/load-balancing.js';
export type { RateLimit } from './write/workload/intents/rate-limit.js';
export type { Fault, FaultEffect, Mirroring, Pin, Release } from './write/workload/intents/release.js';
export type { CookieMatch, HeaderMatch, PathMatch, RequestMatch } from './write/workload/intents/request-match.js';
export type {
  CircuitBreaker,
  ConnectionPool,
  KeepAlive,
  Retries,
  RetryAcceptances,
  RetryCondition,
} from './write/workload/intents/resilience.js';
export type { Service } from './write/workload/intents/service.js';
export type { Metrics, Tracing } from './write/workload/intents/telemetry.js';
export type { ExternalWorkload, Peer } from './write/workload/peer.js';
export type { PodMetadata } from './write/workload/pod-template.js';
export type { AppProtocol, WorkloadPort } from './write/workload/port.js';
export type { ExecProbe, GrpcProbe, HttpProbe, Probe, ProbeAction, Probes, TcpProbe } from './write/workload/probe.js';
export type { ResourceBounds, Resources } from './write/workload/resources.js';
export type { Workload, WorkloadVersion } from './write/workload/workload.js';

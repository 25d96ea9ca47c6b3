/**
 * The public surface: constructs for an app of your own, and what they take.
 *
 * `App.synth` writes their objects too, chart by chart; the project's own writer, which keeps stages apart and judges what it
 * wrote, is reached by describing a {@link Fleet}.
 */
export { Cluster, type ClusterProps } from './fleet/cluster.js';
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
export type { CniValues } from './linkerd/cni/cni-values.js';
export type { LinkerdCniOptions } from './linkerd/cni/linkerd-cni.js';
export { LinkerdControlPlane, type LinkerdControlPlaneProps } from './linkerd/control-plane/linkerd-control-plane.js';
export type { PartialTree } from './linkerd/control-plane/overlay.js';
export type { ProxyInitValues, ProxyValues } from './linkerd/control-plane/proxy-values.js';
export type { LinkerdOptions } from './linkerd/control-plane/settings.js';
export type { LinkerdValues } from './linkerd/control-plane/values.js';
export { GuardedPort, type GuardedPortProps, type MeshedCaller } from './linkerd/guarded-port.js';
export { IsolatedNamespace, type IsolatedNamespaceProps } from './linkerd/isolated-namespace.js';
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
export type { Image } from './workload/image.js';
export type { Allotment, Resources } from './workload/resources.js';

import type { ComponentBuilder, ComponentCluster } from '../fleet/components.js';
import { gatewayPorts } from '../istio/gateway-ports.js';
import { IstioGateway } from '../istio/gateway-workload.js';
import type { IstioGatewayProps } from '../istio/gateway-workload-props.js';
import { ROOT_NAMESPACE } from '../istio/mesh-config.js';
import { IstioNamespacePolicy } from '../istio/policy/istio-namespace-policy.js';
import { IstioService } from '../istio/policy/istio-service.js';
import { istioNamespace, istioPod } from '../istio/policy/pod.js';
import { checkIstioIntents } from '../istio/traffic/check-istio.js';
import { IstioEastWest } from '../istio/traffic/istio-east-west.js';
import { IstioEgress } from '../istio/traffic/istio-egress.js';
import { IstioIngress } from '../istio/traffic/istio-ingress.js';
import { DefaultDenyNamespace } from '../workload/default-deny-namespace.js';
import type { Gateway } from '../workload/gateway.js';
import { HardenedWorkload } from '../workload/hardened-workload.js';
import { entranceOf } from '../workload/intents/federation.js';
import type { ResolvedApplication } from '../workload/intents/resolved.js';
import { type MeshReach, PeerNetworkPolicy, ServiceNetworkPolicy } from '../workload/network-policies.js';
import { samePeer } from '../workload/peer.js';
import type { ApplicationMesh } from './application-mesh.js';

/** Ports of istiod for proxies. @see https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
const CONTROL_PLANE = { mesh: 'istio', namespace: ROOT_NAMESPACE, ports: [15_012] };

/** Port at which a proxy publishes its metrics and those of its workload. @see https://istio.io/latest/docs/ops/integrations/prometheus/ */
const METRICS_PORT = 15_020;

/** Applications as Istio expresses them. */
export const istio: ApplicationMesh = {
  gatewayPods: () => undefined,

  express: (application) => ({
    problems: checkIstioIntents(application),
    addTo: (cluster) => addIstio(cluster, application),
  }),
};

function addIstio(cluster: ComponentCluster, application: ResolvedApplication): void {
  const reach = reachOf(application);
  for (const namespace of application.namespaces) addNamespace(cluster, namespace);
  for (const ingress of application.ingressGateways) {
    addGateway(cluster, application, ingress.gateway, {}, (chart) => {
      new IstioIngress(chart, 'ingress', { application, ingress });
      new PeerNetworkPolicy(chart, 'network', { application, peer: ingress.gateway, reach });
    });
  }
  addEgressGateway(cluster, application, reach);
  addEastWestGateway(cluster, application, reach);
  for (const service of application.services) {
    cluster.add(service.workload.name, (chart) => {
      new HardenedWorkload(chart, 'workload', { workload: service.workload, pod: istioPod(service) });
      new ServiceNetworkPolicy(chart, 'network', { application, service, reach });
      new IstioService(chart, 'mesh', { application, service });
    });
  }
}

function reachOf({ egressGateway, federation }: ResolvedApplication): MeshReach {
  return {
    metricsPorts: [METRICS_PORT],
    egressGatewayPorts:
      egressGateway === undefined ? [] : gatewayPorts(egressGateway).map(({ containerPort }) => containerPort),
    ...(federation && { otherClusters: federation.clusters.flatMap((other) => entranceOf(other) ?? []) }),
  };
}

function addNamespace(cluster: ComponentCluster, namespace: string): void {
  cluster.add(`namespace-${namespace}`, (chart) => {
    new DefaultDenyNamespace(chart, 'namespace', {
      name: namespace,
      ...istioNamespace(cluster),
      // Without the plugin, a privileged init container of each pod redirects its traffic.
      enforce: cluster.istio?.cni === true ? 'restricted' : 'privileged',
      controlPlane: CONTROL_PLANE,
    });
    new IstioNamespacePolicy(chart, 'policy', { cluster, namespace });
  });
}

function addEgressGateway(cluster: ComponentCluster, application: ResolvedApplication, reach: MeshReach): void {
  const { accesses, egressGateway: gateway, externalHosts } = application;
  if (gateway === undefined) return;
  const callers = application.services.filter(({ egress = [] }) => egress.length > 0).map(({ workload }) => workload);
  const destinationPorts = [...new Set(externalHosts.map(({ port }) => port))];
  addGateway(cluster, application, gateway, { callers, destinationPorts }, (chart) => {
    new IstioEgress(chart, 'egress', { application, gateway });
    // It calls nothing in the cluster, except a collector of spans that is a service of the application.
    if (accesses.some(({ from }) => samePeer(from, gateway))) {
      new PeerNetworkPolicy(chart, 'network', { application, peer: gateway, reach });
    }
  });
}

function addEastWestGateway(cluster: ComponentCluster, application: ResolvedApplication, reach: MeshReach): void {
  const { federation } = application;
  if (federation === undefined) return;
  const { gateway, clusters } = federation;
  const clients = [...new Set(clusters.flatMap(({ egressCidrs }) => egressCidrs))].sort();
  addGateway(cluster, application, gateway, { clients }, (chart) => {
    new IstioEastWest(chart, 'east-west', { application, federation });
    new PeerNetworkPolicy(chart, 'network', { application, peer: gateway, reach });
  });
}

function addGateway(
  cluster: ComponentCluster,
  { prometheus }: ResolvedApplication,
  gateway: Gateway,
  props: Pick<IstioGatewayProps, 'clients' | 'callers' | 'destinationPorts'>,
  more: ComponentBuilder,
): void {
  cluster.add(`gateway-${gateway.name}`, (chart) => {
    new IstioGateway(chart, 'gateway', {
      cluster,
      gateway,
      ...props,
      ...(prometheus !== undefined && { scrapers: [prometheus.namespace] }),
    });
    new IstioNamespacePolicy(chart, 'policy', { cluster, namespace: gateway.namespace });
    more(chart);
  });
}

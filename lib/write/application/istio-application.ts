import type { Diagnostic } from '../../diagnostic.js';
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
import { accessFrom } from '../workload/intents/access.js';
import { type Application, ingressGateways, namespacesOf } from '../workload/intents/application.js';
import { entranceOf } from '../workload/intents/federation.js';
import { type MeshReach, PeerNetworkPolicy, ServiceNetworkPolicy } from '../workload/network-policies.js';

/** Ports of istiod for proxies. @see https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
const CONTROL_PLANE = { mesh: 'istio', namespace: ROOT_NAMESPACE, ports: [15_012] };

/** Port of a pod's metrics, those of its proxy among them. @see https://istio.io/latest/docs/ops/integrations/prometheus/ */
const METRICS_PORT = 15_020;

/** What of an application Istio cannot do; what depends on the control plane is compared when the fleet is synthesized. */
export function checkInIstio(application: Application): Diagnostic[] {
  return checkIstioIntents(application);
}

/** Adds the components of an application to a cluster with Istio. */
export function addToIstio(cluster: ComponentCluster, application: Application): void {
  const reach: MeshReach = {
    metricsPorts: [METRICS_PORT],
    egressGatewayPorts:
      application.egressGateway === undefined
        ? []
        : gatewayPorts(application.egressGateway).map(({ containerPort }) => containerPort),
    ...(application.federation !== undefined && {
      otherClusters: application.federation.clusters.flatMap((other) => entranceOf(other) ?? []),
    }),
  };
  for (const namespace of namespacesOf(application)) {
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
  for (const gateway of ingressGateways(application)) {
    addGateway(cluster, application, gateway, (chart) => {
      new IstioIngress(chart, 'ingress', { application, gateway });
      new PeerNetworkPolicy(chart, 'network', { application, peer: gateway, reach });
    });
  }
  const { egressGateway } = application;
  if (egressGateway !== undefined) {
    addGateway(cluster, application, egressGateway, (chart) => {
      new IstioEgress(chart, 'egress', { application });
      // It calls nothing in the cluster but a collector of spans that is the application's own.
      if (accessFrom(egressGateway, application).length > 0) {
        new PeerNetworkPolicy(chart, 'network', { application, peer: egressGateway, reach });
      }
    });
  }
  const { federation } = application;
  if (federation !== undefined) {
    const { gateway, clusters } = federation;
    addGateway(
      cluster,
      application,
      gateway,
      (chart) => {
        new IstioEastWest(chart, 'east-west', { application });
        new PeerNetworkPolicy(chart, 'network', { application, peer: gateway, reach });
      },
      { clients: [...new Set(clusters.flatMap(({ egressCidrs }) => egressCidrs))].sort() },
    );
  }
  for (const service of application.services) {
    cluster.add(service.workload.name, (chart) => {
      new HardenedWorkload(chart, 'workload', { workload: service.workload, pod: istioPod(service) });
      new ServiceNetworkPolicy(chart, 'network', { application, service, reach });
      new IstioService(chart, 'mesh', { application, service });
    });
  }
}

function addGateway(
  cluster: ComponentCluster,
  { prometheus, services }: Application,
  gateway: Gateway,
  more: ComponentBuilder,
  options: Pick<IstioGatewayProps, 'clients'> = {},
): void {
  cluster.add(`gateway-${gateway.name}`, (chart) => {
    new IstioGateway(chart, 'gateway', {
      cluster,
      gateway,
      ...options,
      ...(prometheus !== undefined && { scrapers: [prometheus.namespace] }),
      ...(gateway.direction === 'egress' && {
        callers: services.filter(({ egress = [] }) => egress.length > 0).map(({ workload }) => workload),
        destinationPorts: [...new Set(services.flatMap(({ egress = [] }) => egress.map(({ port }) => port)))],
      }),
    });
    new IstioNamespacePolicy(chart, 'policy', { cluster, namespace: gateway.namespace });
    more(chart);
  });
}

import type { ComponentCluster } from '../fleet/components.js';
import { checkLinkerd } from '../linkerd/check-linkerd.js';
import { type LinkerdApplication, resolveLinkerd } from '../linkerd/linkerd-application.js';
import { LinkerdNamespace } from '../linkerd/linkerd-namespace.js';
import { LinkerdEgress } from '../linkerd/policy/egress.js';
import { linkerdPod } from '../linkerd/policy/pod.js';
import { linkerdAppProtocol } from '../linkerd/policy/protocol.js';
import { PROXY_ADMIN_PORT, PROXY_INBOUND_PORT } from '../linkerd/ports.js';
import { checkGatewayClass } from '../linkerd/traffic/check-gateway-class.js';
import { GatewayAccess } from '../linkerd/traffic/gateway-access.js';
import { gatewayFacts } from '../linkerd/traffic/gateway-facts.js';
import { LinkerdGatewayClass } from '../linkerd/traffic/linkerd-gateway-class.js';
import { LinkerdIngress } from '../linkerd/traffic/linkerd-ingress.js';
import { LinkerdService } from '../linkerd/traffic/linkerd-service.js';
import { linkerdServiceAnnotations } from '../linkerd/traffic/service-annotations.js';
import { HardenedWorkload } from '../workload/hardened-workload.js';
import { type MeshReach, PeerNetworkPolicy, ServiceNetworkPolicy } from '../workload/network-policies.js';
import type { ApplicationMesh } from './application-mesh.js';

const REACH: MeshReach = { inboundPort: PROXY_INBOUND_PORT, metricsPorts: [PROXY_ADMIN_PORT] };

/** Applications as Linkerd expresses them. */
export const linkerd: ApplicationMesh = {
  gatewayPods: (gateway, { gatewayClass }) => gatewayClass && gatewayFacts(gatewayClass).pods(gateway),

  express: (resolved, { fallbacks, gatewayClass }) => {
    const application = resolveLinkerd(resolved, fallbacks, gatewayClass);
    return {
      problems: [...checkLinkerd(application), ...checkGatewayClass(application)],
      addTo: (cluster) => addLinkerd(cluster, application),
    };
  },
};

function addLinkerd(cluster: ComponentCluster, application: LinkerdApplication): void {
  for (const namespace of application.namespaces) {
    cluster.add(`namespace-${namespace}`, (chart) => {
      new LinkerdNamespace(chart, 'namespace', { cluster, name: namespace });
    });
  }
  addGateways(cluster, application);
  if (application.externalHosts.length > 0) {
    cluster.add(`${application.name}-egress`, (chart) => {
      new LinkerdEgress(chart, 'egress', { application });
    });
  }
  for (const service of application.services) {
    cluster.add(service.workload.name, (chart) => {
      new HardenedWorkload(chart, 'workload', {
        workload: service.workload,
        pod: linkerdPod(service, application),
        serviceAnnotations: linkerdServiceAnnotations(service),
        appProtocol: linkerdAppProtocol,
      });
      new ServiceNetworkPolicy(chart, 'network', { application, service, reach: REACH });
      new LinkerdService(chart, 'mesh', { application, service });
    });
  }
}

function addGateways(cluster: ComponentCluster, application: LinkerdApplication): void {
  const { gatewayClass, ingressGateways } = application;
  if (gatewayClass === undefined) return;
  const { name, stated } = gatewayClass;
  if (stated.kind === 'envoy-gateway' && ingressGateways.length > 0) {
    const component = `gateway-class-${name}`;
    // One for all applications of the cluster.
    if (!cluster.components.has(component)) {
      cluster.add(component, (chart) => {
        new LinkerdGatewayClass(chart, 'class', { gatewayClass: stated });
      });
    }
  }
  for (const ingress of ingressGateways) {
    const { gateway } = ingress;
    cluster.add(`gateway-${gateway.name}`, (chart) => {
      new GatewayAccess(chart, 'access', { application, ingress, gatewayClass });
      new PeerNetworkPolicy(chart, 'network', { application, peer: gateway, reach: REACH });
      new LinkerdIngress(chart, 'ingress', { cluster, ingress, gatewayClass });
    });
  }
}

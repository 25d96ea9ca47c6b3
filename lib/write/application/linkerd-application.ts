import { type Diagnostic, sortDiagnostics } from '../../diagnostic.js';
import { checkProps } from '../../input/shape.js';
import type { ComponentCluster } from '../fleet/components.js';
import { checkLinkerd } from '../linkerd/check-linkerd.js';
import { LinkerdNamespace } from '../linkerd/linkerd-namespace.js';
import { LinkerdEgress } from '../linkerd/policy/egress.js';
import { linkerdPod } from '../linkerd/policy/pod.js';
import { linkerdAppProtocol } from '../linkerd/policy/protocol.js';
import { PROXY_ADMIN_PORT, PROXY_INBOUND_PORT } from '../linkerd/ports.js';
import { checkGatewayClass } from '../linkerd/traffic/check-gateway-class.js';
import type { Fallbacks } from '../linkerd/traffic/fallbacks.js';
import { GatewayAccess } from '../linkerd/traffic/gateway-access.js';
import { GATEWAY_CLASS, type GatewayClass } from '../linkerd/traffic/gateway-class.js';
import { gatewayFacts, withGatewaysMadeBy } from '../linkerd/traffic/gateway-facts.js';
import { LinkerdGatewayClass } from '../linkerd/traffic/linkerd-gateway-class.js';
import { LinkerdIngress } from '../linkerd/traffic/linkerd-ingress.js';
import { LinkerdService } from '../linkerd/traffic/linkerd-service.js';
import { linkerdServiceAnnotations } from '../linkerd/traffic/service-annotations.js';
import { HardenedWorkload } from '../workload/hardened-workload.js';
import { type Application, ingressGateways, namespacesOf } from '../workload/intents/application.js';
import { type MeshReach, PeerNetworkPolicy, ServiceNetworkPolicy } from '../workload/network-policies.js';

/** What is said of an application for Linkerd alone. */
export interface LinkerdApplicationOptions {
  /** What is accepted in place of what Linkerd cannot do. @default - nothing: an error says what Linkerd offers @see https://linkerd.io/2-edge/features/ */
  readonly fallbacks?: Fallbacks;
  /** What makes the pods of gateways; needed where a service has a way in. @default - none @see https://gateway-api.sigs.k8s.io/api-types/gatewayclass/ */
  readonly gatewayClass?: GatewayClass;
}

/** What of an application Linkerd cannot do, and no fallback is accepted for. */
export function checkInLinkerd(
  application: Application,
  { fallbacks, gatewayClass }: LinkerdApplicationOptions,
): Diagnostic[] {
  const where = `Application '${application.name}': gatewayClass`;
  const [first] = ingressGateways(application);
  const stated = gatewayClass === undefined ? [] : checkProps(where, gatewayClass, GATEWAY_CLASS);
  const missing: Diagnostic[] =
    first === undefined || gatewayClass !== undefined
      ? []
      : [
          {
            where,
            got: `absent, while a service is let in to through gateway '${first.namespace}/${first.name}'`,
            expected: 'the class of the gateway: Linkerd makes no pods for it',
            fix: 'State gatewayClass beside the application, or drop its ingress.',
          },
        ];
  const unfit =
    gatewayClass === undefined || stated.length > 0 ? [] : checkGatewayClass(application, gatewayClass, fallbacks);
  return sortDiagnostics([...checkLinkerd(application, fallbacks), ...stated, ...missing, ...unfit]);
}

/** Adds the components of an application to a cluster with Linkerd. */
export function addToLinkerd(
  cluster: ComponentCluster,
  stated: Application,
  { fallbacks = {}, gatewayClass }: LinkerdApplicationOptions,
): void {
  const application = gatewayClass === undefined ? stated : withGatewaysMadeBy(gatewayClass, stated);
  const reach: MeshReach = { inboundPort: PROXY_INBOUND_PORT, metricsPorts: [PROXY_ADMIN_PORT] };
  for (const namespace of namespacesOf(application)) {
    cluster.add(`namespace-${namespace}`, (chart) => {
      new LinkerdNamespace(chart, 'namespace', { cluster, name: namespace });
    });
  }
  const gateways = ingressGateways(application);
  if (gatewayClass?.kind === 'envoy-gateway' && gateways.length > 0) {
    const component = `gateway-class-${gatewayFacts(gatewayClass).name}`;
    // One for all applications of the cluster.
    if (!cluster.components.has(component)) {
      cluster.add(component, (chart) => {
        new LinkerdGatewayClass(chart, 'class', { gatewayClass });
      });
    }
  }
  for (const gateway of gateways) {
    if (gatewayClass === undefined) continue;
    cluster.add(`gateway-${gateway.name}`, (chart) => {
      new GatewayAccess(chart, 'access', { cluster, application, gateway, gatewayClass });
      new PeerNetworkPolicy(chart, 'network', { application, peer: gateway, reach });
      new LinkerdIngress(chart, 'ingress', { application, gateway, gatewayClass });
    });
  }
  if (application.services.some(({ egress = [] }) => egress.length > 0)) {
    cluster.add(`${application.name}-egress`, (chart) => {
      new LinkerdEgress(chart, 'egress', { application, fallbacks });
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
      new ServiceNetworkPolicy(chart, 'network', { application, service, reach });
      new LinkerdService(chart, 'mesh', { application, service, fallbacks });
    });
  }
}

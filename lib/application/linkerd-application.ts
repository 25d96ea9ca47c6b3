import type { FleetCluster } from '../fleet/fleet.js';
import { checkLinkerd } from '../linkerd/check-linkerd.js';
import { IsolatedNamespace } from '../linkerd/isolated-namespace.js';
import { linkerdPod } from '../linkerd/policy/pod.js';
import { linkerdAppProtocol } from '../linkerd/policy/protocol.js';
import { PROXY_ADMIN_PORT, PROXY_INBOUND_PORT } from '../linkerd/ports.js';
import { LinkerdService } from '../linkerd/traffic/linkerd-service.js';
import { linkerdServiceAnnotations } from '../linkerd/traffic/service-annotations.js';
import type { Substitutes } from '../linkerd/traffic/substitutes.js';
import type { Problem } from '../problem.js';
import { HardenedWorkload } from '../workload/hardened-workload.js';
import { type Application, namespacesOf } from '../workload/intents/application.js';
import { type MeshReach, ServiceNetworkPolicy } from '../workload/network-policies.js';

/** What of an application Linkerd cannot do, and no substitute is accepted for. */
export function checkInLinkerd(application: Application, substitutes: Substitutes): Problem[] {
  return checkLinkerd(application, substitutes);
}

/** Adds the components of an application to a cluster with Linkerd. */
export function addToLinkerd(cluster: FleetCluster, application: Application, substitutes: Substitutes): void {
  const reach: MeshReach = { inboundPort: PROXY_INBOUND_PORT, metricsPorts: [PROXY_ADMIN_PORT] };
  for (const namespace of namespacesOf(application)) {
    cluster.add(`namespace-${namespace}`, (chart) => {
      new IsolatedNamespace(chart, 'namespace', { cluster, name: namespace });
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
      new LinkerdService(chart, 'mesh', { application, service, substitutes });
    });
  }
}

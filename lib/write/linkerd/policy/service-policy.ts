import { Construct } from 'constructs';
import { HttpLocalRateLimitPolicy } from '../../../../imports/policy.linkerd.io.js';
import { placeInStage } from '../../fleet/stage.js';
import type { Access } from '../../workload/intents/access.js';
import type { RateLimit } from '../../workload/intents/rate-limit.js';
import type { ReachablePort, ResolvedApplication, ResolvedService } from '../../workload/intents/resolved.js';
import type { Service } from '../../workload/intents/service.js';
import { kubeletCidrs } from '../../workload/kubelet.js';
import { identityOf, samePeer } from '../../workload/peer.js';
import { speaksHttp, type WorkloadPort } from '../../workload/port.js';
import { GuardedPort } from '../guarded-port.js';
import { PROXY_ADMIN_PORT } from '../ports.js';
import { serverProtocol } from './protocol.js';
import { RoutedPort } from './routed-port.js';

export interface ServicePolicyProps {
  readonly service: ResolvedService;
  readonly application: ResolvedApplication;
}

/** The limit on the requests of a port. A port that only Prometheus reads has none. */
export function limitOf(
  service: ResolvedService,
  { prometheus }: ResolvedApplication,
  { port, accesses }: ReachablePort,
): RateLimit | undefined {
  const served = accesses.some(({ from }) => prometheus === undefined || !samePeer(from, prometheus));
  return served && speaksHttp(port) ? service.rateLimit : undefined;
}

/** Name of the Server of a port. */
export function serverName({ workload }: Service, { name }: WorkloadPort): string {
  return `${workload.name}-${name}`;
}

/**
 * Who may reach a service: a Server for each reachable port, with the requests that its callers may make, and its rate limit. Other ports have
 * no Server, so the default inbound policy of the pod denies them. Prometheus may also reach the metrics of the proxy.
 *
 * @see https://linkerd.io/2-edge/reference/authorization-policy/
 */
export class ServicePolicy extends Construct {
  constructor(scope: Construct, id: string, props: ServicePolicyProps) {
    super(scope, id);
    const { service, application } = props;
    const { namespace, podLabels } = identityOf(service.workload);
    placeInStage(this, '40-policy');
    for (const reachable of service.reachablePorts) {
      const { port, accesses, kubeletRequests } = reachable;
      const name = serverName(service, port);
      const limit = limitOf(service, application, reachable);
      const common = { namespace, name, podLabels, port: port.port };
      const protocol = serverProtocol(port);
      if (protocol === 'HTTP/1' || protocol === 'HTTP/2') {
        new RoutedPort(this, port.name, {
          ...common,
          protocol,
          grants: accesses,
          kubeletRequests,
          kubeletCidrs: kubeletCidrs(application.cluster),
        });
      } else {
        new GuardedPort(this, port.name, { ...common, protocol, callers: callersOf(accesses) });
      }
      if (limit !== undefined) this.#limit(name, namespace, limit);
    }
    const { prometheus } = application;
    if (prometheus === undefined) return;
    const scraper = identityOf(prometheus);
    new GuardedPort(this, 'proxy-metrics', {
      namespace,
      name: `${service.workload.name}-proxy-metrics`,
      podLabels,
      port: PROXY_ADMIN_PORT,
      protocol: 'HTTP/1',
      callers: [{ serviceAccount: scraper.serviceAccount, namespace: scraper.namespace }],
    });
  }

  #limit(name: string, namespace: string, { requestsPerSecond }: RateLimit): void {
    new HttpLocalRateLimitPolicy(this, `${name}-limit`, {
      metadata: { name, namespace },
      spec: {
        targetRef: { group: 'policy.linkerd.io', kind: 'Server', name },
        total: { requestsPerSecond },
      },
    });
  }
}

/** Each caller once, in order. */
function callersOf(accesses: readonly Access[]) {
  const callers = accesses.map(({ from }) => identityOf(from));
  const byIdentity = new Map(callers.map((caller) => [`${caller.namespace}/${caller.serviceAccount}`, caller]));
  return [...byIdentity.values()].map(({ serviceAccount, namespace }) => ({ serviceAccount, namespace }));
}

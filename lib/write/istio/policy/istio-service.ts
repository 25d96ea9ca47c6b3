import { Construct } from 'constructs';
import { placeInStage } from '../../fleet/stage.js';
import type { EndUser } from '../../workload/intents/end-user.js';
import type { ResolvedApplication, ResolvedService } from '../../workload/intents/resolved.js';
import { isNonEmpty } from '../../workload/non-empty.js';
import { identityOf } from '../../workload/peer.js';
import { relyOnSetting } from '../mesh-settings.js';
import { destinationRule } from '../traffic/destination-rule.js';
import { virtualServices } from '../traffic/virtual-services.js';
import { accessRules } from './access-rules.js';
import { rateLimitFilter } from './rate-limit.js';
import { IstioResource, type Placed } from './resource.js';
import { settingsOf } from './settings-of.js';
import { sidecarHosts } from './sidecar-scope.js';
import type { Labels } from './specs.js';

/** One service of an application. @see https://istio.io/latest/docs/concepts/ */
export interface IstioServiceProps {
  /** The service. */
  readonly service: ResolvedService;
  /** The application that it belongs to. */
  readonly application: ResolvedApplication;
}

/**
 * One service as Istio expresses it. Policy: who may call it, which tokens it requires, its rate limit, and which hosts its proxy knows.
 * Traffic: how its callers connect, and where their requests go.
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/
 */
export class IstioService extends Construct {
  constructor(scope: Construct, id: string, props: IstioServiceProps) {
    super(scope, id);
    const { service, application } = props;
    const { cluster } = application;
    const { name, namespace } = service.workload;
    const placed: Placed = { name, namespace };
    for (const setting of settingsOf(service, application))
      relyOnSetting(this, cluster, `IstioService '${cluster.name}/${namespace}/${name}'`, setting);
    this.#policy(placeInStage(new Construct(this, 'policy'), '40-policy'), placed, props);
    this.#traffic(placeInStage(new Construct(this, 'traffic'), '70-traffic'), placed, props);
  }

  #policy(scope: Construct, placed: Placed, { service, application }: IstioServiceProps): void {
    const labels: Labels = { ...identityOf(service.workload).podLabels };
    const rules = accessRules(service.inbound, application.cluster);
    // The policy of the namespace denies all calls to a service without callers.
    if (isNonEmpty(rules)) {
      new IstioResource(scope, 'access', 'AuthorizationPolicy', placed, {
        selector: { matchLabels: labels },
        action: 'ALLOW',
        rules,
      });
    }
    if (service.endUser !== undefined) authenticate(scope, placed, labels, service.endUser);
    const limit = rateLimitFilter(service);
    if (limit !== undefined) {
      new IstioResource(scope, 'rate-limit', 'EnvoyFilter', { ...placed, name: `${placed.name}-rate-limit` }, limit);
    }
    if (service.collectsSpans) {
      // A span for each request that delivers spans would be delivered by another such request, endlessly.
      new IstioResource(scope, 'telemetry', 'Telemetry', placed, {
        selector: { matchLabels: labels },
        tracing: [{ disableSpanReporting: true }],
      });
    }
    new IstioResource(scope, 'scope', 'Sidecar', placed, {
      workloadSelector: { labels },
      egress: [{ hosts: sidecarHosts(service, application) }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    });
  }

  #traffic(scope: Construct, placed: Placed, { service, application }: IstioServiceProps): void {
    const rule = destinationRule(service, application);
    if (rule !== undefined) new IstioResource(scope, 'destination', 'DestinationRule', placed, rule);
    for (const { name, spec } of virtualServices(service, application))
      new IstioResource(scope, `route-${name}`, 'VirtualService', { ...placed, name }, spec);
  }
}

/** Checks the tokens that requests carry; that a request carries one is required by the AuthorizationPolicy. */
function authenticate(scope: Construct, placed: Placed, labels: Labels, endUser: EndUser): void {
  const { issuer, audiences, jwksUri, forwardToken } = endUser;
  if (!isNonEmpty(audiences)) return;
  new IstioResource(scope, 'end-users', 'RequestAuthentication', placed, {
    selector: { matchLabels: labels },
    jwtRules: [{ issuer, audiences, jwksUri, forwardOriginalToken: forwardToken ?? false }],
  });
}

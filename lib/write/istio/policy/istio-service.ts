import { Construct } from 'constructs';
import { type Diagnostic, throwIfAny } from '../../../diagnostic.js';
import { checkProps, options } from '../../../input/shape.js';
import { anything } from '../../../input/values.js';
import { placeInStage } from '../../fleet/stage.js';
import { accessTo } from '../../workload/intents/access.js';
import type { Application } from '../../workload/intents/application.js';
import type { EndUser } from '../../workload/intents/end-user.js';
import type { Service } from '../../workload/intents/service.js';
import { identityOf, samePeer } from '../../workload/peer.js';
import { relyOnSetting } from '../mesh-settings.js';
import { destinationRule } from '../traffic/destination-rule.js';
import { virtualServices } from '../traffic/virtual-services.js';
import { accessRules } from './access-rules.js';
import { scopeOf } from './neighbours.js';
import { isNonEmpty } from './non-empty.js';
import { rateLimitFilter } from './rate-limit.js';
import { IstioResource, type Placed } from './resource.js';
import { settingsOf } from './settings-of.js';
import { checkApplication } from './sound-application.js';
import type { Labels } from './specs.js';

/** One service of an application, in a cluster with Istio. @see https://istio.io/latest/docs/concepts/ */
export interface IstioServiceProps {
  /** The service. */
  readonly service: Service;
  /** The application that it belongs to, from which follows what it calls. */
  readonly application: Application;
}

const PROPS = options<IstioServiceProps>({ service: anything(), application: anything() });

/**
 * What Istio is told of a service. As policy: who may call it, whose tokens it takes, how much it takes in, and what its proxy knows of the
 * mesh. As traffic: how its callers connect, and where their requests go.
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/
 */
export class IstioService extends Construct {
  constructor(scope: Construct, id: string, props: IstioServiceProps) {
    super(scope, id);
    const where = `IstioService '${this.node.path}'`;
    throwIfAny(checkProps(where, props, PROPS));
    const { service, application } = props;
    throwIfAny(checkApplication(where, application));
    throwIfAny(checkMember(where, props));
    const { cluster } = application;
    throwIfAny(cluster.problems);
    const { name, namespace } = service.workload;
    const placed: Placed = { name, namespace };
    for (const setting of settingsOf(service, application))
      relyOnSetting(this, cluster, `IstioService '${cluster.name}/${namespace}/${name}'`, setting);
    this.#policy(placeInStage(new Construct(this, 'policy'), '40-policy'), placed, props);
    this.#traffic(placeInStage(new Construct(this, 'traffic'), '70-traffic'), placed, props);
  }

  #policy(scope: Construct, placed: Placed, { service, application }: IstioServiceProps): void {
    const labels: Labels = { ...identityOf(service.workload).podLabels };
    const rules = accessRules(accessTo(service, application), application.cluster);
    // Whom nobody may call is covered by what holds in the namespace.
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
    const { tracing } = application;
    if (tracing !== undefined && samePeer(tracing.collector, service.workload)) {
      // A span for each request that brings spans would have itself brought, and so on without end.
      new IstioResource(scope, 'telemetry', 'Telemetry', placed, {
        selector: { matchLabels: labels },
        tracing: [{ disableSpanReporting: true }],
      });
    }
    new IstioResource(scope, 'scope', 'Sidecar', placed, {
      workloadSelector: { labels },
      egress: [{ hosts: scopeOf(service, application) }],
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

/** What is not among the services of the application was not looked at, and is called by nobody. */
function checkMember(where: string, { service, application }: IstioServiceProps): Diagnostic[] {
  if (application.services.includes(service)) return [];
  return [
    {
      where: `${where}: service`,
      got: `none of the services of application '${application.name}'`,
      expected: 'one of application.services',
      fix: 'Pass a service of the list, or add it there.',
    },
  ];
}

/** Tokens are looked at where there are any; that there is one is asked for by the rules of who may call. */
function authenticate(scope: Construct, placed: Placed, labels: Labels, endUser: EndUser): void {
  const { issuer, audiences, jwksUri, forwardToken } = endUser;
  if (!isNonEmpty(audiences)) return;
  new IstioResource(scope, 'end-users', 'RequestAuthentication', placed, {
    selector: { matchLabels: labels },
    jwtRules: [{ issuer, audiences, jwksUri, forwardOriginalToken: forwardToken ?? false }],
  });
}

import { Construct } from 'constructs';
import type { ResolvedApplication, ResolvedService } from '../../workload/intents/resolved.js';
import { ServicePolicy } from '../policy/service-policy.js';
import type { Fallbacks } from './fallbacks.js';
import { ServiceRoutes } from './service-routes.js';

export interface LinkerdServiceProps {
  /** The service. */
  readonly service: ResolvedService;
  /** The application that it belongs to. */
  readonly application: ResolvedApplication;
  /** What is accepted instead of what Linkerd cannot do. */
  readonly fallbacks: Fallbacks;
}

/**
 * One service as Linkerd expresses it: who may call it, its rate limit, and which version answers. Timeout, retries and circuit breaker
 * are annotations of the Service, see `linkerdServiceAnnotations`. What Linkerd cannot express, `checkLinkerd` reports.
 *
 * @see https://linkerd.io/2-edge/reference/authorization-policy/
 */
export class LinkerdService extends Construct {
  constructor(scope: Construct, id: string, { service, application, fallbacks }: LinkerdServiceProps) {
    super(scope, id);
    new ServicePolicy(this, 'policy', { service, application });
    new ServiceRoutes(this, 'routes', { service, fallbacks });
  }
}

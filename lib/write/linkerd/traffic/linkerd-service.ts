import { Construct } from 'constructs';
import type { ResolvedApplication } from '../../workload/intents/resolved.js';
import type { RoutedService } from '../linkerd-application.js';
import { ServicePolicy } from '../policy/service-policy.js';
import { ServiceRoutes } from './service-routes.js';

export interface LinkerdServiceProps {
  /** The service. */
  readonly service: RoutedService;
  /** The application that it belongs to. */
  readonly application: ResolvedApplication;
}

/**
 * One service as Linkerd expresses it: who may call it, its rate limit, and which version answers. Timeout, retries and circuit breaker
 * are annotations of the Service, see `linkerdServiceAnnotations`. What Linkerd cannot express, `checkLinkerd` reports.
 *
 * @see https://linkerd.io/2-edge/reference/authorization-policy/
 */
export class LinkerdService extends Construct {
  constructor(scope: Construct, id: string, { service, application }: LinkerdServiceProps) {
    super(scope, id);
    new ServicePolicy(this, 'policy', { service, application });
    new ServiceRoutes(this, 'routes', { service });
  }
}

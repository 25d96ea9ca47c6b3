import type { ResolvedApplication, ResolvedService } from '../workload/intents/resolved.js';
import { branchesOf } from './traffic/branches.js';
import { errorBackendOf, type Fallbacks } from './traffic/fallbacks.js';
import type { GatewayClass } from './traffic/gateway-class.js';
import { type GatewayFacts, gatewayFacts } from './traffic/gateway-facts.js';
import { type RouteRule, rulesOf } from './traffic/route-rules.js';

/** An application with everything that Linkerd derives from it, so that what was checked is what is built. */
export interface LinkerdApplication extends ResolvedApplication {
  readonly services: readonly RoutedService[];
  /** What is accepted instead of what Linkerd cannot do. */
  readonly fallbacks: Fallbacks;
  /** What runs the pods of its ingress gateways. */
  readonly gatewayClass?: GatewayFacts;
}

/** A service, and the rules of its routes. */
export interface RoutedService extends ResolvedService {
  /** Which version answers which requests, in order; empty if there is nothing to decide. */
  readonly rules: readonly RouteRule[];
}

/** Derives everything that Linkerd needs from an application. */
export function resolveLinkerd(
  application: ResolvedApplication,
  fallbacks: Fallbacks = {},
  gatewayClass?: GatewayClass,
): LinkerdApplication {
  const errors = errorBackendOf(fallbacks);
  return {
    ...application,
    services: application.services.map((service) => ({ ...service, rules: rulesOf(branchesOf(service, errors)) })),
    fallbacks,
    ...(gatewayClass && { gatewayClass: gatewayFacts(gatewayClass) }),
  };
}

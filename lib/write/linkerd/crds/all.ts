import { authorizationPolicy } from './authorization-policy.js';
import type { CrdDefinition } from './definition.js';
import { egressNetwork } from './egress-network.js';
import { externalWorkload } from './external-workload.js';
import { httpLocalRateLimitPolicy } from './http-local-rate-limit-policy.js';
import { httpRoute } from './http-route.js';
import { meshTlsAuthentication } from './mesh-tls-authentication.js';
import { networkAuthentication } from './network-authentication.js';
import { server } from './server.js';
import { serverAuthorization } from './server-authorization.js';
import { serviceProfile } from './service-profile.js';

/** Every custom resource that Linkerd's core chart installs, sorted by group and plural name. */
export const linkerdCrds: readonly CrdDefinition[] = [
  serviceProfile,
  authorizationPolicy,
  egressNetwork,
  httpLocalRateLimitPolicy,
  httpRoute,
  meshTlsAuthentication,
  networkAuthentication,
  serverAuthorization,
  server,
  externalWorkload,
];

import type { HttpCall } from '../../lib/index.js';

/** The nine services: the port, and the requests that a pod takes in a second. */
export const SERVICES = {
  'api-gateway': { port: 8000, requestsPerSecond: 500 },
  'ai-kernel': { port: 8001, requestsPerSecond: 100 },
  identity: { port: 8002, requestsPerSecond: 500 },
  'cv-engine': { port: 8003, requestsPerSecond: 50 },
  conversational: { port: 8004, requestsPerSecond: 100 },
  analytics: { port: 8005, requestsPerSecond: 200 },
  automation: { port: 8006, requestsPerSecond: 50 },
  vision: { port: 8007, requestsPerSecond: 20 },
  plugin: { port: 8008, requestsPerSecond: 100 },
} as const;

type ServiceName = keyof typeof SERVICES;

/** Who asks whom for what, one edge a line. */
export const CALLS = [
  ['api-gateway', 'identity', ['GET', 'POST', 'DELETE'], '/v1/sessions/*'],
  ['api-gateway', 'identity', ['GET', 'POST', 'PATCH'], '/v1/users/*'],
  ['api-gateway', 'ai-kernel', ['POST'], '/v1/completions'],
  ['api-gateway', 'cv-engine', ['GET', 'POST', 'PUT'], '/v1/portfolios/*'],
  ['api-gateway', 'conversational', ['GET', 'POST'], '/v1/conversations/*'],
  ['api-gateway', 'analytics', ['GET'], '/v1/reports/*'],
  ['api-gateway', 'automation', ['GET', 'POST', 'PUT', 'DELETE'], '/v1/workflows/*'],
  ['api-gateway', 'vision', ['POST'], '/v1/images/*'],
  ['api-gateway', 'plugin', ['GET'], '/v1/plugins/*'],
  ['ai-kernel', 'identity', ['GET'], '/v1/users/*'],
  ['ai-kernel', 'plugin', ['POST'], '/v1/invocations'],
  ['ai-kernel', 'analytics', ['POST'], '/v1/events'],
  ['cv-engine', 'ai-kernel', ['POST'], '/v1/completions'],
  ['cv-engine', 'vision', ['POST'], '/v1/images/*'],
  ['conversational', 'ai-kernel', ['POST'], '/v1/completions'],
  ['conversational', 'analytics', ['POST'], '/v1/events'],
  ['automation', 'ai-kernel', ['POST'], '/v1/completions'],
  ['automation', 'plugin', ['POST'], '/v1/invocations'],
] as const satisfies readonly HttpCall<ServiceName>[];

/** Which services keep data in which store. */
export const STORES = {
  postgresql: ['identity', 'cv-engine', 'conversational', 'analytics', 'automation', 'plugin'],
  redis: ['api-gateway', 'identity', 'conversational', 'automation'],
  qdrant: ['ai-kernel', 'cv-engine', 'vision'],
} as const satisfies { readonly [store: string]: readonly ServiceName[] };

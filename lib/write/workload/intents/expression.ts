/** All intents, named by their options; values that a mesh may treat differently are listed separately. */
export const INTENTS = [
  'callers',
  'callers.methods',
  'callers.paths',
  'calls',
  'egress: tls',
  'egress: tcp',
  'egressGateway',
  'endUser',
  'federation',
  'ingress',
  'ingress.certificate',
  'ingress.paths',
  'prometheus',
  'metrics',
  'tracing',
  'timeout',
  'retries.perTryTimeout',
  'retries.on: connect-failure',
  'retries.on: gateway-error',
  'retries.on: refused-stream',
  'retries.on: reset',
  'retries.on: server-error',
  'circuitBreaker',
  'circuitBreaker.failure: gateway-error',
  'circuitBreaker.interval',
  'circuitBreaker.maxEjectionPercent',
  'connectionPool',
  'loadBalancing.algorithm: least-request',
  'loadBalancing.algorithm: random',
  'loadBalancing.algorithm: round-robin',
  'loadBalancing.affinity',
  'loadBalancing.localityFailover',
  'loadBalancing.warmup',
  'rateLimit',
  'rateLimit.burst',
  'release.weights',
  'release.pins: cookie',
  'release.pins: header',
  'release.pins: path',
  'mirror',
  'fault: abort',
  'fault: delay',
] as const;

/** One intent. */
export type Intent = (typeof INTENTS)[number];

/** How a mesh expresses an intent; or, if it cannot, what it does instead once that is accepted. */
export type Expression = { readonly by: string } | { readonly instead: string };

/** How one mesh expresses each intent. */
export type Expressions = { readonly [Name in Intent]: Expression };

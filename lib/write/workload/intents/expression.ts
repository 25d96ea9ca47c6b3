/** Everything that can be wanted of the network, by the option that says it; options that a mesh may treat apart are named apart. */
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

/** One thing that can be wanted. */
export type Intent = (typeof INTENTS)[number];

/** How a mesh does what is wanted; or that it cannot, and what it does instead where that is accepted. */
export type Expression = { readonly by: string } | { readonly instead: string };

/** What one mesh makes of every intent. */
export type Expressions = { readonly [Name in Intent]: Expression };

import { Duration } from 'cdk8s';
import type { Application } from '../../lib/write/workload/intents/application.js';
import type { Intent } from '../../lib/write/workload/intents/expression.js';
import type { RequestMatch } from '../../lib/write/workload/intents/request-match.js';
import type { CircuitBreaker, RetryCondition } from '../../lib/write/workload/intents/resilience.js';
import type { Service } from '../../lib/write/workload/intents/service.js';
import {
  application,
  client,
  cluster,
  external,
  gateway,
  ingress,
  prometheus,
  second,
  service,
  VERSIONS,
} from './linkerd-application.js';

const egress = { host: 'api.example.com', port: 443 };

const of = (changes: Partial<Service>): Application => application([service(changes, VERSIONS)]);
const retried = (on: RetryCondition) =>
  of({
    callers: [{ from: client, port: 'http', methods: ['GET'] }],
    retries: { attempts: 2, perTryTimeout: second, on: [on] },
  });
const broken = (changes: Partial<CircuitBreaker>) =>
  of({ circuitBreaker: { consecutiveFailures: 5, ejectionTime: second, maxEjectionPercent: 100, ...changes } });
const pinned = (when: RequestMatch) => of({ release: { weights: { v1: 100 }, pins: [{ when, version: 'v2' }] } });

/** The least that states an intent, in a cluster with Linkerd. */
export const EXAMPLES: { readonly [Name in Intent]: Application } = {
  callers: of({}),
  'callers.methods': of({ callers: [{ from: client, port: 'http', methods: ['GET'] }] }),
  'callers.paths': of({ callers: [{ from: client, port: 'http', paths: ['/v1/*'] }] }),
  calls: of({ calls: [{ to: external('db'), port: 5432 }] }),
  'egress: tls': of({ egress: [{ ...egress, protocol: 'tls' }] }),
  'egress: tcp': of({ egress: [{ ...egress, protocol: 'tcp' }] }),
  egressGateway: application([service({ egress: [{ ...egress, protocol: 'tls' }] })], {
    egressGateway: { ...gateway, direction: 'egress' },
  }),
  endUser: of({ endUser: { issuer: 'i', audiences: ['a'], jwksUri: 'https://i.example.com/keys' } }),
  ingress: of({ ingress: [ingress] }),
  'ingress.certificate': of({ ingress: [ingress] }),
  'ingress.paths': of({ ingress: [{ ...ingress, paths: ['/v1/*'] }] }),
  prometheus: application([service()], { prometheus }),
  metrics: application([service({ metrics: { port: 'http' } })], { prometheus }),
  federation: application([service()], {
    federation: { gateway: { ...gateway, direction: 'east-west' }, clusters: [cluster] },
  }),
  tracing: application([service()], { tracing: { collector: external('otel'), samplingPercent: 1 } }),
  timeout: of({ timeout: second }),
  'retries.perTryTimeout': retried('gateway-error'),
  'retries.on: connect-failure': retried('connect-failure'),
  'retries.on: gateway-error': retried('gateway-error'),
  'retries.on: refused-stream': retried('refused-stream'),
  'retries.on: reset': retried('reset'),
  'retries.on: server-error': retried('server-error'),
  circuitBreaker: broken({}),
  'circuitBreaker.failure: gateway-error': broken({ failure: 'gateway-error' }),
  'circuitBreaker.interval': broken({ interval: second }),
  'circuitBreaker.maxEjectionPercent': broken({ maxEjectionPercent: 10 }),
  connectionPool: of({ connectionPool: { maxConnections: 1 } }),
  'loadBalancing.algorithm: least-request': of({ loadBalancing: { algorithm: 'least-request' } }),
  'loadBalancing.algorithm: random': of({ loadBalancing: { algorithm: 'random' } }),
  'loadBalancing.algorithm: round-robin': of({ loadBalancing: { algorithm: 'round-robin' } }),
  'loadBalancing.affinity': of({ loadBalancing: { affinity: { kind: 'source-ip' } } }),
  'loadBalancing.localityFailover': of({ loadBalancing: { localityFailover: [{ from: 'a', to: 'b' }] } }),
  'loadBalancing.warmup': of({ loadBalancing: { warmup: second } }),
  rateLimit: of({ rateLimit: { requestsPerSecond: 10 } }),
  'rateLimit.burst': of({ rateLimit: { requestsPerSecond: 10, burst: 20 } }),
  'release.weights': of({ release: { weights: { v1: 90, v2: 10 } } }),
  'release.pins: cookie': pinned({ kind: 'cookie', name: 'group', value: 'beta' }),
  'release.pins: header': pinned({ kind: 'header', name: 'x-version', value: '2' }),
  'release.pins: path': pinned({ kind: 'path', path: '/v2/*' }),
  mirror: of({ mirror: { version: 'v2', percent: 10 } }),
  'fault: abort': of({ fault: { effect: { kind: 'abort', status: 503 }, percent: 1 } }),
  'fault: delay': of({ fault: { effect: { kind: 'delay', duration: Duration.seconds(5) }, percent: 1 } }),
};

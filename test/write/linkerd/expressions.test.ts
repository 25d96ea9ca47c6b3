import { describe, expect, test } from 'vitest';
import { checkLinkerd } from '../../../lib/write/linkerd/check-linkerd.js';
import { LINKERD_EXPRESSIONS } from '../../../lib/write/linkerd/expressions.js';
import { resolveLinkerd } from '../../../lib/write/linkerd/linkerd-application.js';
import type { Fallbacks } from '../../../lib/write/linkerd/traffic/fallbacks.js';
import { INTENTS, type Intent } from '../../../lib/write/workload/intents/expression.js';
import { resolve } from '../../../lib/write/workload/intents/resolve.js';
import { EXAMPLES } from '../../support/intent-examples.js';

/** Everything that can be accepted. */
const ALL: Required<Fallbacks> = {
  fault: 'dropped',
  retries: 'statuses-and-refused-streams',
  mirror: 'dropped',
  endUser: 'checked-by-the-workload',
  affinity: 'dropped',
  algorithm: 'peak-ewma',
  warmup: 'dropped',
  localityFailover: 'dropped',
  connectionPool: 'dropped',
  burst: 'one-second',
  limitedProbes: 'accepted',
  circuitBreaker: 'each-endpoint-alone',
  tcpEgress: 'any-host-on-the-port',
  egressScope: 'namespace',
  egressGateway: 'dropped',
  gatewayPods: 'set-by-the-gateway-class',
  tcpProbes: 'answered-by-the-proxy',
  federation: 'dropped',
  tracing: 'set-on-the-control-plane',
};

describe('LINKERD_EXPRESSIONS', () => {
  const refused = (intent: Intent) => 'instead' in LINKERD_EXPRESSIONS[intent];

  test.each(INTENTS.filter((intent) => !refused(intent)))('%s is expressed, and not refused', (intent) => {
    expect(checkLinkerd(resolveLinkerd(resolve(EXAMPLES[intent])))).toEqual([]);
  });

  test.each(INTENTS.filter(refused))('%s is refused once, and accepted with its fallback', (intent) => {
    expect(checkLinkerd(resolveLinkerd(resolve(EXAMPLES[intent])))).toHaveLength(1);
    expect(checkLinkerd(resolveLinkerd(resolve(EXAMPLES[intent]), ALL))).toEqual([]);
  });

  test.each(INTENTS.filter(refused))('what is said of %s names a fallback that makes it acceptable', (intent) => {
    const [problem] = checkLinkerd(resolveLinkerd(resolve(EXAMPLES[intent])));
    const [, key = ''] = /fallbacks \{ (\w+):/.exec(problem?.fix ?? '') ?? [];
    const [own] = Object.entries(ALL).filter(([name]) => name === key);
    expect(checkLinkerd(resolveLinkerd(resolve(EXAMPLES[intent]), own && Object.fromEntries([own])))).toEqual([]);
  });
});

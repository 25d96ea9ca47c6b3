import { parseGoDuration } from '../../../../formats/go-duration.js';
import type { Field } from '../../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { atLeast } from '../bounds.js';

const HTTP_MINIMUMS = {
  http1MaxPendingRequests: 0,
  http2MaxRequests: 0,
  maxConcurrentStreams: 0,
  maxRequestsPerConnection: 0,
  maxRetries: 0,
};

/**
 * Limits on connections that are empty or that Envoy cannot apply.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings
 */
export function* checkConnectionPool(pool: Field): Iterable<SchemaViolation> {
  if (!pool.isSet) return;
  const http = pool.at('http');
  const tcp = pool.at('tcp');
  if (!http.isSet && !tcp.isSet)
    yield notAllowed(pool, {
      got: 'an empty pool',
      expected: 'http or tcp',
      fix: 'Add one of them, or remove the field.',
    });
  if (http.isSet) yield* checkHttp(http);
  if (tcp.isSet) yield* checkTcp(tcp);
}

function* checkHttp(http: Field): Iterable<SchemaViolation> {
  const keepAlive = http.at('http2KeepAlive');
  yield* atLeast(http, HTTP_MINIMUMS);
  if (http.at('h2UpgradePolicy').value === 'UPGRADE' && http.at('useClientProtocol').value === true)
    yield notAllowed(http.at('useClientProtocol'), {
      got: 'true, with h2UpgradePolicy UPGRADE',
      expected: 'one of them, because the first keeps the protocol and the second changes it',
      fix: 'Remove one of the two.',
    });
  if (keepAlive.isSet)
    for (const field of [keepAlive.at('interval'), keepAlive.at('timeout')])
      if (!field.isSet) yield missingField(field, 'a duration such as 10s');
}

function* checkTcp(tcp: Field): Iterable<SchemaViolation> {
  const timeout = tcp.at('idleTimeout');
  const length = timeout.text === undefined ? undefined : parseGoDuration(timeout.text);
  yield* atLeast(tcp, { maxConnections: 0 });
  if (length !== undefined && length < 0)
    yield notAllowed(timeout, { expected: 'at least 0s', fix: 'Use 0s for no timeout.' });
}

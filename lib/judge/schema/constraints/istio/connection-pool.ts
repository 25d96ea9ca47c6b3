import { parseGoDuration } from '../../../../formats/go-duration.js';
import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isSet, mapping } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';
import { atLeast } from '../bounds.js';

const HTTP_NUMBERS = [
  'http1MaxPendingRequests',
  'http2MaxRequests',
  'maxConcurrentStreams',
  'maxRequestsPerConnection',
  'maxRetries',
];

/**
 * Limits on connections that say nothing or that Envoy cannot keep.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings
 */
export function connectionPoolVerdicts(at: Segments, pool: JsonObject): Verdict[] {
  if (!isSet(pool['http']) && !isSet(pool['tcp']))
    return [refused(at, 'a pool that says nothing', 'http or tcp', 'Add one of them, or remove the field.')];
  return [
    ...httpVerdicts([...at, 'http'], mapping(pool['http'])),
    ...tcpVerdicts([...at, 'tcp'], mapping(pool['tcp'])),
  ];
}

function httpVerdicts(at: Segments, http: JsonObject): Verdict[] {
  const { h2UpgradePolicy, http2KeepAlive, useClientProtocol } = http;
  const verdicts = atLeast(at, http, Object.fromEntries(HTTP_NUMBERS.map((field) => [field, 0])));
  if (h2UpgradePolicy === 'UPGRADE' && useClientProtocol === true)
    verdicts.push(
      refused(
        [...at, 'useClientProtocol'],
        'true, with h2UpgradePolicy UPGRADE',
        'one of them, for the one keeps the protocol and the other changes it',
        'Remove one of the two.',
      ),
    );
  if (isSet(http2KeepAlive))
    for (const field of ['interval', 'timeout'])
      if (!isSet(mapping(http2KeepAlive)[field]))
        verdicts.push(missing([...at, 'http2KeepAlive', field], 'a duration such as 10s'));
  return verdicts;
}

function tcpVerdicts(at: Segments, tcp: JsonObject): Verdict[] {
  const { idleTimeout } = tcp;
  const verdicts = atLeast(at, tcp, { maxConnections: 0 });
  const length = typeof idleTimeout === 'string' ? parseGoDuration(idleTimeout) : undefined;
  if (length !== undefined && length < 0)
    verdicts.push(
      refused([...at, 'idleTimeout'], JSON.stringify(idleTimeout), 'at least 0s', 'Use 0s for no timeout.'),
    );
  return verdicts;
}

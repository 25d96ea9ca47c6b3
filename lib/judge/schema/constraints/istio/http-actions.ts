import { parseGoDuration } from '../../../../formats/go-duration.js';
import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isEmpty, isSet, mapping, mappings } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';
import { atMostOne } from '../exactly-one.js';
import { headerName } from './http-headers.js';
import { regexVerdicts, stringMatchVerdicts } from './string-match.js';
import { texts } from './texts.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*'];
const LARGEST_BODY = 1024 * 1024;
const RETRY_ON = [
  '5xx',
  'gateway-error',
  'reset',
  'reset-before-request',
  'connect-failure',
  'retriable-4xx',
  'refused-stream',
  'retriable-status-codes',
  'retriable-headers',
  'envoy-ratelimited',
  'http3-post-connect-failure',
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
];
/** Statuses that have a name, as rows without gaps: first and last. */
const STATUS_ROWS = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
] as const;

/** Origins, methods and headers that no browser sends. */
export function corsVerdicts(at: Segments, policy: JsonObject): Verdict[] {
  const { allowMethods, allowOrigins, maxAge } = policy;
  const verdicts = mappings(allowOrigins).flatMap(([index, origin]) => {
    const place = [...at, 'allowOrigins', index];
    if (['exact', 'prefix', 'regex'].every((field) => isEmpty(origin[field])))
      return [refused(place, 'an origin that says nothing', 'exact, prefix or regex', 'Name the origin.')];
    return stringMatchVerdicts(place, origin);
  });
  for (const [index, method] of texts(allowMethods))
    if (!METHODS.includes(method))
      verdicts.push(
        refused(
          [...at, 'allowMethods', index],
          JSON.stringify(method),
          `one of ${METHODS.join(', ')}`,
          'Use one of them.',
        ),
      );
  for (const field of ['allowHeaders', 'exposeHeaders'])
    for (const [index, name] of texts(policy[field])) verdicts.push(...headerName([...at, field, index], name, true));
  const length = typeof maxAge === 'string' ? parseGoDuration(maxAge) : undefined;
  if (length !== undefined && length % 1000 !== 0)
    verdicts.push(refused([...at, 'maxAge'], JSON.stringify(maxAge), 'whole seconds', 'Round it to seconds.'));
  return verdicts;
}

/** Retries that never happen, or on what Envoy does not know. */
export function retryVerdicts(at: Segments, retries: JsonObject): Verdict[] {
  const { attempts, retryOn } = retries;
  const verdicts: Verdict[] = [];
  const idle = ['perTryTimeout', 'retryOn', 'retryRemoteLocalities'].find(
    (field) => isSet(retries[field]) && retries[field] !== '',
  );
  if ((attempts === undefined || attempts === 0) && idle !== undefined)
    verdicts.push(
      refused(
        [...at, 'attempts'],
        `${attempts === 0 ? 'attempts of 0' : 'no attempts'} beside ${idle}`,
        'at least 1, for without attempts nothing is retried',
        'Set the attempts, or remove the other fields.',
      ),
    );
  if (typeof retryOn !== 'string' || retryOn === '') return verdicts;
  const unknown = retryOn.split(',').find((token) => !RETRY_ON.includes(token) && !isStatus(token));
  if (unknown === undefined) return verdicts;
  return [
    ...verdicts,
    refused(
      [...at, 'retryOn'],
      JSON.stringify(unknown),
      `${RETRY_ON.join(', ')} or a status, parted by commas without spaces`,
      unknown === unknown.trim() ? 'Use one of them.' : 'Remove the spaces.',
    ),
  ];
}

function isStatus(token: string): boolean {
  const status = /^[-+]?\d+$/.test(token) ? Number(token) : 0;
  return STATUS_ROWS.some(([first, last]) => status >= first && status <= last);
}

/** Redirects that lead nowhere. */
export function redirectVerdicts(at: Segments, redirect: JsonObject, matches: readonly JsonObject[]): Verdict[] {
  const { prefixRewrite, redirectCode, scheme, uri } = redirect;
  const verdicts = atMostOne(at, redirect, ['port', 'derivePort']);
  const changes = ['uri', 'prefixRewrite', 'authority', 'scheme', 'port', 'derivePort'];
  if (changes.every((field) => isEmpty(redirect[field])))
    verdicts.push(
      refused(
        at,
        'a redirect to the same place',
        `one of ${changes.join(', ')}`,
        'Say where to, or remove the redirect.',
      ),
    );
  if (!isEmpty(uri) && !isEmpty(prefixRewrite))
    verdicts.push(
      refused([...at, 'prefixRewrite'], 'prefixRewrite beside uri', 'one of them', 'Remove one of the two.'),
    );
  if (
    !isEmpty(prefixRewrite) &&
    matches.some((match) => isSet(match['uri']) && !isSet(mapping(match['uri'])['prefix']))
  )
    verdicts.push(
      refused([...at, 'prefixRewrite'], 'prefixRewrite, without a prefix', 'matches of uri by prefix', 'Use uri.'),
    );
  if (typeof redirectCode === 'number' && redirectCode !== 0 && (redirectCode < 300 || redirectCode > 399))
    verdicts.push(
      refused([...at, 'redirectCode'], String(redirectCode), '300 to 399', 'Use 301, 302, 303, 307 or 308.'),
    );
  if (typeof scheme === 'string' && !['', 'http', 'https'].includes(scheme))
    verdicts.push(refused([...at, 'scheme'], JSON.stringify(scheme), 'http or https', 'Use one of them.'));
  return verdicts;
}

/** Answers that cannot be given. */
export function directResponseVerdicts(at: Segments, { body, status }: JsonObject): Verdict[] {
  const { bytes, string } = mapping(body);
  const verdicts = atMostOne([...at, 'body'], mapping(body), ['string', 'bytes']);
  if (!isSet(status)) verdicts.push(missing([...at, 'status'], 'the status to answer with'));
  const text = typeof string === 'string' ? string : '';
  const encoded = typeof bytes === 'string' ? bytes : '';
  const size = Math.max(new TextEncoder().encode(text).length, Math.floor((encoded.length * 3) / 4));
  if (size > LARGEST_BODY)
    verdicts.push(refused([...at, 'body'], `${size} bytes`, `at most ${LARGEST_BODY}`, 'Serve it from a workload.'));
  return verdicts;
}

/** Rewrites that change nothing, or one thing twice. */
export function rewriteVerdicts(at: Segments, { authority, uri, uriRegexRewrite }: JsonObject): Verdict[] {
  const { match, rewrite } = mapping(uriRegexRewrite);
  const place = [...at, 'uriRegexRewrite'];
  if (!isEmpty(uri) && isSet(uriRegexRewrite))
    return [refused(place, 'uriRegexRewrite beside uri', 'one of them', 'Remove one of the two.')];
  if (isEmpty(uri) && !isSet(uriRegexRewrite) && isEmpty(authority))
    return [refused(at, 'a rewrite that changes nothing', 'uri, uriRegexRewrite or authority', 'Add one of them.')];
  if (!isSet(uriRegexRewrite)) return [];
  const absent = isEmpty(match) ? 'match' : isEmpty(rewrite) ? 'rewrite' : undefined;
  if (absent !== undefined) return [missing([...place, absent], 'text, for a rewrite needs both match and rewrite')];
  return regexVerdicts([...place, 'match'], match);
}

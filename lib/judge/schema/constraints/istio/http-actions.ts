import { parseGoDuration } from '../../../../formats/go-duration.js';
import type { Field } from '../../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { atMostOne } from '../exactly-one.js';
import { headerName } from './http-headers.js';
import { checkRegex, checkStringMatch } from './string-match.js';

/** Fields of a redirect that change where the request goes. */
const REDIRECT_FIELDS = ['uri', 'prefixRewrite', 'authority', 'scheme', 'port', 'derivePort'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*'];
const MAX_BODY = 1024 * 1024;
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
/** Ranges of the statuses that have a name: first and last. */
const STATUS_RANGES = [
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
export function* checkCors(policy: Field): Iterable<SchemaViolation> {
  if (!policy.isSet) return;
  for (const origin of policy.at('allowOrigins').items)
    if (['exact', 'prefix', 'regex'].every((field) => origin.at(field).isEmpty))
      yield notAllowed(origin, {
        got: 'an origin with none of them',
        expected: 'exact, prefix or regex',
        fix: 'Name the origin.',
      });
    else yield* checkStringMatch(origin);
  for (const method of policy.at('allowMethods').items)
    if (method.text !== undefined && !METHODS.includes(method.text))
      yield notAllowed(method, { expected: `one of ${METHODS.join(', ')}`, fix: 'Use one of them.' });
  for (const list of ['allowHeaders', 'exposeHeaders'])
    for (const header of policy.at(list).items)
      if (header.text !== undefined) yield* headerName(header, header.text, true);
  const maxAge = policy.at('maxAge');
  const length = maxAge.text === undefined ? undefined : parseGoDuration(maxAge.text);
  if (length !== undefined && length % 1000 !== 0)
    yield notAllowed(maxAge, { expected: 'whole seconds', fix: 'Round it to seconds.' });
}

/** Retries that never happen, or whose condition Envoy does not know. */
export function* checkRetries(retries: Field): Iterable<SchemaViolation> {
  if (!retries.isSet) return;
  const attempts = retries.at('attempts');
  const retryOn = retries.at('retryOn');
  const unused = ['perTryTimeout', 'retryOn', 'retryRemoteLocalities']
    .map((name) => retries.at(name))
    .find((field) => field.isSet && field.value !== '');
  if ((attempts.value === undefined || attempts.value === 0) && unused !== undefined)
    yield notAllowed(attempts, {
      got: `${attempts.value === 0 ? 'attempts of 0' : 'no attempts'} together with ${unused.step}`,
      expected: 'at least 1, because nothing is retried without attempts',
      fix: 'Set the attempts, or remove the other fields.',
    });
  if (retryOn.text === undefined || retryOn.text === '') return;
  const unknown = retryOn.text.split(',').find((token) => !RETRY_ON.includes(token) && !isStatus(token));
  if (unknown !== undefined)
    yield notAllowed(retryOn, {
      got: JSON.stringify(unknown),
      expected: `${RETRY_ON.join(', ')} or a status, separated by commas without spaces`,
      fix: unknown === unknown.trim() ? 'Use one of them.' : 'Remove the spaces.',
    });
}

function isStatus(token: string): boolean {
  const status = /^[-+]?\d+$/.test(token) ? Number(token) : 0;
  return STATUS_RANGES.some(([first, last]) => status >= first && status <= last);
}

/** Redirects that lead nowhere. */
export function* checkRedirect(redirect: Field, matches: readonly Field[]): Iterable<SchemaViolation> {
  const prefix = redirect.at('prefixRewrite');
  const code = redirect.at('redirectCode');
  const scheme = redirect.at('scheme');
  yield* atMostOne(redirect, ['port', 'derivePort']);
  if (REDIRECT_FIELDS.every((field) => redirect.at(field).isEmpty))
    yield notAllowed(redirect, {
      got: 'a redirect to the same place',
      expected: `one of ${REDIRECT_FIELDS.join(', ')}`,
      fix: 'Set the target, or remove the redirect.',
    });
  if (!redirect.at('uri').isEmpty && !prefix.isEmpty)
    yield notAllowed(prefix, {
      got: 'prefixRewrite together with uri',
      expected: 'one of them',
      fix: 'Remove one of the two.',
    });
  if (!prefix.isEmpty && matches.some((match) => match.at('uri').isSet && !match.at('uri', 'prefix').isSet))
    yield notAllowed(prefix, {
      got: 'prefixRewrite, without a prefix',
      expected: 'matches of uri by prefix',
      fix: 'Use uri.',
    });
  if (code.number !== undefined && code.number !== 0 && (code.number < 300 || code.number > 399))
    yield notAllowed(code, { expected: '300 to 399', fix: 'Use 301, 302, 303, 307 or 308.' });
  if (scheme.text !== undefined && !['', 'http', 'https'].includes(scheme.text))
    yield notAllowed(scheme, { expected: 'http or https', fix: 'Use one of them.' });
}

/** Answers that cannot be given. */
export function* checkDirectResponse(response: Field): Iterable<SchemaViolation> {
  const body = response.at('body');
  const status = response.at('status');
  yield* atMostOne(body, ['string', 'bytes']);
  if (!status.isSet) yield missingField(status, 'the status to answer with');
  const plain = new TextEncoder().encode(body.at('string').text ?? '').length;
  const decoded = Math.floor(((body.at('bytes').text ?? '').length * 3) / 4);
  const size = Math.max(plain, decoded);
  if (size > MAX_BODY)
    yield notAllowed(body, {
      got: `${size} bytes`,
      expected: `at most ${MAX_BODY}`,
      fix: 'Serve it from a workload.',
    });
}

/** Rewrites that change nothing, or one thing twice. */
export function* checkRewrite(rewrite: Field): Iterable<SchemaViolation> {
  const uri = rewrite.at('uri');
  const regex = rewrite.at('uriRegexRewrite');
  if (!uri.isEmpty && regex.isSet)
    yield notAllowed(regex, {
      got: 'uriRegexRewrite together with uri',
      expected: 'one of them',
      fix: 'Remove one of the two.',
    });
  else if (uri.isEmpty && !regex.isSet && rewrite.at('authority').isEmpty)
    yield notAllowed(rewrite, {
      got: 'a rewrite that changes nothing',
      expected: 'uri, uriRegexRewrite or authority',
      fix: 'Add one of them.',
    });
  else if (regex.isSet) {
    const absent = [regex.at('match'), regex.at('rewrite')].find(({ isEmpty }) => isEmpty);
    if (absent === undefined) yield* checkRegex(regex.at('match'));
    else yield missingField(absent, 'text, because a rewrite needs both match and rewrite');
  }
}

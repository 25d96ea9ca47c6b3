import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('HTTP actions', () => {
  const findings = findingsOnSpec('networking.istio.io/v1', 'VirtualService');

  test.each([
    [
      'hosts: [a], http: [{ redirect: { uri: /b }, route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].route: route together with redirect -> only redirect, which answers at once | Remove one of the two.',
      ],
    ],
    [
      'hosts: [a], http: [{ redirect: { uri: /b }, directResponse: { status: 200 } }]',
      [
        'value-not-allowed spec.http[0].directResponse: directResponse together with redirect -> only redirect, which answers at once | Remove one of the two.',
      ],
    ],
    [
      'hosts: [a], http: [{ directResponse: { status: 200 }, rewrite: { uri: /b } }]',
      [
        'value-not-allowed spec.http[0].rewrite: rewrite together with directResponse -> only directResponse, which answers at once | Remove one of the two.',
      ],
    ],
    [
      'hosts: [a], http: [{ directResponse: { status: 99 } }]',
      ['value-not-allowed spec.http[0].directResponse.status: 99 -> at least 200 | Use at least 200.'],
    ],
    [
      'hosts: [a], http: [{ directResponse: { status: 200, body: { string: a, bytes: YQ== } } }]',
      [
        'value-not-allowed spec.http[0].directResponse.body: a mapping with string and bytes -> at most one of string, bytes | Keep one of them, and remove the others.',
      ],
    ],
    [
      'hosts: [a], http: [{ redirect: {} }]',
      [
        'value-not-allowed spec.http[0].redirect: a redirect to the same place -> one of uri, prefixRewrite, authority, scheme, port, derivePort | Set the target, or remove the redirect.',
      ],
    ],
    [
      'hosts: [a], http: [{ redirect: { uri: /b, redirectCode: 200 } }]',
      ['value-not-allowed spec.http[0].redirect.redirectCode: 200 -> 300 to 399 | Use 301, 302, 303, 307 or 308.'],
    ],
    [
      'hosts: [a], http: [{ redirect: { scheme: ftp } }]',
      ['value-not-allowed spec.http[0].redirect.scheme: "ftp" -> http or https | Use one of them.'],
    ],
    [
      'hosts: [a], http: [{ redirect: { uri: /b, port: 80, derivePort: FROM_REQUEST_PORT } }]',
      [
        'value-not-allowed spec.http[0].redirect: a mapping with port and derivePort -> at most one of port, derivePort | Keep one of them, and remove the others.',
      ],
    ],
    [
      'hosts: [a], http: [{ redirect: { uri: /b, prefixRewrite: /c } }]',
      [
        'value-not-allowed spec.http[0].redirect.prefixRewrite: prefixRewrite together with uri -> one of them | Remove one of the two.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], mirror: { host: b }, mirrors: [{ destination: { host: c } }] }]',
      ['value-not-allowed spec.http[0].mirror: mirror together with mirrors -> only mirrors | Move it into mirrors.'],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], mirrors: [{ destination: { host: c }, percentage: { value: 101 } }] }]',
      ['value-not-allowed spec.http[0].mirrors[0].percentage.value: 101 -> at most 100 | Use at most 100.'],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], fault: {} }]',
      [
        'value-not-allowed spec.http[0].fault: a fault that does nothing -> abort, delay or both | Add one of them, or remove it.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], fault: { abort: { http2Error: a } } }]',
      [
        'value-not-allowed spec.http[0].fault.abort.http2Error: http2Error, which Istio does not inject -> httpStatus or grpcStatus | Use httpStatus or grpcStatus.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], fault: { delay: { exponentialDelay: 1s } } }]',
      [
        'value-not-allowed spec.http[0].fault.delay.exponentialDelay: exponentialDelay, which Istio does not inject -> fixedDelay | Use fixedDelay.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], fault: { abort: { grpcStatus: BAD } } }]',
      [
        'value-not-allowed spec.http[0].fault.abort.grpcStatus: "BAD" -> one of OK, CANCELLED, UNKNOWN, INVALID_ARGUMENT, DEADLINE_EXCEEDED, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS, UNAUTHENTICATED | Use one of them.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], fault: { abort: { httpStatus: 700 } } }]',
      ['value-not-allowed spec.http[0].fault.abort.httpStatus: 700 -> at most 600 | Use at most 600.'],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], fault: { abort: { httpStatus: 500, grpcStatus: OK } } }]',
      [
        'value-not-allowed spec.http[0].fault.abort: a mapping with httpStatus and grpcStatus -> at most one of httpStatus, grpcStatus, http2Error | Keep one of them, and remove the others.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], fault: { delay: { fixedDelay: 1s, percentage: { value: 0.00001 } } } }]',
      [
        'value-not-allowed spec.http[0].fault.delay.percentage.value: 0.00001 -> 0, or 0.0001 to 100 | Use a percentage of the requests.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], fault: { delay: { fixedDelay: 0s } } }]',
      [
        'value-not-allowed spec.http[0].fault.delay.fixedDelay: "0s" -> a duration of whole milliseconds, at least 1ms, such as 300ms, 10s or 1h30m | Write a duration of whole milliseconds, at least 1ms, such as 300ms, 10s or 1h30m.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], retries: { retryOn: 5xx } }]',
      [
        'value-not-allowed spec.http[0].retries.attempts: no attempts together with retryOn -> at least 1, because nothing is retried without attempts | Set the attempts, or remove the other fields.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], retries: { attempts: 0, perTryTimeout: 1s } }]',
      [
        'value-not-allowed spec.http[0].retries.attempts: attempts of 0 together with perTryTimeout -> at least 1, because nothing is retried without attempts | Set the attempts, or remove the other fields.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], retries: { attempts: 1, retryOn: "5xx, reset" } }]',
      [
        'value-not-allowed spec.http[0].retries.retryOn: " reset" -> 5xx, gateway-error, reset, reset-before-request, connect-failure, retriable-4xx, refused-stream, retriable-status-codes, retriable-headers, envoy-ratelimited, http3-post-connect-failure, cancelled, deadline-exceeded, internal, resource-exhausted, unavailable or a status, separated by commas without spaces | Remove the spaces.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], retries: { attempts: 1, retryOn: "599" } }]',
      [
        'value-not-allowed spec.http[0].retries.retryOn: "599" -> 5xx, gateway-error, reset, reset-before-request, connect-failure, retriable-4xx, refused-stream, retriable-status-codes, retriable-headers, envoy-ratelimited, http3-post-connect-failure, cancelled, deadline-exceeded, internal, resource-exhausted, unavailable or a status, separated by commas without spaces | Use one of them.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], retries: { attempts: -1 } }]',
      ['value-not-allowed spec.http[0].retries.attempts: -1 -> at least 0 | Use at least 0.'],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], rewrite: {} }]',
      [
        'value-not-allowed spec.http[0].rewrite: a rewrite that changes nothing -> uri, uriRegexRewrite or authority | Add one of them.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], rewrite: { uri: /a, uriRegexRewrite: { match: a, rewrite: b } } }]',
      [
        'value-not-allowed spec.http[0].rewrite.uriRegexRewrite: uriRegexRewrite together with uri -> one of them | Remove one of the two.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], rewrite: { uriRegexRewrite: { match: a } } }]',
      [
        'missing-field spec.http[0].rewrite.uriRegexRewrite.rewrite: nothing -> text, because a rewrite needs both match and rewrite | Add "rewrite", text, because a rewrite needs both match and rewrite.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], rewrite: { uriRegexRewrite: { match: "(?=a)", rewrite: b } } }]',
      [
        'value-not-allowed spec.http[0].rewrite.uriRegexRewrite.match: "(?=a)" -> a regular expression that RE2 can read | Correct it; RE2 has no lookaround and no backreferences.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));
});

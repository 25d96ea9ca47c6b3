import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('HTTP matches', () => {
  const findings = findingsOnSpec('networking.istio.io/v1', 'VirtualService');

  test.each([
    [
      'hosts: [a], http: [{ match: [{ uri: { exact: /a } }], redirect: { prefixRewrite: /c } }]',
      [
        'value-not-allowed spec.http[0].redirect.prefixRewrite: prefixRewrite, without a prefix -> matches of uri by prefix | Use uri.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], corsPolicy: { allowOrigins: [{}] } }]',
      [
        'value-not-allowed spec.http[0].corsPolicy.allowOrigins[0]: an origin with none of them -> exact, prefix or regex | Name the origin.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], corsPolicy: { allowOrigins: [{ regex: "*" }] } }]',
      [
        'value-not-allowed spec.http[0].corsPolicy.allowOrigins[0].regex: "*" -> a regular expression that RE2 can read | Correct it; RE2 has no lookaround and no backreferences.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], corsPolicy: { allowMethods: [get] } }]',
      [
        'value-not-allowed spec.http[0].corsPolicy.allowMethods[0]: "get" -> one of GET, HEAD, POST, PUT, PATCH, DELETE, CONNECT, OPTIONS, TRACE, * | Use one of them.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], corsPolicy: { exposeHeaders: ["a b"] } }]',
      [
        'value-not-allowed spec.http[0].corsPolicy.exposeHeaders[0]: "a b" -> a header name of letters, digits and !#$%&\'*+-.^_`|~ | Correct it.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], corsPolicy: { maxAge: 1500ms } }]',
      ['value-not-allowed spec.http[0].corsPolicy.maxAge: "1500ms" -> whole seconds | Round it to seconds.'],
    ],
    [
      'hosts: [a], http: [{ match: [{ uri: { exact: /a, prefix: /b } }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].match[0].uri: a mapping with exact and prefix -> at most one of exact, prefix, regex | Keep one of them, and remove the others.',
      ],
    ],
    [
      'hosts: [a], http: [{ match: [{ method: { prefix: "" } }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].match[0].method.prefix: "" -> text to match | Write the text, or regex: ".*" for any.',
      ],
    ],
    [
      'hosts: [a], http: [{ match: [{ uri: { regex: "" } }], route: [{ destination: { host: a } }] }]',
      ['value-not-allowed spec.http[0].match[0].uri.regex: "" -> a regular expression | Write ".*" to match any text.'],
    ],
    [
      'hosts: [a], http: [{ match: [{ uri: { regex: "a(" } }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].match[0].uri.regex: "a(" -> a regular expression that RE2 can read | Correct it; RE2 has no lookaround and no backreferences.',
      ],
    ],
    [
      'hosts: [a], http: [{ match: [{ uri: { regex: "(a)\\\\1" } }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].match[0].uri.regex: "(a)\\\\1" -> a regular expression that RE2 can read | Correct it; RE2 has no lookaround and no backreferences.',
      ],
    ],
    [
      'hosts: [a], http: [{ match: [{ headers: { "a b": { exact: c } } }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].match[0].headers["a b"]: "a b" -> a header name of letters, digits and !#$%&\'*+-.^_`|~ | Correct it.',
      ],
    ],
    [
      'hosts: [a], http: [{ match: [{ headers: { "@request.auth.claims.a": { exact: c } } }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].match[0].headers["@request.auth.claims.a"]: a claim of a token, in a route of sidecars -> a claim only in routes of gateways, because sidecars do not route by token | List the gateways without mesh, or match something else.',
      ],
    ],
    [
      'hosts: [a], http: [{ match: [{ withoutHeaders: { b: { regex: "+" } } }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].match[0].withoutHeaders.b.regex: "+" -> a regular expression that RE2 can read | Correct it; RE2 has no lookaround and no backreferences.',
      ],
    ],
    [
      'hosts: [a], http: [{ match: [{ queryParams: { b: { prefix: "" } } }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].match[0].queryParams.b.prefix: "" -> text to match | Write the text, or regex: ".*" for any.',
      ],
    ],
    [
      'hosts: [a], http: [{ match: [{ sourceNamespace: a.b }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].match[0].sourceNamespace: "a.b" -> at most 63 letters, digits and -, with a letter or digit at both ends | Name the namespace of callers.',
      ],
    ],
    [
      'hosts: [a], http: [{ match: [{ sourceLabels: { a: "b c" } }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].match[0].sourceLabels.a: "b c" -> empty, or at most 63 letters, digits, -, _ and ., with a letter or digit at both ends | Name the value of a label.',
      ],
    ],
    [
      'hosts: [a], http: [{ match: [{ gateways: ["a b"] }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].match[0].gateways[0]: "a b" -> namespace/name of a Gateway, or mesh | Correct the name.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    [
      'hosts: ["*"], gateways: [b/c], http: [{ match: [{ headers: { "@request.auth.claims[a]": { exact: c } } }], delegate: { name: d } }]',
    ],
    [
      'hosts: [a], http: [{ match: [{ uri: { prefix: /b } }], redirect: { prefixRewrite: /c } }, { directResponse: { status: 503, body: { string: no } } }]',
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], retries: { attempts: 0 }, fault: { delay: { fixedDelay: 5s, percentage: { value: 0.1 } }, abort: { grpcStatus: NOT_FOUND } }, corsPolicy: { allowOrigins: [{ exact: "https://a" }], allowMethods: [GET, "*"], allowHeaders: ["*"], maxAge: 24h }, rewrite: { uriRegexRewrite: { match: "^/a", rewrite: /b } } }]',
    ],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});

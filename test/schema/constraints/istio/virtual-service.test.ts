import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('virtual services', () => {
  const findings = findingsOnSpec('networking.istio.io/v1', 'VirtualService');

  test.each([
    [
      'hosts: [a]',
      ['missing-field spec.http: nothing -> routes: http, tls or tcp | Add the routes, or remove the object.'],
    ],
    [
      'hosts: [a_b], http: [{ route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.hosts[0]: "a_b" -> a DNS name, whose first label may be * or start with it | Correct the host.',
      ],
    ],
    [
      'hosts: ["*"], http: [{ route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.hosts[0]: "*", for sidecars -> hosts of the mesh, for it would take every request | Name the hosts or a gateway.',
      ],
    ],
    [
      'hosts: [a.b, "*.b"], http: [{ route: [{ destination: { host: a } }] }]',
      ['duplicate-key spec.hosts[1]: "*.b" -> a host that "a.b" does not overlap | Remove one of the two.'],
    ],
    [
      'hosts: [a, a], http: [{ route: [{ destination: { host: a } }] }]',
      ['duplicate-key spec.hosts[1]: "a" -> a host that "a" does not overlap | Remove one of the two.'],
    ],
    [
      'hosts: [a], gateways: [a/b/c], http: [{ route: [{ destination: { host: a } }] }]',
      ['value-not-allowed spec.gateways[0]: "a/b/c" -> namespace/name of a Gateway, or mesh | Correct the name.'],
    ],
    [
      'hosts: [a], exportTo: ["~"], http: [{ route: [{ destination: { host: a } }] }]',
      ['value-not-allowed spec.exportTo[0]: "~" -> a namespace, . or * | Correct the entry.'],
    ],
    [
      'gateways: [mesh], http: [{ route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.gateways: gateways, without hosts -> http alone: without hosts it is a delegate, which takes what another VirtualService hands on | Add the hosts, or remove it.',
      ],
    ],
    [
      'http: [{ delegate: { name: b }, route: [{ destination: { host: a } }] }]',
      ['value-not-allowed spec.http[0].delegate: a delegate of a delegate -> one step | Write the routes here.'],
    ],
    [
      'hosts: [a], http: [{ delegate: { name: b }, route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].route: route beside delegate -> delegate alone, which takes the requests | Remove one of the two.',
      ],
    ],
    [
      'hosts: [a], http: [{}]',
      [
        'missing-field spec.http[0].route: nothing -> destinations, or redirect or directResponse, for requests to end at | Add "route", destinations, or redirect or directResponse, for requests to end at.',
      ],
    ],
    [
      'hosts: [a], http: [{ redirect: { uri: /b }, route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].route: route beside redirect -> redirect alone, which answers at once | Remove one of the two.',
      ],
    ],
    [
      'hosts: [a], http: [{ redirect: { uri: /b }, directResponse: { status: 200 } }]',
      [
        'value-not-allowed spec.http[0].directResponse: directResponse beside redirect -> redirect alone, which answers at once | Remove one of the two.',
      ],
    ],
    [
      'hosts: [a], http: [{ directResponse: { status: 200 }, rewrite: { uri: /b } }]',
      [
        'value-not-allowed spec.http[0].rewrite: rewrite beside directResponse -> directResponse alone, which answers at once | Remove one of the two.',
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
        'value-not-allowed spec.http[0].redirect: a redirect to the same place -> one of uri, prefixRewrite, authority, scheme, port, derivePort | Say where to, or remove the redirect.',
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
        'value-not-allowed spec.http[0].redirect.prefixRewrite: prefixRewrite beside uri -> one of them | Remove one of the two.',
      ],
    ],
    [
      'hosts: [a], http: [{ match: [{ uri: { exact: /a } }], redirect: { prefixRewrite: /c } }]',
      [
        'value-not-allowed spec.http[0].redirect.prefixRewrite: prefixRewrite, without a prefix -> matches of uri by prefix | Use uri.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: "*" } }] }]',
      [
        'value-not-allowed spec.http[0].route[0].destination.host: "*" -> one host, for a request goes to one | Name the host.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a, subset: a_b } }] }]',
      [
        'value-not-allowed spec.http[0].route[0].destination.subset: "a_b" -> at most 63 letters, digits and -, with a letter or digit at both ends | Name a subset of the DestinationRule.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a, port: {} } }] }]',
      [
        'missing-field spec.http[0].route[0].destination.port.number: nothing -> the number of a port, 1 to 65535 | Add "number", the number of a port, 1 to 65535.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a, port: { number: 0 } } }] }]',
      ['value-not-allowed spec.http[0].route[0].destination.port.number: 0 -> at least 1 | Use at least 1.'],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }, { destination: { host: b } }] }]',
      [
        'value-not-allowed spec.http[0].route: weights of 0 in all -> a weight above 0, for else no destination gets a request | Add the weights.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a }, weight: -1 }] }]',
      ['value-not-allowed spec.http[0].route[0].weight: -1 -> at least 0 | Use at least 0.'],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], mirror: { host: b }, mirrors: [{ destination: { host: c } }] }]',
      ['value-not-allowed spec.http[0].mirror: mirror beside mirrors -> mirrors alone | Move it into mirrors.'],
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
        'value-not-allowed spec.http[0].retries.attempts: no attempts beside retryOn -> at least 1, for without attempts nothing is retried | Set the attempts, or remove the other fields.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], retries: { attempts: 0, perTryTimeout: 1s } }]',
      [
        'value-not-allowed spec.http[0].retries.attempts: attempts of 0 beside perTryTimeout -> at least 1, for without attempts nothing is retried | Set the attempts, or remove the other fields.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], retries: { attempts: 1, retryOn: "5xx, reset" } }]',
      [
        'value-not-allowed spec.http[0].retries.retryOn: " reset" -> 5xx, gateway-error, reset, reset-before-request, connect-failure, retriable-4xx, refused-stream, retriable-status-codes, retriable-headers, envoy-ratelimited, http3-post-connect-failure, cancelled, deadline-exceeded, internal, resource-exhausted, unavailable or a status, parted by commas without spaces | Remove the spaces.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], retries: { attempts: 1, retryOn: "599" } }]',
      [
        'value-not-allowed spec.http[0].retries.retryOn: "599" -> 5xx, gateway-error, reset, reset-before-request, connect-failure, retriable-4xx, refused-stream, retriable-status-codes, retriable-headers, envoy-ratelimited, http3-post-connect-failure, cancelled, deadline-exceeded, internal, resource-exhausted, unavailable or a status, parted by commas without spaces | Use one of them.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], retries: { attempts: -1 } }]',
      ['value-not-allowed spec.http[0].retries.attempts: -1 -> at least 0 | Use at least 0.'],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], timeout: 0s }]',
      [
        'value-not-allowed spec.http[0].timeout: "0s" -> a duration of whole milliseconds, at least 1ms, such as 300ms, 10s or 1h30m | Write a duration of whole milliseconds, at least 1ms, such as 300ms, 10s or 1h30m.',
      ],
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
        'value-not-allowed spec.http[0].rewrite.uriRegexRewrite: uriRegexRewrite beside uri -> one of them | Remove one of the two.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], rewrite: { uriRegexRewrite: { match: a } } }]',
      [
        'missing-field spec.http[0].rewrite.uriRegexRewrite.rewrite: nothing -> text, for a rewrite needs both match and rewrite | Add "rewrite", text, for a rewrite needs both match and rewrite.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], rewrite: { uriRegexRewrite: { match: "(?=a)", rewrite: b } } }]',
      [
        'value-not-allowed spec.http[0].rewrite.uriRegexRewrite.match: "(?=a)" -> a regular expression as RE2 reads it | Correct it; RE2 knows no lookaround and no backreference.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], rewrite: { authority: b }, headers: { request: { set: { host: c } } } }]',
      [
        'value-not-allowed spec.http[0].headers.request.set.host: the authority again -> one change of the authority | Keep one of the changes.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], headers: { request: { add: { ":path": c } } } }]',
      [
        'value-not-allowed spec.http[0].headers.request.add[":path"]: ":path" -> a header other than :method, :path and :scheme | Remove it; rewrite changes the path and the authority.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], headers: { request: { set: { "": c } } } }]',
      [
        'value-not-allowed spec.http[0].headers.request.set[""]: a header without a name -> the name of a header | Name the header.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], headers: { response: { set: { Host: c } } } }]',
      [
        'value-not-allowed spec.http[0].headers.response.set.Host: "Host" -> a header other than Host and those with a : | Remove it; rewrite changes the path and the authority.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], headers: { request: { remove: [":authority"] } } }]',
      [
        'value-not-allowed spec.http[0].headers.request.remove[0]: ":authority" -> a header other than Host and those with a : | Remove it; rewrite changes the path and the authority.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a }, headers: { request: { set: { b: "100%" } } } }] }]',
      [
        'value-not-allowed spec.http[0].route[0].headers.request.set.b: "100%" -> a % that is doubled or starts a command | Write %% for a percent sign, or complete the %COMMAND%.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], headers: { request: { set: { b: "%A(c)d%" } } } }]',
      [
        'value-not-allowed spec.http[0].headers.request.set.b: "%A(c)d%" -> % after ) | Write %% for a percent sign, or complete the %COMMAND%.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], headers: { request: { set: { b: "%A([\\"c\\" \\"d\\"])%" } } } }]',
      [
        'value-not-allowed spec.http[0].headers.request.set.b: "%A([\\"c\\" \\"d\\"])%" -> , or ] after an argument | Write %% for a percent sign, or complete the %COMMAND%.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], headers: { request: { set: { b: "%A([c])%" } } } }]',
      [
        'value-not-allowed spec.http[0].headers.request.set.b: "%A([c])%" -> a quoted argument after [ | Write %% for a percent sign, or complete the %COMMAND%.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], headers: { request: { set: { b: "%A([\\"c\\"]d)%" } } } }]',
      [
        'value-not-allowed spec.http[0].headers.request.set.b: "%A([\\"c\\"]d)%" -> ) after ] | Write %% for a percent sign, or complete the %COMMAND%.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], headers: { request: { set: { b: "%A(\\\\" } } } }]',
      [
        'value-not-allowed spec.http[0].headers.request.set.b: "%A(\\\\" -> a % at the end of the command | Write %% for a percent sign, or complete the %COMMAND%.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], headers: { request: { set: { b: "%A" } } } }]',
      [
        'value-not-allowed spec.http[0].headers.request.set.b: "%A" -> a % at the end of the command | Write %% for a percent sign, or complete the %COMMAND%.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], headers: { request: { set: { b: "a\\u0001" } } } }]',
      [
        'value-not-allowed spec.http[0].headers.request.set.b: a control character -> printable text | Remove the character.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], corsPolicy: { allowOrigins: [{}] } }]',
      [
        'value-not-allowed spec.http[0].corsPolicy.allowOrigins[0]: an origin that says nothing -> exact, prefix or regex | Name the origin.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], corsPolicy: { allowOrigins: [{ regex: "*" }] } }]',
      [
        'value-not-allowed spec.http[0].corsPolicy.allowOrigins[0].regex: "*" -> a regular expression as RE2 reads it | Correct it; RE2 knows no lookaround and no backreference.',
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
        'value-not-allowed spec.http[0].corsPolicy.exposeHeaders[0]: "a b" -> the name of a header, of letters, digits and !#$%&\'*+-.^_`|~ | Correct it.',
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
        'value-not-allowed spec.http[0].match[0].uri.regex: "a(" -> a regular expression as RE2 reads it | Correct it; RE2 knows no lookaround and no backreference.',
      ],
    ],
    [
      'hosts: [a], http: [{ match: [{ uri: { regex: "(a)\\\\1" } }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].match[0].uri.regex: "(a)\\\\1" -> a regular expression as RE2 reads it | Correct it; RE2 knows no lookaround and no backreference.',
      ],
    ],
    [
      'hosts: [a], http: [{ match: [{ headers: { "a b": { exact: c } } }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].match[0].headers["a b"]: "a b" -> the name of a header, of letters, digits and !#$%&\'*+-.^_`|~ | Correct it.',
      ],
    ],
    [
      'hosts: [a], http: [{ match: [{ headers: { "@request.auth.claims.a": { exact: c } } }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].match[0].headers["@request.auth.claims.a"]: a claim of a token, in a route of sidecars -> a claim in routes of gateways alone, for sidecars do not route by token | List the gateways without mesh, or match something else.',
      ],
    ],
    [
      'hosts: [a], http: [{ match: [{ withoutHeaders: { b: { regex: "+" } } }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].match[0].withoutHeaders.b.regex: "+" -> a regular expression as RE2 reads it | Correct it; RE2 knows no lookaround and no backreference.',
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
    [
      'hosts: [a], tcp: [{ match: [{ port: 1 }] }]',
      [
        'missing-field spec.tcp[0].route: nothing -> destinations for connections to end at | Add "route", destinations for connections to end at.',
      ],
    ],
    [
      'hosts: [a], tcp: [{ match: [{ destinationSubnets: [a] }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.tcp[0].match[0].destinationSubnets[0]: "a" -> an IP address or a network such as 10.0.0.0/8 | Correct the address.',
      ],
    ],
    [
      'hosts: [a], tls: [{ route: [{ destination: { host: a } }] }]',
      ['missing-field spec.tls[0].match: nothing -> a list | Add "match", a list.'],
    ],
    [
      'hosts: [a], tls: [{ match: [{ sniHosts: [] }], route: [{ destination: { host: a } }] }]',
      ['missing-field spec.tls[0].match[0].sniHosts: nothing -> at least one | Add "sniHosts", at least one.'],
    ],
    [
      'hosts: [a], tls: [{ match: [{ sniHosts: [b] }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.tls[0].match[0].sniHosts[0]: "b" -> a name that one of the hosts covers: a | Add it to the hosts, or correct it.',
      ],
    ],
    [
      'hosts: [a], tls: [{ match: [{ sniHosts: [a_b] }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.tls[0].match[0].sniHosts[0]: "a_b" -> a DNS name, whose first label may be * or start with it | Correct the host.',
      ],
    ],
    [
      'hosts: [a], tls: [{ match: [{ sniHosts: [a] }] }]',
      [
        'missing-field spec.tls[0].route: nothing -> destinations for connections to end at | Add "route", destinations for connections to end at.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    ['http: [{ route: [{ destination: { host: a } }] }]'],
    [
      'hosts: ["*"], gateways: [b/c], http: [{ match: [{ headers: { "@request.auth.claims[a]": { exact: c } } }], delegate: { name: d } }]',
    ],
    [
      'hosts: ["*.example.com", 192.0.2.1], gateways: [b/c], tls: [{ match: [{ sniHosts: [a.example.com] }], route: [{ destination: { host: a, port: { number: 443 } } }] }]',
    ],
    [
      'hosts: [a], http: [{ match: [{ uri: { prefix: "" }, method: { regex: "(?i)get|[[:alpha:]]+" }, withoutHeaders: { b: { regex: "*" } } }], route: [{ destination: { host: a }, weight: 90 }, { destination: { host: a, subset: v2 }, weight: 10 }], retries: { attempts: 2, retryOn: "5xx,reset,503" }, headers: { request: { set: { host: b, c: "%REQ(:path)% 100%% %START_TIME([\\"a\\", \\"b\\"])%" } } } }]',
    ],
    [
      'hosts: [a], http: [{ match: [{ uri: { prefix: /b } }], redirect: { prefixRewrite: /c } }, { directResponse: { status: 503, body: { string: no } } }]',
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], retries: { attempts: 0 }, fault: { delay: { fixedDelay: 5s, percentage: { value: 0.1 } }, abort: { grpcStatus: NOT_FOUND } }, corsPolicy: { allowOrigins: [{ exact: "https://a" }], allowMethods: [GET, "*"], allowHeaders: ["*"], maxAge: 24h }, rewrite: { uriRegexRewrite: { match: "^/a", rewrite: /b } } }]',
    ],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});

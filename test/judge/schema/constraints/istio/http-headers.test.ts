import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('changes of headers', () => {
  const findings = findingsOnSpec('networking.istio.io/v1', 'VirtualService');

  test.each([
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
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    [
      'hosts: [a], http: [{ match: [{ uri: { prefix: "" }, method: { regex: "(?i)get|[[:alpha:]]+" }, withoutHeaders: { b: { regex: "*" } } }], route: [{ destination: { host: a }, weight: 90 }, { destination: { host: a, subset: v2 }, weight: 10 }], retries: { attempts: 2, retryOn: "5xx,reset,503" }, headers: { request: { set: { host: b, c: "%REQ(:path)% 100%% %START_TIME([\\"a\\", \\"b\\"])%" } } } }]',
    ],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});

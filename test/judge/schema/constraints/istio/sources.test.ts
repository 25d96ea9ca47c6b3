import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('sources', () => {
  const findings = findingsOnSpec('security.istio.io/v1', 'AuthorizationPolicy');

  test.each([
    [
      'rules: [{ from: [{}] }]',
      [
        'missing-field spec.rules[0].from[0].source: nothing -> a mapping that says what the rule matches | Add "source", a mapping that says what the rule matches.',
      ],
    ],
    [
      'rules: [{ from: [{ source: {} }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source: a mapping with none of them -> at least one of principals, notPrincipals, requestPrincipals, notRequestPrincipals, namespaces, notNamespaces, serviceAccounts, notServiceAccounts, trustDomains, notTrustDomains, ipBlocks, notIpBlocks, remoteIpBlocks, notRemoteIpBlocks | Describe the source, or remove "from".',
      ],
    ],
    [
      'rules: [{ from: [{ source: { principals: [] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source: a mapping with none of them -> at least one of principals, notPrincipals, requestPrincipals, notRequestPrincipals, namespaces, notNamespaces, serviceAccounts, notServiceAccounts, trustDomains, notTrustDomains, ipBlocks, notIpBlocks, remoteIpBlocks, notRemoteIpBlocks | Describe the source, or remove "from".',
      ],
    ],
    [
      'rules: [{ from: [{ source: { principals: [""] } }] }]',
      ['value-not-allowed spec.rules[0].from[0].source.principals[0]: "" -> text | Remove the empty entry.'],
    ],
    [
      'rules: [{ from: [{ source: { ipBlocks: [10.0.0.0/33] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.ipBlocks[0]: "10.0.0.0/33" -> an IP address or a network such as 10.0.0.0/8 | Correct the address.',
      ],
    ],
    [
      'rules: [{ from: [{ source: { notRemoteIpBlocks: [a] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.notRemoteIpBlocks[0]: "a" -> an IP address or a network such as 10.0.0.0/8 | Correct the address.',
      ],
    ],
    [
      'rules: [{ from: [{ source: { serviceAccounts: ["*"] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.serviceAccounts[0]: "*" -> serviceAccount or namespace/serviceAccount, without * | Name one service account.',
      ],
    ],
    [
      'rules: [{ from: [{ source: { serviceAccounts: [a/b/c] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.serviceAccounts[0]: "a/b/c" -> serviceAccount or namespace/serviceAccount, without * | Name one service account.',
      ],
    ],
    [
      'rules: [{ from: [{ source: { serviceAccounts: [/c] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.serviceAccounts[0]: "/c" -> serviceAccount or namespace/serviceAccount, without * | Name one service account.',
      ],
    ],
    [
      'rules: [{ from: [{ source: { serviceAccounts: [a], namespaces: [b] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.serviceAccounts: serviceAccounts together with namespaces -> either service accounts, or principals and namespaces | Use one of the two for all of it.',
      ],
    ],
    [
      'rules: [{ from: [{ source: { trustDomains: [a/b] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.trustDomains[0]: "a/b" -> a trust domain, without / | Write the part before the first /.',
      ],
    ],
    [
      'rules: [{ from: [{ source: { notTrustDomains: ["a*b"] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.notTrustDomains[0]: "a*b" -> at most one *, first or last | Move the * to an end, or list the values.',
      ],
    ],
    [
      'rules: [{ from: [{ source: { trustDomains: ["*a*"] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.trustDomains[0]: "*a*" -> at most one *, first or last | Move the * to an end, or list the values.',
      ],
    ],
    [
      'action: CUSTOM, provider: { name: a }, rules: [{ from: [{ source: { principals: [a] } }] }]',
      [
        'value-not-allowed spec.rules[0].from[0].source.principals: principals -> what a CUSTOM policy can match: addresses and the request itself | Remove it, and let the provider or a DENY policy decide by identity.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));
});

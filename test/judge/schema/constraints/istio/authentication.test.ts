import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('peer authentications', () => {
  const findings = findingsOnSpec('security.istio.io/v1', 'PeerAuthentication');

  test.each([
    [
      'portLevelMtls: { 80: { mode: STRICT } }',
      [
        'value-not-allowed spec.portLevelMtls: modes per port, without a selector -> a selector of workloads, because a whole namespace has no ports | Add selector.matchLabels, or remove the field.',
      ],
    ],
    [
      'selector: { matchLabels: { app: a } }, portLevelMtls: {}',
      [
        'value-not-allowed spec.portLevelMtls: an empty mapping -> at least one entry | Add an entry, or remove the field.',
      ],
    ],
    [
      'selector: { matchLabels: { app: a } }, portLevelMtls: { 0: { mode: STRICT } }',
      ['value-not-allowed spec.portLevelMtls["0"]: "0" -> 1 to 65535 | Use the number that the container listens on.'],
    ],
    [
      'selector: { matchLabels: { app: a } }, portLevelMtls: { http: { mode: STRICT } }',
      [
        'value-not-allowed spec.portLevelMtls.http: "http" -> 1 to 65535 | Use the number that the container listens on.',
      ],
    ],
    [
      'selector: { matchLabels: { app: "*" } }',
      [
        'value-not-allowed spec.selector.matchLabels.app: "*" -> a label without *, because selectors have no wildcards | Name one label and one value.',
      ],
    ],
    [
      'mtls: { mode: STRCT }',
      ['value-not-allowed spec.mtls.mode: "STRCT" -> one of UNSET, DISABLE, PERMISSIVE, STRICT | Write "STRICT".'],
    ],
    [
      'metadata: { name: a, annotations: { istio.io/dry-run: "true" } }, spec: {}',
      [
        'value-not-allowed metadata.annotations["istio.io/dry-run"]: a dry run of PeerAuthentication -> a dry run of AuthorizationPolicy | Remove it.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    ['mtls: { mode: STRICT }'],
    ['selector: { matchLabels: { app: a } }, portLevelMtls: { 8080: { mode: DISABLE } }'],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});

describe('request authentications', () => {
  const findings = findingsOnSpec('security.istio.io/v1', 'RequestAuthentication');

  test.each([
    [
      'jwtRules: [{ audiences: [a] }]',
      [
        'missing-field spec.jwtRules[0].issuer: nothing -> the issuer whose tokens the rule accepts, or jwksUri | Add "issuer", the issuer whose tokens the rule accepts, or jwksUri.',
      ],
    ],
    [
      'jwtRules: [{ issuer: a, jwksUri: "ftp://a" }]',
      ['value-not-allowed spec.jwtRules[0].jwksUri: "ftp://a" -> an http:// or https:// URL | Correct the URL.'],
    ],
    [
      'jwtRules: [{ issuer: a, jwks_uri: "a.example.com" }]',
      ['value-not-allowed spec.jwtRules[0].jwks_uri: "a.example.com" -> an http:// or https:// URL | Correct the URL.'],
    ],
    [
      'jwtRules: [{ issuer: a, jwksUri: "https://a", jwks: "{\\"keys\\":[]}" }]',
      [
        'value-not-allowed spec.jwtRules[0]: a mapping with jwks and jwksUri -> at most one of jwks, jwksUri, jwks_uri | Keep one of them, and remove the others.',
      ],
    ],
    [
      'jwtRules: [{ issuer: a, jwks: "{}" }]',
      [
        'value-not-allowed spec.jwtRules[0].jwks: text that is not a key set -> a JSON Web Key or Key Set | Paste the JSON of the public keys.',
      ],
    ],
    [
      'jwtRules: [{ issuer: a, jwks: "no" }]',
      [
        'value-not-allowed spec.jwtRules[0].jwks: text that is not a key set -> a JSON Web Key or Key Set | Paste the JSON of the public keys.',
      ],
    ],
    [
      'jwtRules: [{ issuer: "" , jwksUri: "https://a"}]',
      ['value-not-allowed spec.jwtRules[0].issuer: "" -> at least 1 character | Use at least 1 character.'],
    ],
    [
      'jwtRules: [{ issuer: a, timeout: 100us }]',
      [
        'value-not-allowed spec.jwtRules[0].timeout: "100us" -> a duration of whole milliseconds, at least 1ms, such as 300ms, 10s or 1h30m | Write a duration of whole milliseconds, at least 1ms, such as 300ms, 10s or 1h30m.',
      ],
    ],
    [
      'jwtRules: [{ issuer: a, fromHeaders: [{ name: "" }] }]',
      [
        'value-not-allowed spec.jwtRules[0].fromHeaders[0].name: "" -> at least 1 character | Use at least 1 character.',
      ],
    ],
    [
      'jwtRules: [{ issuer: a, outputClaimToHeaders: [{ header: "a b", claim: c }] }]',
      [
        'value-not-allowed spec.jwtRules[0].outputClaimToHeaders[0].header: "a b" -> text that matches ^[-_A-Za-z0-9]+$ | Change it to match the pattern.',
      ],
    ],
    [
      'selector: { matchLabels: { app: a } }, targetRef: { kind: Service, name: a }',
      [
        'value-not-allowed spec: a mapping with selector and targetRef -> at most one of selector, targetRef, targetRefs | Keep one of them, and remove the others.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    [
      'jwtRules: [{ issuer: a, jwks: "{\\"keys\\":[{\\"kty\\":\\"RSA\\",\\"e\\":\\"AQAB\\",\\"n\\":\\"AQAB\\"}]}" }, { jwksUri: "https://a.example.com/keys", timeout: 5s }]',
    ],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});

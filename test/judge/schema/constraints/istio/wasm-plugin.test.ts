import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('wasm plugins', () => {
  const findings = findingsOnSpec('extensions.istio.io/v1alpha1', 'WasmPlugin');

  test.each([
    [
      'url: "ftp://a"',
      ['value-not-allowed spec.url: "ftp://a" -> http://, https://, oci://, file:// or none | Use one of them.'],
    ],
    ['url: "#%b"', ['value-not-allowed spec.url: "#%b" -> a URL, or the name of an image | Correct the URL.']],
    ['url: "{*}"', ['value-not-allowed spec.url: "{*}" -> a URL, or the name of an image | Correct the URL.']],
    ['url: ""', ['value-not-allowed spec.url: "" -> at least 1 character | Use at least 1 character.']],
    [
      'url: a, sha256: abc',
      [
        'value-not-allowed spec.sha256: "abc" -> text that matches (^$|^[a-f0-9]{64}$) | Change it to match the pattern.',
      ],
    ],
    [
      'url: a, imagePullSecret: ""',
      ['value-not-allowed spec.imagePullSecret: "" -> at least 1 character | Use at least 1 character.'],
    ],
    [
      'url: a, match: [{ ports: [{ number: 0 }] }]',
      ['value-not-allowed spec.match[0].ports[0].number: 0 -> at least 1 | Use at least 1.'],
    ],
    [
      'url: a, vmConfig: { env: [{ name: a, valueFrom: HOST, value: b }] }',
      [
        `value-not-allowed spec.vmConfig.env[0].value: a value, with HOST -> nothing, because the value of the host is used | Remove it.`,
      ],
    ],
    [
      'url: a, vmConfig: { env: [{ name: a, value: b }, { name: a, value: c }] }',
      [
        'duplicate-key spec.vmConfig.env[1].name: "a" again -> a name that no other variable has | Rename or remove one of the two.',
      ],
    ],
    [
      'url: a, selector: { matchLabels: { a: b } }, targetRefs: [{ kind: Service, name: a }]',
      [
        'value-not-allowed spec: a mapping with selector and targetRefs -> at most one of selector, targetRef, targetRefs | Keep one of them, and remove the others.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    [
      'url: "oci://registry.example.com/a:1.0", vmConfig: { env: [{ name: a, value: b }, { name: c, valueFrom: HOST }] }',
    ],
    ['url: registry.example.com/a:1.0'],
    ['url: a.1'],
    ['url: "file:///a.wasm"'],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});

describe('traffic extensions', () => {
  const findings = findingsOnSpec('extensions.istio.io/v1alpha1', 'TrafficExtension');

  test.each([
    [
      'phase: AUTHN',
      ['value-not-allowed spec: a mapping with none of them -> exactly one of wasm, lua | Add one of wasm, lua.'],
    ],
    [
      'lua: { inlineCode: a }, wasm: { url: a }',
      [
        'value-not-allowed spec: a mapping with wasm and lua -> at most one of wasm, lua | Keep one of them, and remove the others.',
      ],
    ],
    [
      'lua: { inlineCode: "" }',
      ['value-not-allowed spec.lua.inlineCode: "" -> at least 1 character | Use at least 1 character.'],
    ],
    [
      'wasm: { url: "ftp://a" }',
      ['value-not-allowed spec.wasm.url: "ftp://a" -> http://, https://, oci://, file:// or none | Use one of them.'],
    ],
    [
      'wasm: { url: a, vmConfig: { env: [{ name: a, valueFrom: HOST, value: b }] } }',
      [
        `value-not-allowed spec.wasm.vmConfig.env[0].value: a value, with HOST -> nothing, because the value of the host is used | Remove it.`,
      ],
    ],
    [
      'lua: { inlineCode: a }, match: [{ ports: [{ number: 0 }] }]',
      ['value-not-allowed spec.match[0].ports[0].number: 0 -> at least 1 | Use at least 1.'],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    ['lua: { inlineCode: a }, phase: AUTHZ, selector: { matchLabels: { app: a } }'],
    ['wasm: { url: "oci://registry.example.com/a:1.0" }, match: [{ mode: SERVER, ports: [{ number: 80 }] }]'],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});

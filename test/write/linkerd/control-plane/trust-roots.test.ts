import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { issue } from '../../trust/issue.js';
import { configEffect, effect, refusalOf } from './control-plane.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the roots of a control plane', () => {
  let one: string;
  let two: string;
  beforeAll(async () => {
    one = (await issue({ name: 'one' })).certificate.pem;
    two = (await issue({ name: 'two' })).certificate.pem;
  });

  test('roll the pods of the controllers when they change, and change nothing else', () => {
    const annotation = 'all: spec.template.metadata.annotations.linkerd.io/trust-root-sha256';
    expect(effect({ roots: [one] })).toEqual([`${annotation}: ${sha256('')} -> ${sha256(one)}`]);
    expect(effect({ roots: [one, two] }, { roots: [one] })).toEqual([
      `${annotation}: ${sha256(one)} -> ${sha256(one + two)}`,
    ]);
  });

  test('stand in the configuration, where clusters are compared by them', () => {
    expect(configEffect({ roots: [one] })).toEqual([`identityTrustAnchorsPEM:  -> ${one.trim()}`]);
  });

  test('fails where one text holds two', () => {
    expect(refusalOf({ roots: [one + two] })).toEqual([
      "LinkerdControlPlane 'hub': roots[0] is 2 certificates, expected exactly one. Keep the intended one.",
    ]);
  });
});

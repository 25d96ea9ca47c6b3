import { beforeAll, describe, expect, test } from 'vitest';
import { TrustHierarchy } from '../../../lib/write/trust/trust-hierarchy.js';
import type { TrustRoot } from '../../../lib/write/trust/trust-root.js';
import { refusalOf, type Setup } from '../linkerd/control-plane/control-plane.js';
import { issue } from '../trust/issue.js';

let one: string;
let two: string;
beforeAll(async () => {
  one = (await issue({ name: 'one' })).certificate.pem;
  two = (await issue({ name: 'two' })).certificate.pem;
});

interface Trust {
  readonly certificates?: readonly string[];
  readonly trustDomain?: string;
}

function refused(setup: Setup, { certificates, trustDomain }: Trust): string[] {
  const root: TrustRoot = certificates === undefined ? { kind: 'self-signed' } : { kind: 'offline', certificates };
  return refusalOf({
    ...setup,
    beside: (chart, cluster) => {
      new TrustHierarchy(chart, 'trust', { cluster, root, ...(trustDomain !== undefined && { trustDomain }) });
    },
  });
}

const roots = (got: string) =>
  `LinkerdControlPlane 'hub': roots is ${got}, expected the roots of TrustHierarchy 'hub'. Use the same roots in both: those of the control plane decide when pods restart, and are compared between clusters.`;

describe('a control plane and the trust of its cluster', () => {
  test('agree on roots in any order', () => {
    expect(refused({ roots: [one] }, { certificates: [one] })).toEqual([]);
    expect(refused({ roots: [one, two] }, { certificates: [two, one] })).toEqual([]);
  });

  test('fails where the control plane has other roots, fewer, more, or none', () => {
    expect(refused({ roots: [two] }, { certificates: [one] })).toEqual([roots('other certificates')]);
    expect(refused({ roots: [one] }, { certificates: [one, two] })).toEqual([roots('other certificates')]);
    expect(refused({ roots: [one, two] }, { certificates: [one] })).toEqual([roots('other certificates')]);
    expect(refused({}, { certificates: [one] })).toEqual([roots('absent')]);
  });

  test('need not agree on a root that the cluster makes', () => {
    expect(refused({}, {})).toEqual([]);
  });

  test('fails where their trust domains differ, also by what one of them leaves out', () => {
    const domains = (got: string, expected: string) =>
      `LinkerdControlPlane 'hub': values.identityTrustDomain is '${got}', expected '${expected}', as in TrustHierarchy 'hub'. Use the same trust domain in both: the issuer would certify names that no proxy has.`;
    const mesh = { values: { identityTrustDomain: 'mesh.example' } };
    expect(refused(mesh, { trustDomain: 'other.example' })).toEqual([domains('mesh.example', 'other.example')]);
    expect(refused(mesh, {})).toEqual([domains('mesh.example', 'cluster.local')]);
    expect(refused({}, { trustDomain: 'mesh.example' })).toEqual([domains('cluster.local', 'mesh.example')]);
    expect(refused(mesh, { trustDomain: 'mesh.example' })).toEqual([]);
  });

  test('are of one cluster: a cluster without a control plane is not asked', () => {
    expect(refusalOf({ roots: [one] })).toEqual([]);
  });
});

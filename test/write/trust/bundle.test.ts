import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../lib/diagnostic.js';
import { verifyBundles } from '../../../lib/write/trust/bundle.js';
import { issue } from './issue.js';

describe('verifyBundles', () => {
  test('accepts clusters on both sides of a rotation while both roots stand in every bundle', async () => {
    const [old, next] = [await issue({ name: 'old' }), await issue({ name: 'next' })];
    const [a, b] = [await issue({ name: 'a', parent: old }), await issue({ name: 'b', parent: next })];
    const both = [old.certificate, next.certificate];
    const clusters = [
      { name: 'a', bundle: both, intermediates: [a] },
      { name: 'b', bundle: both, intermediates: [b] },
    ];
    expect(verifyBundles(clusters, both)).toEqual([]);
    const early = clusters.map((cluster) =>
      cluster.name === 'a' ? { ...cluster, bundle: [old.certificate] } : cluster,
    );
    expect(verifyBundles(early, both).map(formatDiagnostic)).toEqual([
      "Cluster 'a': trust bundle is without 'CN=next' (SHA-256 " +
        `${next.certificate.fingerprint.slice(0, 16)}…), expected both old and new root during a rotation. ` +
        'Add the missing root; remove the old one only when no certificate below it is in use.',
      "Cluster 'a': trust bundle is without a root above 'CN=b' of cluster 'b', expected a root for every issuer of the fleet. Add the root that signed this issuer to the bundle of every cluster.",
    ]);
  });

  test('fails an empty bundle', () => {
    expect(verifyBundles([{ name: 'a', bundle: [], intermediates: [] }]).map(formatDiagnostic)).toEqual([
      "Cluster 'a': trust bundle is empty, expected at least one root. Add the root certificate of the fleet.",
    ]);
  });
});

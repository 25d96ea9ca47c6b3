import { describe, expect, test } from 'vitest';
import { findingsOn, valid } from '../objects.js';

describe('checkOpaquePorts', () => {
  test.each(['["4222"]', '[]'])('fails opaquePorts of a ServiceProfile: %s', async (ports) => {
    const [finding, ...others] = await findingsOn(
      valid.serviceProfile.replace('spec:', `spec:\n  opaquePorts: ${ports}`),
    );
    expect(finding).toMatch(/^schema\/value-not-allowed spec\.opaquePorts: a.* list.* -> no opaquePorts, /);
    expect(finding).toMatch(
      / \| Remove it, and annotate the Service and its pods with config\.linkerd\.io\/opaque-ports\.$/,
    );
    expect(others).toEqual([]);
  });

  test('accepts a ServiceProfile without them', async () => {
    expect(await findingsOn(valid.serviceProfile)).toEqual([]);
  });
});

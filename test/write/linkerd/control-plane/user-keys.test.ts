import { describe, expect, test } from 'vitest';
import { defaultValues } from '../../../../lib/write/linkerd/control-plane/default-values.js';
import { overlay } from '../../../../lib/write/linkerd/control-plane/overlay.js';
import { LINKERD_RELEASES } from '../../../../lib/write/linkerd/control-plane/releases.js';
import { isUserKeyed } from '../../../../lib/write/linkerd/control-plane/user-keys.js';

const values = defaultValues(LINKERD_RELEASES['2.20']);
// As a values file says it, which no compiler sees.
const read = (text: string): object => JSON.parse(text);

describe("mappings whose keys are the user's own", () => {
  test('are those without a default, and those that are listed', () => {
    expect(isUserKeyed('podLabels', {})).toBe(true);
    expect(isUserKeyed('nodeSelector', values.nodeSelector)).toBe(true);
    expect(isUserKeyed('proxy.ports', values.proxy.ports)).toBe(false);
  });

  test('lose a default that is null, at any depth', () => {
    const stated = read(
      '{"nodeSelector":{"kubernetes.io/os":null,"pool":"mesh"},"deploymentStrategy":{"rollingUpdate":{"maxSurge":null}}}',
    );
    const merged = overlay(values, stated);
    expect(merged.nodeSelector).toEqual({ pool: 'mesh' });
    expect(merged.deploymentStrategy).toEqual({ rollingUpdate: { maxUnavailable: '25%' } });
  });

  test('are the only ones: elsewhere null leaves the default in place', () => {
    expect(overlay(values, read('{"proxy":{"uid":null},"policyController":null}'))).toEqual(values);
  });
});

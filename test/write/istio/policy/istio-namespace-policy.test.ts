import { describe, expect, test } from 'vitest';
import { IstioNamespacePolicy } from '../../../../lib/write/istio/policy/istio-namespace-policy.js';
import { at, find, refusal } from '../../../support/synth.js';
import { hub, objectsMade } from '../shop.js';

const build = (namespace: string) =>
  objectsMade((chart) => {
    new IstioNamespacePolicy(chart, 'namespace', { cluster: hub, namespace });
  });

describe('IstioNamespacePolicy', () => {
  test('holds for every pod of the namespace: none of its objects selects', () => {
    const objects = build('shop');
    expect(at(find(objects, 'PeerAuthentication', 'default'), 'spec')).toEqual({ mtls: { mode: 'STRICT' } });
    expect(at(find(objects, 'AuthorizationPolicy', 'allow-nothing'), 'spec')).toEqual({});
    expect(at(find(objects, 'Sidecar', 'default'), 'spec')).toEqual({
      egress: [{ hosts: ['./*', 'istio-system/*'] }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    });
    expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['shop']));
  });

  test('fails on the namespace of the mesh', () => {
    expect(refusal(() => build('istio-system'))).toEqual([
      "IstioNamespacePolicy 'hub/istio-system': namespace is 'istio-system', whose policies apply to the whole mesh, expected a namespace of workloads or gateways. Use IstioMeshPolicy for it.",
    ]);
  });
});

import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { istioctlInput } from '../../lib/cli/istioctl-input.js';
import { IstioControlPlane } from '../../lib/write/istio/control-plane/istio-control-plane.js';
import { istioOperatorInput } from '../../lib/write/istio/control-plane/istioctl-input.js';
import { Fleet } from '../../lib/write/platform/fleet.js';
import { refusal } from '../support/synth.js';

const network = { kubernetesVersion: '1.33', podCidrs: ['10.42.0.0/16'], serviceCidrs: ['10.43.0.0/16'] };
const fleet = new Fleet('shops');
const hub = fleet.addCluster('hub', {
  ...network,
  nodeAddresses: ['192.0.2.1'],
  mesh: { kind: 'istio', version: '1.31' },
});
fleet.addCluster('edge', { ...network, nodeAddresses: ['198.51.100.7'] });
hub.add('istio', (chart) => {
  new IstioControlPlane(chart, 'istio', { cluster: hub });
});

describe('istioctlInput', () => {
  test('is YAML of one control plane', () => {
    const expected: unknown = JSON.parse(JSON.stringify(istioOperatorInput({ cluster: hub })));
    expect(load(istioctlInput([fleet], 'shops/hub'))).toEqual(expected);
  });

  test.each([
    [
      'shops/hbu',
      "Cluster 'shops/hbu' is not known, expected shops/hub. Did you mean shops/hub? Name another: npm run istioctl-input -- <fleet>/<cluster>.",
    ],
    [
      'shops/north',
      "Cluster 'shops/north' is not known, expected shops/hub. Name another: npm run istioctl-input -- <fleet>/<cluster>.",
    ],
    [
      'shops/edge',
      "Cluster 'shops/edge' is without IstioControlPlane, expected shops/hub. Name another: npm run istioctl-input -- <fleet>/<cluster>.",
    ],
  ])('fails %s', (target, sentence) => {
    expect(refusal(() => istioctlInput([fleet], target))).toEqual([sentence]);
  });
});

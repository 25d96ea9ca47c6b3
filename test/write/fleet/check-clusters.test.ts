import { describe, expect, test } from 'vitest';
import { KubeConfigMap } from '../../../imports/k8s.js';
import { throwIfAny } from '../../../lib/diagnostic.js';
import type { Mesh } from '../../../lib/write/fleet/mesh.js';
import { synthesizeFleet } from '../../../lib/write/fleet/synthesize.js';
import { IstioControlPlane } from '../../../lib/write/istio/control-plane/istio-control-plane.js';
import { LinkerdControlPlane } from '../../../lib/write/linkerd/control-plane/linkerd-control-plane.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { SHIPPED_ROOT } from '../../fixtures/roots.js';
import { network } from '../../support/application.js';
import { refusal } from '../../support/synth.js';

const LINKERD: Mesh = { kind: 'linkerd', version: '2.20', cni: true };
const ISTIO: Mesh = { kind: 'istio', version: '1.31', cni: true };

function said(mesh: Mesh | undefined, what: 'nothing' | 'a control plane' | 'something' | 'a fault'): string[] {
  const fleet = new Fleet('fleet');
  const cluster = fleet.addCluster('hub', { ...network, ...(mesh && { mesh }) });
  const roots = [SHIPPED_ROOT];
  if (what !== 'nothing') {
    cluster.add('component', (chart) => {
      if (what === 'something') new KubeConfigMap(chart, 'map', { metadata: { name: 'map' } });
      else if (what === 'a fault') throwIfAny([{ where: 'X', got: 'y', expected: 'z', fix: 'Correct it.' }]);
      else if (mesh?.kind === 'istio') new IstioControlPlane(chart, 'mesh', { cluster, roots });
      else new LinkerdControlPlane(chart, 'mesh', { cluster, roots });
    });
  }
  return refusal(() => [...synthesizeFleet(fleet)]);
}

describe('a fleet', () => {
  test('fails a cluster without components, once', () => {
    expect(said(LINKERD, 'nothing')).toEqual([
      "Cluster 'hub': components is none, expected at least one component. Add what runs in it with add, or remove the cluster.",
    ]);
  });

  test.each([
    [LINKERD, 'LinkerdControlPlane'],
    [ISTIO, 'IstioControlPlane'],
  ])('fails a mesh without its control plane, unless others install it: %j', (mesh, construct) => {
    expect(said(mesh, 'something')).toEqual([
      `Cluster 'hub': mesh is '${mesh.kind}', but no component installs its control plane, expected a component with ${construct}. Add it, or set mesh.controlPlane to 'others' if others install it: without it no pod has a proxy.`,
    ]);
    expect(said({ ...mesh, controlPlane: 'others' }, 'something')).toEqual([]);
    expect(said({ ...mesh, controlPlane: 'fleet' }, 'a control plane')).toEqual([]);
    expect(said(mesh, 'a control plane')).toEqual([]);
  });

  test('fails a control plane that others are said to install', () => {
    for (const mesh of [LINKERD, ISTIO]) {
      expect(said({ ...mesh, controlPlane: 'others' }, 'a control plane')).toEqual([
        `Cluster 'hub': mesh.controlPlane is 'others', but the fleet has ${mesh.kind === 'istio' ? 'Istio' : 'Linkerd'}ControlPlane 'hub', expected one installer. Remove the option, or the component.`,
      ]);
    }
  });

  test('asks for no control plane where there is no mesh, and of no cluster that is not finished', () => {
    expect(said(undefined, 'something')).toEqual([]);
    expect(said(LINKERD, 'a fault')).toEqual(['X is y, expected z. Correct it.']);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rangeWords } from '../../../../lib/formats/release.js';
import { ISTIO_KUBERNETES } from '../../../../lib/releases/compatibility.js';
import { IstioControlPlane } from '../../../../lib/write/istio/control-plane/istio-control-plane.js';
import { ISTIO_RELEASES } from '../../../../lib/write/istio/control-plane/releases.js';
import { Fleet } from '../../../../lib/write/platform/fleet.js';
import { network } from '../../../support/application.js';
import { at, find, objectsOf } from '../../../support/synth.js';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/istio.md'), 'utf8');

/** The cells of the row of a release line in the table of releases. */
const rowOf = (line: string) =>
  page
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim()))
    .find(([, first]) => first === line)
    ?.slice(1);

test.each(['1.30', '1.31', '1.32'] as const)(
  'the line %s is installed in the release, and on the Kubernetes, of the page',
  (version) => {
    const fleet = new Fleet('fleet');
    const cluster = fleet.addCluster('hub', { ...network, mesh: { kind: 'istio', version, cni: true } });
    cluster.add('istio', (chart) => {
      new IstioControlPlane(chart, 'istio', { cluster });
    });
    const objects = objectsOf(fleet, 'hub');
    const [, release, , kubernetes] = rowOf(version) ?? [];
    for (const kind of ['Istio', 'IstioCNI'])
      expect(at(find(objects, kind, 'default'), 'spec.version')).toBe(`v${release}`);
    expect(release).toBe(ISTIO_RELEASES[version]);
    expect(kubernetes).toBe(rangeWords(ISTIO_KUBERNETES[version]));
  },
);

import { INTENDED } from '../../lib/parity/intended.js';
import { parityPage } from '../../lib/parity/parity-page.js';
import type { Artifact } from './artifact.js';

const PAGE = 'docs/parity.md';

/** Every intended difference from the charts, with its reason. */
export const artifact: Artifact = {
  places: [PAGE],
  owns: (path) => path === PAGE,
  files: () => new Map([[PAGE, parityPage(INTENDED)]]),
};

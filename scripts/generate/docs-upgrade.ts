import { allChanges } from '../../lib/judge/upgrade/changes/all.js';
import { upgradePage } from '../../lib/report/upgrade-page.js';
import type { Artifact } from './artifact.js';

const PAGE = 'docs/upgrade.md';

/** What `upgrade` says, and every change that it knows. */
export const artifact: Artifact = {
  places: [PAGE],
  owns: (path) => path === PAGE,
  files: () => new Map([[PAGE, upgradePage(allChanges)]]),
};

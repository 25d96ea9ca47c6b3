import { ISTIO_EXPRESSIONS } from '../../lib/write/istio/expressions.js';
import { LINKERD_EXPRESSIONS } from '../../lib/write/linkerd/expressions.js';
import { intentsPage } from '../../lib/write/workload/intents/intents-page.js';
import type { Artifact } from './artifact.js';

const PAGE = 'docs/intents.md';

/** How each mesh expresses each intent. */
export const artifact: Artifact = {
  places: [PAGE],
  owns: (path) => path === PAGE,
  files: () => new Map([[PAGE, intentsPage({ Linkerd: LINKERD_EXPRESSIONS, Istio: ISTIO_EXPRESSIONS })]]),
};

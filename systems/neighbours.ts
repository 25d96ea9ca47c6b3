import type { ForeignWorkload } from '../lib/write/workload/peer.js';

/** The Prometheus of each cluster, which others run in the mesh. */
export const prometheus: ForeignWorkload = {
  kind: 'foreign',
  name: 'prometheus',
  namespace: 'monitoring',
  serviceAccount: 'prometheus',
  podLabels: { 'app.kubernetes.io/name': 'prometheus' },
};

/** The Jaeger of each cluster, which others run in the mesh. */
export const jaeger: ForeignWorkload = {
  kind: 'foreign',
  name: 'jaeger-collector',
  namespace: 'observability',
  serviceAccount: 'jaeger',
  podLabels: { 'app.kubernetes.io/name': 'jaeger' },
};

import type { ExternalWorkload } from '../lib/write/workload/peer.js';

/** The Prometheus of each cluster, which others run in the mesh. */
export const prometheus: ExternalWorkload = {
  kind: 'external',
  name: 'prometheus',
  namespace: 'monitoring',
  serviceAccount: 'prometheus',
  podLabels: { 'app.kubernetes.io/name': 'prometheus' },
};

/** The Jaeger of each cluster, which others run in the mesh. */
export const jaeger: ExternalWorkload = {
  kind: 'external',
  name: 'jaeger-collector',
  namespace: 'observability',
  serviceAccount: 'jaeger',
  podLabels: { 'app.kubernetes.io/name': 'jaeger' },
};

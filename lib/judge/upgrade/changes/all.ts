import type { Change } from '../change.js';
import { CERT_MANAGER_CHANGES } from './cert-manager.js';
import { ISTIO_CHANGES } from './istio.js';
import { KUBERNETES_CHANGES } from './kubernetes.js';
import { LINKERD_CHANGES } from './linkerd.js';
import { NATS_CHANGES } from './nats.js';
import { PROMETHEUS_OPERATOR_CHANGES } from './prometheus-operator.js';

/** All changes that are known. */
export const allChanges: readonly Change[] = [
  ...KUBERNETES_CHANGES,
  ...ISTIO_CHANGES,
  ...LINKERD_CHANGES,
  ...CERT_MANAGER_CHANGES,
  ...PROMETHEUS_OPERATOR_CHANGES,
  ...NATS_CHANGES,
];

import type { AlertCase } from './alert-case.js';
import { CERTIFICATE_CASES } from './certificates.js';
import { ISTIO_CASES } from './istio.js';
import { LINKERD_CASES } from './linkerd.js';
import { HUB_CASES, LEAF_CASES } from './nats.js';
import { ISTIO_OBJECTIVE_CASES, LINKERD_OBJECTIVE_CASES } from './objectives.js';

/** Cases by the set of groups that they are about. */
export const ALERT_CASES: Readonly<Record<string, readonly AlertCase[]>> = {
  linkerd: LINKERD_CASES,
  istio: ISTIO_CASES,
  hub: HUB_CASES,
  leaf: LEAF_CASES,
  certificates: CERTIFICATE_CASES,
  'objectives-linkerd': LINKERD_OBJECTIVE_CASES,
  'objectives-istio': ISTIO_OBJECTIVE_CASES,
};

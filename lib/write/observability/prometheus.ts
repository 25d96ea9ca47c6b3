import { mapping, optional, options, type Shape } from '../../input/shape.js';
import { anyText, label, objectName } from '../../input/values.js';
import { identityOf, type Peer } from '../workload/peer.js';

/**
 * What policies must know of the Prometheus that scrapes a cluster. It is in the mesh, so its scrapes have an identity.
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Prometheus
 */
export interface Prometheus {
  /** Namespace of its pods. */
  readonly namespace: string;
  /** ServiceAccount of its pods: its identity in the mesh. */
  readonly serviceAccount: string;
  /** Labels that network policies select its pods by. */
  readonly podLabels: { readonly [key: string]: string };
  /** Labels that its operator selects monitors and rules by. @default - none: it reads all of them */
  readonly selectorLabels?: { readonly [key: string]: string };
}

/** What is accepted as a Prometheus. */
export const PROMETHEUS: Shape<Prometheus> = options<Prometheus>({
  namespace: label,
  serviceAccount: objectName,
  podLabels: mapping(anyText),
  selectorLabels: optional(mapping(anyText)),
});

/** The Prometheus of an application, and the labels that it selects monitors by. */
export function prometheusOf(peer: Peer, selectorLabels?: Prometheus['selectorLabels']): Prometheus {
  const { namespace, serviceAccount, podLabels } = identityOf(peer);
  return { namespace, serviceAccount, podLabels, ...(selectorLabels !== undefined && { selectorLabels }) };
}

/** A Prometheus with the names of the operator's own charts. @see https://prometheus-operator.dev/docs/getting-started/installation/ */
export const DEFAULT_PROMETHEUS: Prometheus = {
  namespace: 'monitoring',
  serviceAccount: 'prometheus',
  podLabels: { 'app.kubernetes.io/name': 'prometheus' },
};

/** Scrape interval, which alerts and dashboards assume. */
export const SCRAPE_INTERVAL = '15s';

/** Scrape timeout. */
export const SCRAPE_TIMEOUT = '10s';

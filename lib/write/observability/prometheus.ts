import { mapping, optional, options, type Shape } from '../../input/shape.js';
import { anyText, label, objectName } from '../../input/values.js';
import { identityOf, type Peer } from '../workload/peer.js';

/**
 * The Prometheus that scrapes a cluster, as far as policies that admit it must know it. It is in the mesh, so its scrapes have an identity.
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Prometheus
 */
export interface Prometheus {
  /** Namespace of its pods. */
  readonly namespace: string;
  /** ServiceAccount that its pods run as, and by which a mesh knows it. */
  readonly serviceAccount: string;
  /** Labels by which network policies know its pods. */
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

/** The Prometheus that an application names, and the labels that it looks for. */
export function prometheusOf(peer: Peer, selectorLabels?: Prometheus['selectorLabels']): Prometheus {
  const { namespace, serviceAccount, podLabels } = identityOf(peer);
  return { namespace, serviceAccount, podLabels, ...(selectorLabels !== undefined && { selectorLabels }) };
}

/** A Prometheus as the operator's own charts name it. @see https://prometheus-operator.dev/docs/getting-started/installation/ */
export const DEFAULT_PROMETHEUS: Prometheus = {
  namespace: 'monitoring',
  serviceAccount: 'prometheus',
  podLabels: { 'app.kubernetes.io/name': 'prometheus' },
};

/** How often figures are read. What alerts and dashboards compute is meant for this interval. */
export const SCRAPE_INTERVAL = '15s';

/** How long an answer may take. */
export const SCRAPE_TIMEOUT = '10s';

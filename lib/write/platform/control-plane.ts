import type { Chart } from 'cdk8s';
import { isMapping } from '../../formats/mapping.js';
import type { Cluster } from '../fleet/cluster.js';
import { IstioControlPlane } from '../istio/control-plane/istio-control-plane.js';
import { IstioMeshPolicy } from '../istio/policy/istio-mesh-policy.js';
import { tracingProvider } from '../istio/policy/tracing.js';
import { LinkerdControlPlane } from '../linkerd/control-plane/linkerd-control-plane.js';
import type { LinkerdOptions } from '../linkerd/control-plane/linkerd-options.js';
import { linkerdMonitorValues } from '../observability/monitors/linkerd.js';
import type { Prometheus } from '../observability/prometheus.js';
import { linkerdTracingValues } from '../observability/tracing/linkerd.js';
import type { Tracing } from '../workload/intents/telemetry.js';

/** What the control plane of either mesh needs. */
export interface ControlPlaneInputs {
  readonly cluster: Cluster;
  /** Public roots; undefined if they are known only in the cluster. */
  readonly roots: readonly string[] | undefined;
  /** The Prometheus that scrapes it. */
  readonly scraper: Prometheus | undefined;
  /** Where the spans of its proxies go. */
  readonly tracing: Tracing | undefined;
  /** Further props of the control plane's own construct, which checks them. */
  readonly stated: object;
}

/** Makes Linkerd's control plane. */
export function addLinkerd(chart: Chart, { cluster, roots, scraper, tracing, stated }: ControlPlaneInputs): void {
  const values: LinkerdOptions = {
    ...(scraper !== undefined && linkerdMonitorValues(scraper)),
    ...(tracing !== undefined && linkerdTracingValues(tracing, cluster)),
  };
  new LinkerdControlPlane(chart, 'linkerd', {
    ...(roots !== undefined && { roots }),
    ...stated,
    cluster,
    values: merged(values, 'values' in stated ? stated.values : {}),
  });
}

/** Makes Istio's control plane, and the policy of the whole mesh. */
export function addIstio(chart: Chart, { cluster, roots, scraper, tracing, stated }: ControlPlaneInputs): void {
  new IstioControlPlane(chart, 'istio', {
    ...(roots !== undefined && { roots }),
    ...(scraper !== undefined && { scrapers: [scraper.namespace] }),
    ...stated,
    ...(tracing !== undefined && {
      meshConfig: merged(
        { extensionProviders: [tracingProvider(tracing, cluster)] },
        'meshConfig' in stated ? stated.meshConfig : {},
      ),
    }),
    cluster,
  });
  new IstioMeshPolicy(chart, 'policy', { cluster, ...(tracing !== undefined && { tracing }) });
}

/**
 * The options with defaults for those not set; anything but a mapping is passed on to the control plane, which refuses
 * it.
 */
function merged<Values extends object>(defaults: Values, stated: unknown): Values {
  if (!isMapping(stated)) return stated as Values;
  const own = Object.fromEntries(Object.entries(defaults));
  const deeper = Object.entries(stated).map(([key, value]) => {
    const below = own[key];
    return [key, isMapping(below) && isMapping(value) ? merged(below, value) : value] as const;
  });
  return { ...own, ...Object.fromEntries(deeper) } as Values;
}

import type { LinkerdOptions } from '../../linkerd/control-plane/settings.js';
import { type Prometheus, SCRAPE_INTERVAL, SCRAPE_TIMEOUT } from '../prometheus.js';

/**
 * Values by which `LinkerdControlPlane` makes its monitors: of the controllers, and of the proxies of all namespaces. Each namespace
 * that denies by default needs a {@link ScrapeAccess} to port 4191 besides.
 *
 * @see https://linkerd.io/2-edge/tasks/external-prometheus/
 */
export function linkerdMonitorValues({ selectorLabels }: Prometheus): Pick<LinkerdOptions, 'podMonitor'> {
  return {
    podMonitor: {
      enabled: true,
      scrapeInterval: SCRAPE_INTERVAL,
      scrapeTimeout: SCRAPE_TIMEOUT,
      ...(selectorLabels !== undefined && { labels: { ...selectorLabels } }),
    },
  };
}

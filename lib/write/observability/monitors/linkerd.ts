import { Construct } from 'constructs';
import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, options } from '../../../input/shape.js';
import { label } from '../../../input/values.js';
import type { LinkerdOptions } from '../../linkerd/control-plane/linkerd-options.js';
import { GuardedPort } from '../../linkerd/guarded-port.js';
import { PROXY_ADMIN_PORT } from '../../linkerd/ports.js';
import { PROMETHEUS, type Prometheus, SCRAPE_INTERVAL, SCRAPE_TIMEOUT } from '../prometheus.js';
import { ScrapeAccess } from './scrape-access.js';

/**
 * Values that make `LinkerdControlPlane` create its monitors: of the controllers, and of the proxies of all namespaces.
 * Each namespace that denies by default also needs a {@link LinkerdScrapeAccess}, unless it is that of an application.
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

/** A namespace whose proxies Prometheus scrapes. @see https://linkerd.io/2-edge/tasks/external-prometheus/ */
export interface LinkerdScrapeAccessProps {
  /** Namespace of the pods, all of which are included. */
  readonly namespace: string;
  /** The Prometheus that is admitted. */
  readonly prometheus: Prometheus;
}

const PROPS = options<LinkerdScrapeAccessProps>({ namespace: label, prometheus: PROMETHEUS });

/**
 * Admits only Prometheus to the proxies of a namespace that denies by default: in its network policies and in its
 * proxies, whose own port needs a policy like any other. Services of an application have their own.
 *
 * @see https://linkerd.io/2-edge/tasks/external-prometheus/
 */
export class LinkerdScrapeAccess extends Construct {
  constructor(scope: Construct, id: string, props: LinkerdScrapeAccessProps) {
    super(scope, id);
    throwIfAny(checkProps(`LinkerdScrapeAccess '${this.node.path}'`, props, PROPS));
    const { namespace, prometheus } = props;
    const { serviceAccount } = prometheus;
    new ScrapeAccess(this, 'network', { namespace, name: 'allow-proxy-scrape', ports: [PROXY_ADMIN_PORT], prometheus });
    new GuardedPort(this, 'port', {
      namespace,
      name: 'proxy-metrics',
      podLabels: {},
      port: PROXY_ADMIN_PORT,
      protocol: 'HTTP/1',
      callers: [{ serviceAccount, namespace: prometheus.namespace }],
    });
  }
}

import { Construct } from 'constructs';
import type { Prometheus } from '../prometheus.js';
import { PodMetrics } from './pod-metrics.js';
import { ServiceMetrics } from './service-metrics.js';

export interface IstioMonitorsProps {
  /** Namespace of istiod. @default istio-system */
  readonly namespace?: string;
  readonly prometheus: Prometheus;
}

/** Port of a sidecar's figures: the name stands on its container, not on any Service, so that a ServiceMonitor finds nothing. */
export const ISTIO_PROXY_PORT = { name: 'http-envoy-prom', number: 15_090 } as const;

/** Port of the figures of a sidecar's agent, such as the age of its certificate. */
export const ISTIO_AGENT_PORT = 15_020;

/** Port of istiod's figures, by the name that its Service gives it. */
export const ISTIOD_PORT = { name: 'http-monitoring', number: 15_014 } as const;

/** What Prometheus reads of Istio: istiod, and the sidecars and gateways of all namespaces. @see https://istio.io/latest/docs/ops/integrations/prometheus/ */
export class IstioMonitors extends Construct {
  constructor(scope: Construct, id: string, { namespace = 'istio-system', prometheus }: IstioMonitorsProps) {
    super(scope, id);
    new ServiceMetrics(this, 'istiod', {
      namespace,
      name: 'istiod',
      serviceLabels: { istio: 'pilot' },
      port: ISTIOD_PORT.name,
      prometheus,
    });
    const proxies = {
      namespace,
      podLabels: {},
      port: ISTIO_PROXY_PORT.name,
      path: '/stats/prometheus',
      everywhere: true,
      prometheus,
    };
    new PodMetrics(this, 'proxies', { ...proxies, name: 'istio-proxies', relabelings: [OF_SIDECARS] });
    new PodMetrics(this, 'agents', {
      ...proxies,
      name: 'istio-agents',
      // The agent's port has no name. It shows the proxy's figures as well, which are read already.
      relabelings: [
        OF_SIDECARS,
        {
          action: 'replace',
          sourceLabels: ['__address__'],
          regex: `(.+):${ISTIO_PROXY_PORT.number}`,
          replacement: `$1:${ISTIO_AGENT_PORT}`,
          targetLabel: '__address__',
        },
      ],
      keep: 'istio_agent_.*',
    });
  }
}

const OF_SIDECARS = { action: 'keep', sourceLabels: ['__meta_kubernetes_pod_container_name'], regex: 'istio-proxy' };

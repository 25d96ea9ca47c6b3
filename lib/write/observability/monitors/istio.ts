import { Construct } from 'constructs';
import type { Prometheus } from '../prometheus.js';
import { PodMetrics } from './pod-metrics.js';
import { ServiceMetrics } from './service-metrics.js';

/** The namespace of Istio, and the Prometheus that scrapes it. @see https://istio.io/latest/docs/ops/integrations/prometheus/ */
export interface IstioMonitorsProps {
  /** Namespace of istiod. @default istio-system */
  readonly namespace?: string;
  /** The Prometheus that scrapes them; it is admitted. */
  readonly prometheus: Prometheus;
}

/** Port of a sidecar's metrics: the name is on its container, not on any Service, so a ServiceMonitor finds nothing. */
export const ISTIO_PROXY_PORT = { name: 'http-envoy-prom', number: 15_090 } as const;

/**
 * Port at which a sidecar's agent publishes its own metrics, such as the age of its certificate, those of the proxy,
 * and those of the workload.
 * @see https://istio.io/latest/docs/ops/integrations/prometheus/#option-1-metrics-merging
 */
export const ISTIO_AGENT_PORT = 15_020;

/** Port of istiod's metrics, by its name in the Service. */
export const ISTIOD_PORT = { name: 'http-monitoring', number: 15_014 } as const;

/** Monitors of Istio: istiod, and the sidecars and gateways of all namespaces with the metrics of their workloads. @see https://istio.io/latest/docs/ops/integrations/prometheus/ */
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
    new PodMetrics(this, 'proxies', {
      namespace,
      name: 'istio-proxies',
      podLabels: {},
      port: ISTIO_PROXY_PORT.name,
      path: '/stats/prometheus',
      everywhere: true,
      relabelings: [
        { action: 'keep', sourceLabels: ['__meta_kubernetes_pod_container_name'], regex: 'istio-proxy' },
        // The agent's port, which has all metrics, has no name: a named port finds the pod, and relabeling replaces it.
        {
          action: 'replace',
          sourceLabels: ['__address__'],
          regex: `(.+):${ISTIO_PROXY_PORT.number}`,
          replacement: `$1:${ISTIO_AGENT_PORT}`,
          targetLabel: '__address__',
        },
      ],
      prometheus,
    });
  }
}

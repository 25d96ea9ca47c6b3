import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, list, optional, options } from '../../../input/shape.js';
import { decimal, label, text } from '../../../input/values.js';
import type { Alert, AlertGroup } from '../alert.js';
import { lines, type Matchers, series } from '../promql.js';

/** Options of Istio's alerts. @see https://istio.io/latest/docs/reference/commands/pilot-discovery/#metrics */
export interface IstioAlertOptions {
  /** Namespace of istiod. @default istio-system */
  readonly namespace?: string;
  /** Seconds within which 99 % of changes must reach the proxies; istiod measures up to 30. @default 10 */
  readonly convergenceSeconds?: number;
  /** Workloads, as `namespace/name`, that intentionally accept plaintext. @default - none */
  readonly plaintext?: readonly string[];
}

const OPTIONS = options<IstioAlertOptions>({
  namespace: optional(label),
  convergenceSeconds: optional(decimal(0.1, 30)),
  plaintext: optional(list(text())),
});
const DAY = 86_400;

/** Alerts on istiod and on the traffic of the proxies, from the metrics that `IstioMonitors` collects. */
export function istioAlerts(stated: IstioAlertOptions = {}): AlertGroup[] {
  throwIfAny(checkProps('istioAlerts', stated, OPTIONS));
  const { namespace = 'istio-system', convergenceSeconds = 10, plaintext = [] } = stated;
  const istiod: Matchers = { namespace };
  return [
    { name: 'istio-control-plane', alerts: controlPlaneAlerts(istiod, convergenceSeconds) },
    { name: 'istio-certificates', alerts: certificateAlerts(istiod) },
    { name: 'istio-mesh', alerts: meshAlerts(plaintext) },
  ];
}

function controlPlaneAlerts(istiod: Matchers, convergenceSeconds: number): Alert[] {
  const increase = (metric: string, labels: Matchers = {}) =>
    `increase(${series(metric, { ...istiod, ...labels })}[10m])`;
  return [
    {
      name: 'IstiodDown',
      severity: 'critical',
      expr: `absent(${series('up', { ...istiod, container: 'discovery' })} == 1)`,
      for: '2m',
      summary: 'No istiod responds',
      description:
        'Proxies keep their last configuration. No pod can start in the mesh, no change arrives, and certificates expire within a day.',
      runbook: lines(
        '1. kubectl -n istio-system get pods -l app=istiod, and the logs of the pods that are not ready.',
        '2. If they are ready, Prometheus cannot reach port 15014: check the network policies.',
      ),
    },
    {
      name: 'IstioConfigurationRejected',
      severity: 'critical',
      expr: `sum by (type) (${increase('pilot_total_xds_rejects')}) > 0`,
      for: '5m',
      summary: 'Proxies reject configuration of the type {{ $labels.type }}',
      description:
        'A proxy that rejects an update keeps the last one it accepted: later changes of routes and policies have no effect in it.',
      runbook: lines(
        '1. istioctl proxy-status: lists the proxies that are STALE or in ERROR.',
        '2. kubectl -n istio-system logs deploy/istiod | grep -i "ACK ERROR": the reason, with the name of the resource. Most often it is an EnvoyFilter.',
        '3. Revert the change, or fix it.',
      ),
    },
    {
      name: 'IstioPushesFail',
      severity: 'critical',
      expr: lines(
        `sum by (namespace) (${increase('pilot_total_xds_internal_errors')}) > 0`,
        'or',
        `sum by (namespace) (${increase('pilot_xds_pushes', { type: { matches: '.*_senderr' } })}) > 0`,
      ),
      for: '5m',
      summary: 'istiod fails to build or send configuration',
      description: 'Proxies do not get their configuration; new ones may not become ready.',
      runbook: lines(
        '1. kubectl -n istio-system logs deploy/istiod: errors of scope ads.',
        '2. Send errors under load: compare CPU and memory of istiod with their limits, and the size of its configuration (Sidecar resources reduce it).',
      ),
    },
    {
      name: 'IstioConvergenceSlow',
      severity: 'warning',
      expr: `histogram_quantile(0.99, sum by (le) (rate(${series('pilot_proxy_convergence_time_bucket', istiod)}[5m]))) > ${convergenceSeconds}`,
      for: '10m',
      summary: 'A change takes {{ $value | humanizeDuration }} to reach the proxies',
      description: `1 % of changes take longer than that; at most ${convergenceSeconds} s are expected. Meanwhile proxies call endpoints that no longer exist.`,
      runbook: lines(
        '1. CPU of istiod at its limit: raise it, or add replicas.',
        '2. Limit the configuration of each proxy with Sidecar resources, and what istiod watches with discoverySelectors.',
      ),
    },
    {
      name: 'IstioValidationFailed',
      severity: 'warning',
      expr: `sum by (group, resource, reason) (${increase('galley_validation_failed')}) > 0`,
      summary: 'A {{ $labels.resource }} was rejected: {{ $labels.reason }}',
      description:
        'Someone, or the pipeline, applies configuration that Istio rejects. The intended change has not happened.',
      runbook: lines(
        '1. The log of the pipeline has the full reason.',
        '2. kubectl -n istio-system logs deploy/istiod | grep validation.',
      ),
    },
    {
      name: 'IstioInjectionFailing',
      severity: 'critical',
      expr: `sum by (namespace) (${increase('sidecar_injection_failure_total')}) > 0`,
      summary: 'Sidecars cannot be injected',
      description: 'New pods start without a proxy, or not at all.',
      runbook: lines(
        '1. kubectl -n istio-system logs deploy/istiod | grep -i inject: workload and reason, usually an invalid annotation.',
        '2. Afterwards restart the affected workloads.',
      ),
    },
    {
      name: 'IstioVirtualServicesCollide',
      severity: 'warning',
      expr: `max by (namespace) (${series('pilot_vservice_dup_domain', istiod)}) > 0`,
      for: '10m',
      summary: 'Two VirtualServices claim the same host',
      description: 'For {{ $value }} hosts, one VirtualService applies and the other is silently ignored.',
      runbook: lines('1. istioctl analyze -A names both (IST0109).', '2. Merge them into one.'),
    },
  ];
}

function certificateAlerts(istiod: Matchers): Alert[] {
  return [
    {
      name: 'IstioRootExpiresSoon',
      severity: 'critical',
      expr: `min(${series('citadel_server_root_cert_expiry_timestamp', istiod)}) - time() < ${30 * DAY}`,
      summary: 'The root certificate of the mesh expires in {{ $value | humanizeDuration }}',
      description: 'When it expires, every connection of the mesh fails at once.',
      runbook: lines(
        '1. Make a new root, and have all workloads trust both before the new one signs anything.',
        '2. Sign a new intermediate with it, restart the workloads, and remove the old root last.',
      ),
    },
    {
      name: 'IstioIntermediateExpiresSoon',
      severity: 'critical',
      expr: `min(${series('citadel_server_cert_chain_expiry_timestamp', istiod)}) - time() < ${2 * DAY}`,
      summary: 'The CA certificate of istiod expires in {{ $value | humanizeDuration }}',
      description:
        'This is the certificate that istiod has loaded. When it expires, workloads get no certificates, and running workloads fail within a day.',
      runbook: lines(
        '1. kubectl -n istio-system get certificate,secret cacerts: has it been renewed?',
        '2. If it has, restart istiod, and check that this value changes.',
      ),
    },
    {
      name: 'IstioSigningFails',
      severity: 'critical',
      expr: `sum by (namespace) (increase(${series('citadel_server_csr_sign_err_count', istiod)}[10m])) > 0`,
      summary: 'istiod fails to sign certificates',
      description: 'New pods do not become ready. Running pods work until their certificates expire.',
      runbook: lines(
        '1. kubectl -n istio-system logs deploy/istiod | grep -i "csr": the reason.',
        '2. Has the CA expired, or is the Secret cacerts incomplete?',
      ),
    },
    {
      name: 'IstioWorkloadCertificateExpiresSoon',
      severity: 'critical',
      expr: `min by (namespace, pod) (${series('istio_agent_cert_expiry_seconds', { resource_name: 'default' })}) < 4 * 3600`,
      for: '5m',
      summary: 'The proxy of {{ $labels.namespace }}/{{ $labels.pod }} has not renewed its certificate',
      description:
        'It expires in {{ $value | humanizeDuration }}; after that no peer accepts the pod. It should have been renewed after half of its lifetime.',
      runbook: lines(
        '1. kubectl -n {{ $labels.namespace }} logs {{ $labels.pod }} -c istio-proxy | grep -i "sds\\|csr".',
        '2. Is port 15012 of istiod open to the pod?',
      ),
    },
  ];
}

function meshAlerts(plaintext: readonly string[]): Alert[] {
  const known = plaintext.map((name) => {
    const [namespace = '', workload = ''] = name.split('/');
    return `unless on (destination_workload_namespace, destination_workload) label_replace(label_replace(vector(1), "destination_workload_namespace", "${namespace}", "", ""), "destination_workload", "${workload}", "", "")`;
  });
  const plain: Matchers = { reporter: 'destination', connection_security_policy: { not: 'mutual_tls' } };
  const by = 'destination_workload_namespace, destination_workload';
  return [
    {
      name: 'IstioPlaintextTraffic',
      severity: 'critical',
      expr: lines(
        '(',
        `  sum by (${by}) (rate(${series('istio_requests_total', plain)}[5m])) > 0`,
        '  or',
        `  sum by (${by}) (rate(${series('istio_tcp_connections_opened_total', plain)}[5m])) > 0`,
        ')',
        ...known,
      ),
      for: '5m',
      summary:
        '{{ $labels.destination_workload_namespace }}/{{ $labels.destination_workload }} is called without mutual TLS',
      description:
        '{{ $value | humanize }} per second arrive in plaintext: anyone on the network can read and forge them, and policies on identities have no effect.',
      runbook: lines(
        '1. Which PeerAuthentication applies to the workload? STRICT rejects plaintext.',
        '2. Find the callers by source_workload; `unknown` has no sidecar. Add them to the mesh, then set STRICT.',
      ),
    },
    {
      name: 'IstioProxyDown',
      severity: 'critical',
      expr: `${series('up', { container: 'istio-proxy' })} == 0`,
      for: '5m',
      summary: 'The proxy of {{ $labels.namespace }}/{{ $labels.pod }} does not respond',
      description:
        'All traffic of the pod passes through the proxy. If only the scrape fails, no other alert on this pod is reliable.',
      runbook: lines(
        '1. kubectl -n {{ $labels.namespace }} get pod {{ $labels.pod }}: is istio-proxy ready?',
        '2. If it is, a network policy blocks Prometheus from port 15020.',
      ),
    },
    {
      name: 'IstioWorkloadMetricsMissing',
      severity: 'warning',
      expr: `sum by (namespace, pod) (increase(${series('istio_agent_scrape_failures_total', { type: 'application' })}[10m])) > 0`,
      for: '15m',
      summary: '{{ $labels.namespace }}/{{ $labels.pod }} does not publish its own metrics',
      description:
        'At each scrape the agent requests the metrics of the workload and gets none; the scrape itself succeeds, so no target is down. Alerts on these metrics cannot fire.',
      runbook: lines(
        "1. Compare prometheus.io/port and prometheus.io/path of the pod with the port and path of the workload's metrics.",
        '2. kubectl -n {{ $labels.namespace }} logs {{ $labels.pod }} -c istio-proxy | grep -i "scraping application": the reason.',
      ),
    },
  ];
}

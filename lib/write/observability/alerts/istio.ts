import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, list, optional, options } from '../../../input/shape.js';
import { decimal, label, text } from '../../../input/values.js';
import type { Alert, AlertGroup } from '../alert.js';
import { lines, type Matchers, series } from '../promql.js';

/** Options of Istio's alerts. @see https://istio.io/latest/docs/reference/commands/pilot-discovery/#metrics */
export interface IstioAlertOptions {
  /** Namespace of istiod. @default istio-system */
  readonly namespace?: string;
  /** Seconds within which 99 of 100 changes must reach the proxies; istiod counts up to 30. @default 10 */
  readonly convergenceSeconds?: number;
  /** Workloads, as `namespace/name`, that accept plaintext on purpose. @default - none */
  readonly plaintext?: readonly string[];
}

const OPTIONS = options<IstioAlertOptions>({
  namespace: optional(label),
  convergenceSeconds: optional(decimal(0.1, 30)),
  plaintext: optional(list(text())),
});
const DAY = 86_400;

/** Alerts on istiod and on what the proxies of the mesh see, over what `IstioMonitors` collects. */
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
      summary: 'No istiod answers',
      description:
        'Proxies go on with what they know. No pod can start in the mesh, no change arrives, and certificates end within a day.',
      runbook: lines(
        '1. kubectl -n istio-system get pods -l app=istiod, and the logs of those that are not ready.',
        '2. If they are ready, Prometheus cannot reach port 15014: compare the network policies.',
      ),
    },
    {
      name: 'IstioConfigurationRejected',
      severity: 'critical',
      expr: `sum by (type) (${increase('pilot_total_xds_rejects')}) > 0`,
      for: '5m',
      summary: 'Proxies reject configuration of the type {{ $labels.type }}',
      description:
        'A proxy that rejects an update goes on with the last that it took: routes and policies that were changed since do not hold for it.',
      runbook: lines(
        '1. istioctl proxy-status: proxies that are STALE or in ERROR.',
        '2. kubectl -n istio-system logs deploy/istiod | grep -i "ACK ERROR": the reason, with the name of the resource. Most often it is an EnvoyFilter.',
        '3. Take the change back, or mend it.',
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
      summary: 'istiod fails to build or to send configuration',
      description: 'Proxies do not get what they should; those that start may not become ready.',
      runbook: lines(
        '1. kubectl -n istio-system logs deploy/istiod: errors of scope ads.',
        '2. Send errors under load: compare CPU and memory of istiod with their limits, and the size of what it sends (Sidecar resources make it smaller).',
      ),
    },
    {
      name: 'IstioConvergenceSlow',
      severity: 'warning',
      expr: `histogram_quantile(0.99, sum by (le) (rate(${series('pilot_proxy_convergence_time_bucket', istiod)}[5m]))) > ${convergenceSeconds}`,
      for: '10m',
      summary: 'A change takes {{ $value | humanizeDuration }} to reach the proxies',
      description: `Of 100 changes, one takes longer than that; ${convergenceSeconds} s are expected. Endpoints that are gone are called for as long.`,
      runbook: lines(
        '1. CPU of istiod at its limit: raise it, or add replicas.',
        '2. Limit what each proxy knows with Sidecar resources, and what istiod watches with discoverySelectors.',
      ),
    },
    {
      name: 'IstioValidationFailed',
      severity: 'warning',
      expr: `sum by (group, resource, reason) (${increase('galley_validation_failed')}) > 0`,
      summary: 'A {{ $labels.resource }} was refused: {{ $labels.reason }}',
      description:
        'Somebody, or the pipeline, applies configuration that Istio refuses. What was to change has not changed.',
      runbook: lines(
        '1. The log of the pipeline has the reason in full.',
        '2. kubectl -n istio-system logs deploy/istiod | grep validation.',
      ),
    },
    {
      name: 'IstioInjectionFailing',
      severity: 'critical',
      expr: `sum by (namespace) (${increase('sidecar_injection_failure_total')}) > 0`,
      summary: 'Sidecars cannot be injected',
      description: 'Pods that start do so without a proxy, or not at all.',
      runbook: lines(
        '1. kubectl -n istio-system logs deploy/istiod | grep -i inject: workload and reason, most often an annotation that does not parse.',
        '2. Restart the workloads concerned afterwards.',
      ),
    },
    {
      name: 'IstioVirtualServicesCollide',
      severity: 'warning',
      expr: `max by (namespace) (${series('pilot_vservice_dup_domain', istiod)}) > 0`,
      for: '10m',
      summary: 'VirtualServices claim one host twice',
      description: 'Of {{ $value }} hosts, one VirtualService counts and the other is passed over without a word.',
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
      summary: 'The root of the mesh ends in {{ $value | humanizeDuration }}',
      description: 'When it ends, every connection of the mesh fails at once.',
      runbook: lines(
        '1. Make a new root, and let both be trusted before anything is signed by the new one.',
        '2. Sign a new intermediate by it, restart the workloads, and drop the old root last.',
      ),
    },
    {
      name: 'IstioIntermediateExpiresSoon',
      severity: 'critical',
      expr: `min(${series('citadel_server_cert_chain_expiry_timestamp', istiod)}) - time() < ${2 * DAY}`,
      summary: 'The CA of istiod ends in {{ $value | humanizeDuration }}',
      description:
        'This is the certificate that istiod has loaded. When it ends, workloads get no certificates, and those that run follow within a day.',
      runbook: lines(
        '1. kubectl -n istio-system get certificate,secret cacerts: has it been renewed?',
        '2. If it has, restart istiod, and see that the figure moves.',
      ),
    },
    {
      name: 'IstioSigningFails',
      severity: 'critical',
      expr: `sum by (namespace) (increase(${series('citadel_server_csr_sign_err_count', istiod)}[10m])) > 0`,
      summary: 'istiod fails to sign certificates',
      description: 'Pods that start do not become ready. Those that run go on until their certificates end.',
      runbook: lines(
        '1. kubectl -n istio-system logs deploy/istiod | grep -i "csr": the reason.',
        '2. Has the CA ended, or is the Secret cacerts incomplete?',
      ),
    },
    {
      name: 'IstioWorkloadCertificateExpiresSoon',
      severity: 'critical',
      expr: `min by (namespace, pod) (${series('istio_agent_cert_expiry_seconds', { resource_name: 'default' })}) < 4 * 3600`,
      for: '5m',
      summary: 'The proxy of {{ $labels.namespace }}/{{ $labels.pod }} has not renewed its certificate',
      description:
        'It ends in {{ $value | humanizeDuration }}; from then on no peer accepts the pod. Half of its life is over when it should be renewed.',
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
        '{{ $value | humanize }} a second arrive in plaintext: whoever is on the network reads and forges them, and no policy by identity holds.',
      runbook: lines(
        '1. Which PeerAuthentication is in force for the workload? STRICT lets none of this in.',
        '2. Callers by source_workload; `unknown` has no sidecar. Mesh them, then set STRICT.',
      ),
    },
    {
      name: 'IstioProxyDown',
      severity: 'critical',
      expr: `${series('up', { container: 'istio-proxy' })} == 0`,
      for: '5m',
      summary: 'The proxy of {{ $labels.namespace }}/{{ $labels.pod }} does not answer',
      description:
        'What the pod sends and receives passes through the proxy. If it is the scrape alone that fails, no other alert on this pod can be trusted.',
      runbook: lines(
        '1. kubectl -n {{ $labels.namespace }} get pod {{ $labels.pod }}: is istio-proxy ready?',
        '2. If it is, a network policy keeps Prometheus from port 15020.',
      ),
    },
    {
      name: 'IstioWorkloadMetricsMissing',
      severity: 'warning',
      expr: `sum by (namespace, pod) (increase(${series('istio_agent_scrape_failures_total', { type: 'application' })}[10m])) > 0`,
      for: '15m',
      summary: '{{ $labels.namespace }}/{{ $labels.pod }} does not show its own figures',
      description:
        'The agent asks the workload for its figures at each scrape, and gets none; the scrape itself succeeds, so that nothing is down. Alerts on these figures cannot fire.',
      runbook: lines(
        '1. Compare prometheus.io/port and prometheus.io/path of the pod with where the workload shows its figures.',
        '2. kubectl -n {{ $labels.namespace }} logs {{ $labels.pod }} -c istio-proxy | grep -i "scraping application": the reason.',
      ),
    },
  ];
}

import type { AlertCase } from './alert-case.js';

const istiod = (metric: string, labels = '') =>
  `${metric}{namespace="istio-system"${labels === '' ? '' : `,${labels}`}}`;
const called = (metric: string, workload: string, policy: string, reporter = 'destination') =>
  `${metric}{destination_workload_namespace="legacy",destination_workload="${workload}",connection_security_policy="${policy}",reporter="${reporter}"}`;
/** A counter that rises, and one that stands still. */
const rises = (alert: string, series: string): AlertCase => ({
  alert,
  outage: { [series]: '0+1x80' },
  calm: { [series]: '5x80' },
});
const bucket = (le: string) => istiod('pilot_proxy_convergence_time_bucket', `le="${le}"`);

export const ISTIO_CASES: readonly AlertCase[] = [
  {
    alert: 'IstiodDown',
    outage: { [istiod('up', 'container="discovery"')]: '1x20 0x60' },
    calm: {
      [istiod('up', 'container="discovery",pod="a"')]: '1x80',
      [istiod('up', 'container="discovery",pod="b"')]: '0x80',
    },
  },
  rises('IstioConfigurationRejected', istiod('pilot_total_xds_rejects', 'type="cds"')),
  {
    alert: 'IstioPushesFail',
    outage: { [istiod('pilot_xds_pushes', 'type="cds_senderr"')]: '0+1x80' },
    calm: { [istiod('pilot_xds_pushes', 'type="cds"')]: '0+1x80', [istiod('pilot_total_xds_internal_errors')]: '2x80' },
  },
  {
    alert: 'IstioConvergenceSlow',
    at: '20m',
    outage: { [bucket('1')]: '0x80', [bucket('10')]: '0x80', [bucket('20')]: '0+1x80', [bucket('+Inf')]: '0+1x80' },
    calm: { [bucket('1')]: '0+1x80', [bucket('10')]: '0+1x80', [bucket('20')]: '0+1x80', [bucket('+Inf')]: '0+1x80' },
  },
  rises(
    'IstioValidationFailed',
    istiod('galley_validation_failed', 'group="networking.istio.io",resource="gateways",reason="invalid_resource"'),
  ),
  rises('IstioInjectionFailing', istiod('sidecar_injection_failure_total')),
  {
    alert: 'IstioVirtualServicesCollide',
    outage: { [istiod('pilot_vservice_dup_domain')]: '1x80' },
    calm: { [istiod('pilot_vservice_dup_domain')]: '0x80' },
  },
  {
    alert: 'IstioRootExpiresSoon',
    outage: { [istiod('citadel_server_root_cert_expiry_timestamp')]: '2500000x80' },
    calm: { [istiod('citadel_server_root_cert_expiry_timestamp')]: '2600000x80' },
  },
  {
    alert: 'IstioIntermediateExpiresSoon',
    outage: { [istiod('citadel_server_cert_chain_expiry_timestamp')]: '170000x80' },
    calm: { [istiod('citadel_server_cert_chain_expiry_timestamp')]: '180000x80' },
  },
  rises('IstioSigningFails', istiod('citadel_server_csr_sign_err_count', 'error="x"')),
  {
    alert: 'IstioWorkloadCertificateExpiresSoon',
    outage: { 'istio_agent_cert_expiry_seconds{namespace="shop",pod="a",resource_name="default"}': '14000-15x80' },
    calm: { 'istio_agent_cert_expiry_seconds{namespace="shop",pod="a",resource_name="default"}': '43000-15x80' },
  },
  {
    alert: 'IstioPlaintextTraffic',
    outage: {
      [called('istio_requests_total', 'shop', 'none')]: '0+1x80',
      [called('istio_tcp_connections_opened_total', 'db', 'none')]: '0+1x80',
    },
    calm: {
      [called('istio_requests_total', 'shop', 'mutual_tls')]: '0+1x80',
      // The caller's own proxy does not know.
      [called('istio_requests_total', 'shop', 'unknown', 'source')]: '0+1x80',
      // Named as one that may.
      [called('istio_requests_total', 'old-shop', 'none')]: '0+1x80',
    },
    alerts: 2,
  },
  {
    alert: 'IstioProxyDown',
    outage: { 'up{container="istio-proxy",namespace="shop",pod="a"}': '0x80' },
    calm: { 'up{container="istio-proxy",namespace="shop",pod="a"}': '1x50 0x5 1x30' },
  },
  {
    alert: 'IstioWorkloadMetricsMissing',
    at: '30m',
    outage: { 'istio_agent_scrape_failures_total{type="application",namespace="shop",pod="a"}': '0+1x130' },
    calm: {
      'istio_agent_scrape_failures_total{type="application",namespace="shop",pod="a"}': '0+1x20 20x110',
      'istio_agent_scrape_failures_total{type="agent",namespace="shop",pod="a"}': '0+1x130',
    },
  },
];

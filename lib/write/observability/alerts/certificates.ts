import type { AlertGroup } from '../alert.js';
import { lines } from '../promql.js';

/** cert-manager's own namespace label is `exported_namespace` if its monitor does not honor labels. */
const NAMESPACE = '{{ with $labels.exported_namespace }}{{ . }}{{ else }}{{ $labels.namespace }}{{ end }}';
const WHO = `${NAMESPACE}/{{ $labels.name }}`;

const EXPIRY = 'certmanager_certificate_expiration_timestamp_seconds';
/** Zero if no certificate needs a renewal. */
const RENEWAL = '(certmanager_certificate_renewal_timestamp_seconds > 0)';
/**
 * Share of the time between due renewal and expiry that has passed; works for certificates of a day and of ten years.
 */
const LATENESS = `(time() - ${RENEWAL}) / (${EXPIRY} - ${RENEWAL})`;

const RUNBOOK = lines(
  '1. kubectl describe certificate: the conditions name the failed request, and the request names the issuer.',
  '2. Is the issuer ready, and its own certificate valid? Fix the one nearest to the root first.',
  '3. kubectl -n cert-manager logs deploy/cert-manager: see its last attempt.',
  '4. Afterwards check that the servers with this certificate have reloaded it: a renewed Secret does not reload a server.',
);

/** Alerts on every certificate of cert-manager, from its own metrics. @see https://cert-manager.io/docs/devops-tips/prometheus-metrics/ */
export function certificateAlerts(): AlertGroup[] {
  return [
    {
      name: 'certificates',
      alerts: [
        {
          name: 'CertificateNotReady',
          severity: 'warning',
          expr: 'certmanager_certificate_ready_status{condition="True"} == 0',
          for: '15m',
          summary: `The certificate ${WHO} is not ready`,
          description: 'It was not issued, or differs from what was requested.',
          runbook: RUNBOOK,
        },
        {
          name: 'CertificateRenewalLate',
          severity: 'warning',
          expr: `${LATENESS} > 0.2`,
          for: '5m',
          summary: `The certificate ${WHO} should have been renewed`,
          description:
            '{{ $value | humanizePercentage }} of the time between due renewal and expiry has passed. Nothing is broken yet.',
          runbook: RUNBOOK,
        },
        {
          name: 'CertificateExpiresSoon',
          severity: 'critical',
          expr: `${LATENESS} > 0.7`,
          for: '1m',
          summary: `The certificate ${WHO} is about to expire`,
          description:
            '{{ $value | humanizePercentage }} of the time between due renewal and expiry has passed. Open connections survive the expiry, but new ones fail.',
          runbook: RUNBOOK,
        },
        {
          name: 'CertManagerSilent',
          severity: 'warning',
          expr: `absent(${EXPIRY})`,
          for: '15m',
          summary: 'No certificate metrics arrive',
          description: 'Alerts on certificates cannot fire: cert-manager is not scraped, or is not running.',
          runbook: lines(
            '1. kubectl -n cert-manager get pods,servicemonitor,podmonitor: its chart makes a monitor with prometheus.servicemonitor.enabled.',
            '2. Do network policies allow Prometheus to reach its port 9402?',
          ),
        },
      ],
    },
  ];
}

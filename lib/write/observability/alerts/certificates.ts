import type { AlertGroup } from '../alert.js';
import { lines } from '../promql.js';

/** cert-manager's own namespace label is `exported_namespace` where its monitor does not honour labels. */
const NAMESPACE = '{{ with $labels.exported_namespace }}{{ . }}{{ else }}{{ $labels.namespace }}{{ end }}';
const WHO = `${NAMESPACE}/{{ $labels.name }}`;

const EXPIRY = 'certmanager_certificate_expiration_timestamp_seconds';
/** Zero where nothing is to be renewed. */
const RENEWAL = '(certmanager_certificate_renewal_timestamp_seconds > 0)';
/** How much of the time between renewal and expiry has passed without one; it fits certificates of a day and of ten years. */
const LATENESS = `(time() - ${RENEWAL}) / (${EXPIRY} - ${RENEWAL})`;

const RUNBOOK = lines(
  '1. kubectl describe certificate: the conditions name the request that failed, and the request the issuer.',
  '2. Is the issuer ready, and its own certificate valid? Fix the one nearest to the root first.',
  '3. kubectl -n cert-manager logs deploy/cert-manager: what it tried last.',
  '4. Afterwards see that those who use the certificate have read it anew: a renewed Secret is not a reloaded server.',
);

/** Alerts on every certificate that cert-manager keeps, by its own figures. @see https://cert-manager.io/docs/devops-tips/prometheus-metrics/ */
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
          description: 'It was not issued, or does not agree with what is asked for.',
          runbook: RUNBOOK,
        },
        {
          name: 'CertificateRenewalLate',
          severity: 'warning',
          expr: `${LATENESS} > 0.2`,
          for: '5m',
          summary: `The certificate ${WHO} should have been renewed`,
          description:
            'Of the time between its renewal and its end, {{ $value | humanizePercentage }} have passed. Nothing is broken yet.',
          runbook: RUNBOOK,
        },
        {
          name: 'CertificateExpiresSoon',
          severity: 'critical',
          expr: `${LATENESS} > 0.7`,
          for: '1m',
          summary: `The certificate ${WHO} is about to end`,
          description:
            'Of the time between its renewal and its end, {{ $value | humanizePercentage }} have passed. Connections that are up outlive it; none is made anew.',
          runbook: RUNBOOK,
        },
        {
          name: 'CertManagerSilent',
          severity: 'warning',
          expr: `absent(${EXPIRY})`,
          for: '15m',
          summary: 'No figures of certificates arrive',
          description: 'The alerts on certificates cannot fire: cert-manager is not scraped, or does not run.',
          runbook: lines(
            '1. kubectl -n cert-manager get pods,servicemonitor,podmonitor: its chart makes a monitor with prometheus.servicemonitor.enabled.',
            '2. Do network policies let Prometheus reach its port 9402?',
          ),
        },
      ],
    },
  ];
}

import type { ExportedMetrics } from './exported.js';

const CERTIFICATE = ['name', 'exported_namespace', 'issuer_name', 'issuer_kind', 'issuer_group'];

/** What cert-manager shows of its certificates. */
export const CERT_MANAGER: ExportedMetrics = {
  source: 'cert-manager at its newest stored commit: internal/collectors/certificate_collector.go; read',
  metrics: [
    {
      labels: CERTIFICATE,
      names: [
        'certmanager_certificate_expiration_timestamp_seconds',
        'certmanager_certificate_renewal_timestamp_seconds',
      ],
    },
    { labels: [...CERTIFICATE, 'condition'], names: ['certmanager_certificate_ready_status'] },
  ],
};

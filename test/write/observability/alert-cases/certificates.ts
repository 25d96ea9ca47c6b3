import type { AlertCase } from './alert-case.js';

const of = (metric: string, labels = '') =>
  `certmanager_certificate_${metric}{name="issuer",namespace="linkerd"${labels}}`;
const EXPIRY = of('expiration_timestamp_seconds');
const RENEWAL = of('renewal_timestamp_seconds');

export const CERTIFICATE_CASES: readonly AlertCase[] = [
  {
    alert: 'CertificateNotReady',
    at: '20m',
    outage: { [of('ready_status', ',condition="True"')]: '0x90' },
    calm: { [of('ready_status', ',condition="True"')]: '1x90', [of('ready_status', ',condition="False"')]: '0x90' },
  },
  // Of 1,000 seconds between renewal and end, 600 have passed; a certificate that is renewed in time never gets there.
  {
    alert: 'CertificateRenewalLate',
    outage: { [RENEWAL]: '300x80', [EXPIRY]: '1300x80' },
    calm: { [RENEWAL]: '300x20 4000x60', [EXPIRY]: '1300x20 5000x60' },
  },
  {
    alert: 'CertificateExpiresSoon',
    outage: { [RENEWAL]: '100x80', [EXPIRY]: '1000x80' },
    calm: { [RENEWAL]: '300x80', [EXPIRY]: '1300x80' },
  },
  { alert: 'CertManagerSilent', at: '20m', outage: { 'up{job="other"}': '1x90' }, calm: { [EXPIRY]: '90000x90' } },
];

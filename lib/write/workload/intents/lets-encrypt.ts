import type { AcmeCertificate } from './ingress.js';

/** A certificate from Let's Encrypt, for names that are proven over HTTP. @see https://letsencrypt.org/docs/ */
export function letsEncrypt(email: string): AcmeCertificate {
  return {
    kind: 'acme',
    server: 'https://acme-v02.api.letsencrypt.org/directory',
    email,
    challenge: { kind: 'http-01' },
  };
}

import { fields, oneOf } from './outline.js';

/** TLS to a service of the mesh itself. */
export const tlsSettings = fields(
  {
    string: 'caCertificates caCrl clientCertificate credentialName privateKey sni',
    boolean: 'insecureSkipVerify',
    strings: 'subjectAltNames',
  },
  { mode: oneOf('DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL') },
);

/** When idle connections are probed. */
export const tcpKeepalive = fields({ string: 'interval time', integer: 'probes' });

/** How requests are retried. */
export const retryPolicy = fields({
  integer: 'attempts',
  string: 'backoff perTryTimeout retryOn',
  boolean: 'retryIgnorePreviousHosts retryRemoteLocalities',
});

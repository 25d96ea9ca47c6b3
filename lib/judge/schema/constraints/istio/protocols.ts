import type { Field } from '../../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../../violation.js';

const HTTP = ['http', 'http2', 'http_proxy', 'grpc', 'grpc-web'];
const TLS = ['https', 'tls'];
const KNOWN = [...HTTP, ...TLS, 'tcp', 'udp', 'mongo', 'redis', 'mysql'];
const words = 'HTTP, HTTP2, GRPC, GRPC-WEB, HTTPS, TLS, TCP, MONGO, REDIS or MYSQL';

function lower({ text = '' }: Field): string {
  return text.toLowerCase();
}

export function isHttp(protocol: Field): boolean {
  return HTTP.includes(lower(protocol));
}

export function isTls(protocol: Field): boolean {
  return TLS.includes(lower(protocol));
}

/** Reports a protocol that Istio does not know. Case does not matter. */
export function* checkProtocol(protocol: Field): Iterable<SchemaViolation> {
  if (protocol.text !== undefined && !KNOWN.includes(lower(protocol)))
    yield notAllowed(protocol, { expected: `one of ${words}`, fix: 'Name a protocol that Istio knows.' });
}

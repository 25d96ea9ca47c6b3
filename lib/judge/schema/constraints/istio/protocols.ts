import type { Segments } from '../../field-path.js';
import { refused, type Verdict } from '../../verdict.js';

const HTTP = ['http', 'http2', 'http_proxy', 'grpc', 'grpc-web'];
const TLS = ['https', 'tls'];
const KNOWN = [...HTTP, ...TLS, 'tcp', 'udp', 'mongo', 'redis', 'mysql'];
const words = 'HTTP, HTTP2, GRPC, GRPC-WEB, HTTPS, TLS, TCP, MONGO, REDIS or MYSQL';

function lower(protocol: unknown): string {
  return typeof protocol === 'string' ? protocol.toLowerCase() : '';
}

export function isHttp(protocol: unknown): boolean {
  return HTTP.includes(lower(protocol));
}

export function isTls(protocol: unknown): boolean {
  return TLS.includes(lower(protocol));
}

/** Reports a protocol that Istio does not know; letters of any case are fine. */
export function protocolVerdicts(at: Segments, protocol: unknown): Verdict[] {
  if (typeof protocol !== 'string' || KNOWN.includes(lower(protocol))) return [];
  return [refused(at, JSON.stringify(protocol), `one of ${words}`, 'Name a protocol that Istio knows.')];
}

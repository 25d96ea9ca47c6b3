import type { Field } from '../../../manifest/field.js';

const PROTOCOLS: Readonly<Record<string, string>> = {
  grpc: 'gRPC',
  'grpc-web': 'gRPC-Web',
  http: 'HTTP',
  http_proxy: 'HTTP',
  http2: 'HTTP2',
  https: 'HTTPS',
  tcp: 'TCP',
  tls: 'TLS',
  udp: 'UDP',
  mongo: 'Mongo',
  redis: 'Redis',
  mysql: 'MySQL',
};

/** Protocols of which Istio reads the requests. */
const HTTP: readonly string[] = ['HTTP', 'HTTP2', 'gRPC', 'gRPC-Web'];

const OF_KUBERNETES: Readonly<Record<string, string>> = {
  'kubernetes.io/h2c': 'HTTP2',
  'kubernetes.io/ws': 'HTTP',
  'kubernetes.io/wss': 'HTTPS',
};

/** Ports that Istio treats as TCP where nothing says otherwise: SMTP, DNS, MySQL, MongoDB. */
const TCP_BY_DEFAULT: ReadonlySet<number | undefined> = new Set([25, 53, 3306, 27017]);

/** What Istio reads from the connections of a port: HTTP requests, bytes, or what it detects in each connection. */
export type Traffic = 'http' | 'tcp' | 'detected';

/**
 * The protocol that Istio expects at a Service's port: from `appProtocol`, or else from the first word of its name. Undefined
 * if Istio looks at the first bytes of every connection.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export function protocolOf(port: Field): string | undefined {
  if (port.at('protocol').text === 'UDP') return 'UDP';
  const application = port.at('appProtocol').text;
  const standard = Object.hasOwn(OF_KUBERNETES, application ?? '') ? OF_KUBERNETES[application ?? ''] : undefined;
  if (standard !== undefined) return standard;
  const name = (application ?? port.at('name').text ?? '').toLowerCase();
  const word = name.startsWith('grpc-web') ? 'grpc-web' : (name.split('-')[0] ?? '');
  const protocol = Object.hasOwn(PROTOCOLS, word) ? PROTOCOLS[word] : undefined;
  return protocol ?? (TCP_BY_DEFAULT.has(port.at('port').number) ? 'TCP' : undefined);
}

/** What Istio reads from the connections of a Service's port. */
export function trafficOf(port: Field): Traffic {
  const protocol = protocolOf(port);
  if (protocol === undefined) return 'detected';
  return HTTP.includes(protocol) ? 'http' : 'tcp';
}

/** The field that names the protocol of a Service's port: `appProtocol` where it is set, otherwise `name`. */
export function protocolField(port: Field): Field {
  return port.at(port.at('appProtocol').text === undefined ? 'name' : 'appProtocol');
}

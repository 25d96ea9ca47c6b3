import { type Found, numberAt, stringAt } from '../../../manifest/read.js';

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

const OF_KUBERNETES: Readonly<Record<string, string>> = {
  'kubernetes.io/h2c': 'HTTP2',
  'kubernetes.io/ws': 'HTTP',
  'kubernetes.io/wss': 'HTTPS',
};

/** Ports that Istio takes for TCP where nothing says otherwise: SMTP, DNS, MySQL, MongoDB. */
const TAKEN_FOR_TCP: ReadonlySet<number | undefined> = new Set([25, 53, 3306, 27017]);

/**
 * The protocol that Istio takes a Service's port for: from `appProtocol`, or else from the first word of its name. Undefined
 * where Istio looks at the first bytes of every connection.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export function protocolOf(port: Found): string | undefined {
  if (stringAt(port, 'protocol') === 'UDP') return 'UDP';
  const application = stringAt(port, 'appProtocol');
  const standard = Object.hasOwn(OF_KUBERNETES, application ?? '') ? OF_KUBERNETES[application ?? ''] : undefined;
  if (standard !== undefined) return standard;
  const name = (application ?? stringAt(port, 'name') ?? '').toLowerCase();
  const word = name.startsWith('grpc-web') ? 'grpc-web' : (name.split('-')[0] ?? '');
  const protocol = Object.hasOwn(PROTOCOLS, word) ? PROTOCOLS[word] : undefined;
  return protocol ?? (TAKEN_FOR_TCP.has(numberAt(port, 'port')) ? 'TCP' : undefined);
}

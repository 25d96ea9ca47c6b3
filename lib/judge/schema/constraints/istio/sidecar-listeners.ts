import { isAddress } from '../../../../formats/cidr.js';
import type { Field } from '../../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { checkConnectionPool } from './connection-pool.js';
import { isLabel, labelWords, namespacedHost } from './hosts.js';
import { checkProtocol, isTls } from './protocols.js';
import { checkServerTls } from './server-tls.js';
import { checkSocket, SOCKET } from './sockets.js';

const LOCAL = ['', '127.0.0.1', '0.0.0.0', '[::1]', '[::]'];
const NO_INGRESS_TLS = ['subjectAltNames', 'httpsRedirect', 'credentialName', 'credentialNames', 'tlsCertificates'];

/** A listener for requests to the workload. */
export function* checkIngress(listener: Field): Iterable<SchemaViolation> {
  const port = listener.at('port');
  const endpoint = listener.at('defaultEndpoint');
  const tls = listener.at('tls');
  yield* checkPort(port);
  yield* checkAddress(listener.at('bind'));
  if (!port.isSet) yield missingField(port, 'the port to listen on');
  else if (port.at('number').value === undefined) yield missingField(port.at('number'), 'the number of a port');
  if (endpoint.text !== undefined && endpoint.text !== '') yield* checkEndpoint(endpoint, endpoint.text);
  yield* checkConnectionPool(listener.at('connectionPool'));
  if (tls.isSet) yield* checkTls(tls, port.at('protocol'));
}

/** A listener for requests of the workload. */
export function* checkEgress(listener: Field): Iterable<SchemaViolation> {
  const bind = listener.at('bind');
  const hosts = listener.at('hosts');
  const port = listener.at('port');
  const number = port.at('number');
  for (const host of hosts.items) yield* namespacedHost(host, 'Sidecar');
  if (hosts.isSet && hosts.isEmpty) yield missingField(hosts, 'at least one host');
  if (!port.isSet) return;
  yield* checkPort(port);
  if (number.value !== undefined && number.value !== 0) {
    yield* checkAddress(bind);
    return;
  }
  if (bind.text?.startsWith(SOCKET) === true) yield* checkSocket(bind);
  else
    yield notAllowed(number, {
      got: 'no port',
      expected: '1 to 65535, or unix:// and a path as bind',
      fix: 'Add the number.',
    });
  if (listener.at('captureMode').value === 'IPTABLES')
    yield notAllowed(listener.at('captureMode'), {
      got: 'IPTABLES, for a socket',
      expected: 'DEFAULT or NONE',
      fix: 'Use one of them.',
    });
}

function* checkPort(port: Field): Iterable<SchemaViolation> {
  const name = port.at('name');
  const protocol = port.at('protocol');
  const target = port.at('targetPort');
  if (protocol.value !== '') yield* checkProtocol(protocol);
  if (name.text !== undefined && name.text !== '' && !isLabel(name.text))
    yield notAllowed(name, { expected: labelWords, fix: 'Rename the port.' });
  if (target.number !== undefined && target.number > 0)
    yield notAllowed(target, { expected: 'nothing, because a Sidecar does not use it', fix: 'Remove it.' });
}

function* checkAddress(bind: Field): Iterable<SchemaViolation> {
  if (bind.text !== undefined && bind.text !== '' && !isAddress(bind.text))
    yield notAllowed(bind, { expected: 'an IP address', fix: 'Correct the address.' });
}

function* checkEndpoint(field: Field, endpoint: string): Iterable<SchemaViolation> {
  if (endpoint.startsWith(SOCKET)) {
    yield* checkSocket(field);
    return;
  }
  const colon = endpoint.lastIndexOf(':');
  const [host, port] = [endpoint.slice(0, Math.max(colon, 0)), endpoint.slice(colon + 1)];
  const number = /^\d+$/.test(port) ? Number(port) : 0;
  if (colon >= 0 && LOCAL.includes(host) && number >= 1 && number <= 65535) return;
  yield notAllowed(field, {
    expected: '127.0.0.1, 0.0.0.0, [::1] or [::] with a port, or unix:// and a path',
    fix: "Name where the workload's own container listens.",
  });
}

function* checkTls(tls: Field, protocol: Field): Iterable<SchemaViolation> {
  const mode = tls.at('mode');
  for (const name of NO_INGRESS_TLS) {
    const field = tls.at(name);
    if (!field.isEmpty && field.value !== false)
      yield notAllowed(field, {
        got: name,
        expected: 'certificates from files, the only kind that a sidecar serves',
        fix: 'Remove it.',
      });
  }
  if (mode.value === 'ISTIO_MUTUAL' || mode.value === 'AUTO_PASSTHROUGH')
    yield notAllowed(mode, {
      got: mode.shown,
      expected: 'SIMPLE, MUTUAL or OPTIONAL_MUTUAL',
      fix: 'Use one of them.',
    });
  if (!isTls(protocol))
    yield notAllowed(tls, {
      got: `TLS settings, with ${protocol.value ?? 'no protocol'}`,
      expected: 'HTTPS or TLS as the protocol',
      fix: 'Set it.',
    });
  yield* checkServerTls(tls);
}

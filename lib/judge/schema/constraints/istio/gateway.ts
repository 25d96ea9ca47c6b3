import { isAddress } from '../../../../formats/cidr.js';
import type { Field } from '../../../../manifest/field.js';
import { duplicateKey, invalidName, missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { isLabel, labelWords, namespacedHost } from './hosts.js';
import { checkProtocol, isHttp, isTls } from './protocols.js';
import { checkServerTls, onlyRedirects } from './server-tls.js';
import { checkSocket, SOCKET } from './sockets.js';

/** Istio sets it on the Gateways that it converts from those of the Gateway API. */
const CONVERTED = 'internal.istio.io/gateway-semantics';

/**
 * Servers that no proxy can open.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/
 */
export function* checkGateway(spec: Field, object: Field): Iterable<SchemaViolation> {
  const name = object.at('metadata', 'name');
  const isConverted = object.at('metadata', 'annotations', CONVERTED).value !== undefined;
  if (!isLabel(name.text ?? '') && !isConverted) yield invalidName(name, labelWords);
  const servers = spec.at('servers');
  if (servers.isEmpty) yield missingField(servers, 'at least one server');
  const seen = new Set<unknown>();
  for (const server of servers.items) {
    yield* checkServer(server);
    const portName = server.at('port', 'name');
    if (seen.has(portName.value) && !portName.isEmpty)
      yield duplicateKey(portName, 'a name that no other server has', { fix: 'Rename one of the two ports.' });
    seen.add(portName.value);
  }
}

function* checkServer(server: Field): Iterable<SchemaViolation> {
  const hosts = server.at('hosts');
  const port = server.at('port');
  const target = port.at('targetPort');
  for (const host of hosts.items) yield* namespacedHost(host, 'Gateway');
  yield* checkProtocol(port.at('protocol'));
  yield* checkBind(server.at('bind'), port.at('number'));
  if (hosts.isSet && hosts.isEmpty) yield missingField(hosts, 'at least one host');
  if (port.at('name').value === '') yield missingField(port.at('name'), 'a name that distinguishes the servers');
  if (target.number !== undefined && target.number > 0)
    yield notAllowed(target, {
      expected: 'nothing, because a Gateway does not use it',
      fix: 'Remove it; the Service of the gateway maps the port.',
    });
  yield* checkTls(server.at('tls'), port.at('protocol'));
}

function* checkTls(tls: Field, protocol: Field): Iterable<SchemaViolation> {
  if (!tls.isSet) {
    if (isTls(protocol))
      yield missingField(tls, `a mapping, because ${protocol.text} needs certificates or PASSTHROUGH`);
    return;
  }
  if (!isTls(protocol) && !(isHttp(protocol) && onlyRedirects(tls)))
    yield notAllowed(tls, {
      got: `TLS settings, with ${protocol.shown}`,
      expected: isHttp(protocol) ? 'only httpsRedirect' : 'HTTPS or TLS as the protocol',
      fix: 'Set the protocol to HTTPS or TLS, or remove the settings.',
    });
  yield* checkServerTls(tls);
}

function* checkBind(bind: Field, port: Field): Iterable<SchemaViolation> {
  const text = bind.text ?? '';
  if (text.startsWith(SOCKET)) {
    yield* checkSocket(bind);
    if (port.number !== undefined && port.number !== 0)
      yield notAllowed(port, { expected: '0, because a socket has no port', fix: 'Use 0.' });
    return;
  }
  if (port.number === 0) yield notAllowed(port, { expected: '1 to 65535', fix: 'Use the number of a port.' });
  if (text !== '' && !isAddress(text))
    yield notAllowed(bind, { expected: 'an IP address, or unix:// and a path', fix: 'Correct the address.' });
}

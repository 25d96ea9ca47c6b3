import { isAddress } from '../../../../formats/cidr.js';
import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isEmpty, isSet, mapping, mappings } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';
import { atMostOne } from '../exactly-one.js';
import { isLabel, labelWords, namespacedHost } from './hosts.js';
import { isHttp, isTls, protocolVerdicts } from './protocols.js';
import { onlyRedirects, serverTlsVerdicts } from './server-tls.js';
import { texts } from './texts.js';

const SOCKET = 'unix://';
/** Istio makes such Gateways from those of the Gateway API. */
const CONVERTED = 'internal.istio.io/gateway-semantics';

/**
 * Servers that no proxy can open.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/
 */
export function checkGateway({ servers }: JsonObject, object: JsonObject): Verdict[] {
  const { annotations, name } = mapping(object['metadata']);
  const verdicts: Verdict[] = [];
  if (typeof name === 'string' && !isLabel(name) && mapping(annotations)[CONVERTED] === undefined)
    verdicts.push({
      rule: 'schema/invalid-name',
      at: ['metadata', 'name'],
      got: JSON.stringify(name),
      expected: labelWords,
      fix: 'Rename the object.',
    });
  if (isEmpty(servers)) verdicts.push(missing(['spec', 'servers'], 'at least one server'));
  const seen = new Set<unknown>();
  for (const [index, server] of mappings(servers)) {
    const at = ['spec', 'servers', index];
    const portName = mapping(server['port'])['name'];
    verdicts.push(...serverVerdicts(at, server));
    if (seen.has(portName) && !isEmpty(portName))
      verdicts.push({
        rule: 'schema/duplicate-key',
        at: [...at, 'port', 'name'],
        got: `${JSON.stringify(portName)} again`,
        expected: 'a name that no other server has',
        fix: 'Rename one of the two ports.',
      });
    seen.add(portName);
  }
  return verdicts;
}

function serverVerdicts(at: Segments, server: JsonObject): Verdict[] {
  const { bind, hosts } = server;
  const port = mapping(server['port']);
  const tls = mapping(server['tls']);
  const verdicts = [
    ...texts(hosts).flatMap(([index, host]) => namespacedHost([...at, 'hosts', index], host, 'Gateway')),
    ...protocolVerdicts([...at, 'port', 'protocol'], port['protocol']),
    ...bindVerdicts(at, bind, port['number']),
  ];
  if (Array.isArray(hosts) && hosts.length === 0) verdicts.push(missing([...at, 'hosts'], 'at least one host'));
  if (port['name'] === '') verdicts.push(missing([...at, 'port', 'name'], 'a name, which tells the servers apart'));
  if (typeof port['targetPort'] === 'number' && port['targetPort'] > 0)
    verdicts.push(
      refused(
        [...at, 'port', 'targetPort'],
        String(port['targetPort']),
        'nothing, for a Gateway has no use for it',
        'Remove it; the Service of the gateway maps the port.',
      ),
    );
  if (!isSet(server['tls'])) {
    if (isTls(port['protocol']))
      verdicts.push(missing([...at, 'tls'], `a mapping, for ${port['protocol']} needs certificates or PASSTHROUGH`));
    return verdicts;
  }
  const place = [...at, 'tls'];
  if (!isTls(port['protocol']) && !(isHttp(port['protocol']) && onlyRedirects(tls)))
    verdicts.push(
      refused(
        place,
        `TLS settings, with ${port['protocol']}`,
        isHttp(port['protocol']) ? 'httpsRedirect alone' : 'HTTPS or TLS as the protocol',
        'Set the protocol to HTTPS or TLS, or remove the settings.',
      ),
    );
  return [...verdicts, ...certificateVerdicts(place, tls), ...serverTlsVerdicts(place, tls)];
}

/** The three fields of which the resource definition takes one. */
export function certificateVerdicts(at: Segments, tls: JsonObject): Verdict[] {
  return atMostOne(at, tls, ['credentialName', 'credentialNames', 'tlsCertificates']);
}

function bindVerdicts(at: Segments, bind: unknown, number: unknown): Verdict[] {
  const socket = typeof bind === 'string' && bind.startsWith(SOCKET);
  if (!socket) {
    const verdicts: Verdict[] = [];
    if (number === 0) verdicts.push(refused([...at, 'port', 'number'], '0', '1 to 65535', 'Use the number of a port.'));
    if (typeof bind === 'string' && bind !== '' && !isAddress(bind))
      verdicts.push(
        refused([...at, 'bind'], JSON.stringify(bind), 'an IP address, or unix:// and a path', 'Correct the address.'),
      );
    return verdicts;
  }
  const verdicts = socketVerdicts([...at, 'bind'], bind);
  if (typeof number === 'number' && number !== 0)
    verdicts.push(refused([...at, 'port', 'number'], String(number), '0, for a socket has no port', 'Use 0.'));
  return verdicts;
}

/** Reports a `unix://` address that names no file and no abstract socket. */
export function socketVerdicts(at: Segments, address: string): Verdict[] {
  const path = address.slice(SOCKET.length);
  if (path.startsWith('@') || (path.startsWith('/') && !path.endsWith('/'))) return [];
  const expected = `${SOCKET}/<path of a file> or ${SOCKET}@<name>`;
  return [refused(at, JSON.stringify(address), expected, 'Name the socket by its whole path.')];
}

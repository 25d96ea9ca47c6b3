import { isAddress } from '../../../../formats/cidr.js';
import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isEmpty, isSet, mapping, mappings } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';
import { connectionPoolVerdicts } from './connection-pool.js';
import { certificateVerdicts, socketVerdicts } from './gateway.js';
import { isDomain, isLabel, labelWords, namespacedHost } from './hosts.js';
import { isTls, protocolVerdicts } from './protocols.js';
import { destinationVerdicts } from './route-destinations.js';
import { labelsToSelect } from './selection.js';
import { serverTlsVerdicts } from './server-tls.js';
import { texts } from './texts.js';

const SOCKET = 'unix://';
const CONTENT = ['egress', 'inboundConnectionPool', 'ingress', 'outboundTrafficPolicy'];
const LOCAL = ['', '127.0.0.1', '0.0.0.0', '[::1]', '[::]'];
const NO_INGRESS_TLS = ['subjectAltNames', 'httpsRedirect', 'credentialName', 'credentialNames', 'tlsCertificates'];

/**
 * Listeners that a sidecar cannot open, and hosts that it cannot read.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/
 */
export function checkSidecar(spec: JsonObject): Verdict[] {
  const { egress, inboundConnectionPool, ingress, outboundTrafficPolicy, workloadSelector } = spec;
  const verdicts = labelsToSelect(['spec', 'workloadSelector', 'labels'], mapping(workloadSelector)['labels']);
  const silent = isEmpty(egress) && isEmpty(ingress) && !isSet(outboundTrafficPolicy) && !isSet(inboundConnectionPool);
  if (silent)
    verdicts.push(refused(['spec'], 'a Sidecar that says nothing', `one of ${CONTENT.join(', ')}`, 'Add one of them.'));
  if (isSet(inboundConnectionPool))
    verdicts.push(...connectionPoolVerdicts(['spec', 'inboundConnectionPool'], mapping(inboundConnectionPool)));
  const inbound = mappings(ingress);
  const outbound = mappings(egress);
  return [
    ...verdicts,
    ...inbound.flatMap(([index, listener]) => ingressVerdicts(['spec', 'ingress', index], listener)),
    ...repeated('ingress', inbound),
    ...outbound.flatMap(([index, listener]) => egressVerdicts(['spec', 'egress', index], listener)),
    ...repeated('egress', outbound),
    ...outbound.slice(0, -1).flatMap(([index, { port }]) => (isSet(port) ? [] : [catchAll(index)])),
    ...proxyVerdicts(mapping(outboundTrafficPolicy)),
  ];
}

function catchAll(index: number): Verdict {
  return refused(
    ['spec', 'egress', index],
    'a listener without a port, before others',
    'it last, and once: it takes all that no other listener does',
    'Move it to the end.',
  );
}

function repeated(field: string, listeners: readonly (readonly [number, JsonObject])[]): Verdict[] {
  const seen = new Set<string>();
  return listeners.flatMap(([index, { bind, port }]) => {
    const { number } = mapping(port);
    if (!isSet(port) || (number === undefined && !isSet(bind))) return [];
    const key = number === 0 || number === undefined ? String(bind) : String(number);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const verdict: Verdict = {
      rule: 'schema/duplicate-key',
      at: ['spec', field, index, 'port', 'number'],
      got: `${key} again`,
      expected: 'a port that no other listener of the list has',
      fix: 'Change or remove one of the two.',
    };
    return [verdict];
  });
}

function portVerdicts(at: Segments, port: JsonObject): Verdict[] {
  const { name, protocol, targetPort } = port;
  const verdicts = protocolVerdicts([...at, 'protocol'], protocol === '' ? undefined : protocol);
  if (typeof name === 'string' && name !== '' && !isLabel(name))
    verdicts.push(refused([...at, 'name'], JSON.stringify(name), labelWords, 'Rename the port.'));
  if (typeof targetPort === 'number' && targetPort > 0)
    verdicts.push(
      refused([...at, 'targetPort'], String(targetPort), 'nothing, for a Sidecar has no use for it', 'Remove it.'),
    );
  return verdicts;
}

function addressVerdicts(at: Segments, bind: unknown): Verdict[] {
  if (typeof bind !== 'string' || bind === '' || isAddress(bind)) return [];
  return [refused(at, JSON.stringify(bind), 'an IP address', 'Correct the address.')];
}

function ingressVerdicts(at: Segments, listener: JsonObject): Verdict[] {
  const { bind, connectionPool, defaultEndpoint } = listener;
  const port = mapping(listener['port']);
  const verdicts = [...portVerdicts([...at, 'port'], port), ...addressVerdicts([...at, 'bind'], bind)];
  if (!isSet(listener['port'])) verdicts.push(missing([...at, 'port'], 'the port to listen on'));
  else if (port['number'] === undefined) verdicts.push(missing([...at, 'port', 'number'], 'the number of a port'));
  if (typeof defaultEndpoint === 'string' && defaultEndpoint !== '')
    verdicts.push(...endpointVerdicts([...at, 'defaultEndpoint'], defaultEndpoint));
  if (isSet(connectionPool))
    verdicts.push(...connectionPoolVerdicts([...at, 'connectionPool'], mapping(connectionPool)));
  if (isSet(listener['tls'])) verdicts.push(...ingressTls([...at, 'tls'], mapping(listener['tls']), port['protocol']));
  return verdicts;
}

function endpointVerdicts(at: Segments, endpoint: string): Verdict[] {
  if (endpoint.startsWith(SOCKET)) return socketVerdicts(at, endpoint);
  const colon = endpoint.lastIndexOf(':');
  const [host, port] = [endpoint.slice(0, Math.max(colon, 0)), endpoint.slice(colon + 1)];
  const number = /^\d+$/.test(port) ? Number(port) : 0;
  if (colon >= 0 && LOCAL.includes(host) && number >= 1 && number <= 65535) return [];
  const expected = '127.0.0.1, 0.0.0.0, [::1] or [::] with a port, or unix:// and a path';
  return [refused(at, JSON.stringify(endpoint), expected, "Name where the workload's own container listens.")];
}

function ingressTls(at: Segments, tls: JsonObject, protocol: unknown): Verdict[] {
  const verdicts = NO_INGRESS_TLS.filter((field) => !isEmpty(tls[field]) && tls[field] !== false).map((field) =>
    refused([...at, field], field, 'certificates from files, the one kind that a sidecar serves', 'Remove it.'),
  );
  const { mode } = tls;
  if (mode === 'ISTIO_MUTUAL' || mode === 'AUTO_PASSTHROUGH')
    verdicts.push(refused([...at, 'mode'], mode, 'SIMPLE, MUTUAL or OPTIONAL_MUTUAL', 'Use one of them.'));
  if (!isTls(protocol))
    verdicts.push(
      refused(at, `TLS settings, with ${protocol ?? 'no protocol'}`, 'HTTPS or TLS as the protocol', 'Set it.'),
    );
  return [...verdicts, ...certificateVerdicts(at, tls), ...serverTlsVerdicts(at, tls)];
}

function egressVerdicts(at: Segments, listener: JsonObject): Verdict[] {
  const { bind, captureMode, hosts } = listener;
  const port = mapping(listener['port']);
  const verdicts = texts(hosts).flatMap(([index, host]) => namespacedHost([...at, 'hosts', index], host, 'Sidecar'));
  if (Array.isArray(hosts) && hosts.length === 0) verdicts.push(missing([...at, 'hosts'], 'at least one host'));
  if (!isSet(listener['port'])) return verdicts;
  verdicts.push(...portVerdicts([...at, 'port'], port));
  if (port['number'] !== undefined && port['number'] !== 0)
    return [...verdicts, ...addressVerdicts([...at, 'bind'], bind)];
  if (typeof bind !== 'string' || !bind.startsWith(SOCKET))
    verdicts.push(
      refused([...at, 'port', 'number'], 'no port', '1 to 65535, or unix:// and a path as bind', 'Add the number.'),
    );
  else verdicts.push(...socketVerdicts([...at, 'bind'], bind));
  if (captureMode === 'IPTABLES')
    verdicts.push(refused([...at, 'captureMode'], 'IPTABLES, for a socket', 'DEFAULT or NONE', 'Use one of them.'));
  return verdicts;
}

function proxyVerdicts({ egressProxy, mode }: JsonObject): Verdict[] {
  if (!isSet(egressProxy)) return [];
  const at = ['spec', 'outboundTrafficPolicy', 'egressProxy'];
  const { host, port } = mapping(egressProxy);
  if (mode !== 'ALLOW_ANY')
    return [
      refused(at, `an egressProxy, with ${mode ?? 'REGISTRY_ONLY'}`, 'ALLOW_ANY as the mode', 'Set mode: ALLOW_ANY.'),
    ];
  const verdicts = destinationVerdicts(at, mapping(egressProxy));
  if (typeof host === 'string' && !isDomain(host))
    verdicts.push(refused([...at, 'host'], JSON.stringify(host), 'a DNS name without a wildcard', 'Correct the host.'));
  if (!isSet(port)) verdicts.push(missing([...at, 'port'], 'the port of the proxy'));
  return verdicts;
}

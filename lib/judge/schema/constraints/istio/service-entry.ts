import type { Field } from '../../../../manifest/field.js';
import { duplicateKey, missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { atMostOne } from '../exactly-one.js';
import { checkEndpoints } from './endpoints.js';
import { checkExportTo } from './export-to.js';
import { isDomain, isLabel, labelWords, wildcardDomain } from './hosts.js';
import { checkProtocol, isHttp, isTls } from './protocols.js';
import { labelsToSelect } from './selection.js';
import { checkTexts, networkFault } from './texts.js';

const NAMED = ['DNS', 'DNS_ROUND_ROBIN'];
const WITH_NETWORKS = ['NONE', 'STATIC', 'DYNAMIC_DNS'];
const DYNAMIC = ['http', 'http2', 'grpc', 'tls'];
const DYNAMIC_HOST = '"*." and a domain, because the called name is looked up';

/**
 * Services outside the mesh that cannot be found, or that two ports claim.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
export function* checkServiceEntry(spec: Field, object: Field): Iterable<SchemaViolation> {
  const resolution = String(spec.at('resolution').value ?? 'NONE');
  const hosts = spec.at('hosts').items;
  yield* labelsToSelect(spec.at('workloadSelector', 'labels'));
  yield* atMostOne(spec, ['workloadSelector', 'endpoints']);
  for (const host of hosts)
    if (host.value === '*')
      yield notAllowed(host, { expected: 'a host, because * would match all traffic', fix: 'Name the hosts.' });
    else yield* wildcardDomain(host);
  yield* checkTexts(spec, ['addresses'], networkFault);
  yield* checkPorts(spec, hosts, resolution);
  yield* checkEndpoints(spec, resolution);
  yield* checkExportTo(object);
  if (NAMED.includes(resolution) && spec.at('endpoints').isEmpty)
    for (const host of hosts)
      if (host.text !== undefined && host.text !== '*' && !isDomain(host.text))
        yield notAllowed(host, {
          expected: `a whole DNS name, because ${resolution} looks it up`,
          fix: 'Name the host, add endpoints, or use DYNAMIC_DNS.',
        });
  if (!WITH_NETWORKS.includes(resolution))
    for (const address of spec.at('addresses').items)
      if (address.text?.includes('/') === true)
        yield notAllowed(address, { expected: `an IP address, for ${resolution}`, fix: 'Name one address.' });
  if (resolution === 'DYNAMIC_DNS') yield* checkDynamic(spec, object);
}

function* checkPorts(spec: Field, hosts: readonly Field[], resolution: string): Iterable<SchemaViolation> {
  const ports = spec.at('ports').items;
  for (const [index, port] of ports.entries()) {
    const name = port.at('name');
    if (port.at('protocol').value !== '') yield* checkProtocol(port.at('protocol'));
    if (name.text !== undefined && !isLabel(name.text))
      yield notAllowed(name, { expected: labelWords, fix: 'Rename the port.' });
    for (const field of [name, port.at('number')])
      if (
        field.value !== undefined &&
        ports.slice(0, index).some((earlier) => earlier.at(field.step).value === field.value)
      )
        yield duplicateKey(field, `a ${field.step} that no other port has`, {
          fix: 'Change or remove one of the two.',
        });
  }
  const plain = ports.map((port) => port.at('protocol')).find((protocol) => !isHttp(protocol) && !isTls(protocol));
  const names = hosts.filter(({ text }) => text !== undefined);
  if (resolution !== 'NONE' && names.length > 1 && plain !== undefined)
    yield notAllowed(plain, {
      got: `${plain.value ?? 'no protocol'}, with several hosts`,
      expected: 'HTTP or TLS, which name the host',
      fix: 'Set the protocol, or write an entry for each host.',
    });
}

/** Any host of a domain, looked up when it is called. */
function* checkDynamic(spec: Field, object: Field): Iterable<SchemaViolation> {
  const hosts = spec.at('hosts');
  const location = spec.at('location');
  const waypoint = object.at('metadata', 'labels', 'istio.io/use-waypoint').text?.toLowerCase();
  for (const host of hosts.items)
    if (host.text?.startsWith('*') === false)
      yield notAllowed(host, { expected: DYNAMIC_HOST, fix: 'Use DNS for a single host.' });
  for (const field of [spec.at('addresses'), spec.at('endpoints')])
    if (!field.isEmpty)
      yield notAllowed(field, {
        got: `${field.step}`,
        expected: 'none, because DYNAMIC_DNS looks up the called name',
        fix: 'Remove them.',
      });
  for (const port of spec.at('ports').items) {
    const protocol = port.at('protocol');
    if (!DYNAMIC.includes(String(protocol.value).toLowerCase()))
      yield notAllowed(protocol, {
        got: protocol.shown,
        expected: 'HTTP, HTTP2, GRPC or TLS',
        fix: 'Use one of them.',
      });
  }
  if (location.value === 'MESH_INTERNAL' && waypoint !== undefined && !['', 'none'].includes(waypoint))
    yield notAllowed(location, {
      got: 'MESH_INTERNAL, with a waypoint',
      expected: 'MESH_EXTERNAL',
      fix: 'Use MESH_EXTERNAL.',
    });
  if (!hosts.isSet) yield missingField(hosts, DYNAMIC_HOST);
}

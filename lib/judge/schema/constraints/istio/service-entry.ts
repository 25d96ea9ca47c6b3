import type { JsonObject } from '../../../../manifest/object.js';
import { isEmpty, isSet, mapping, mappings } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';
import { atMostOne } from '../exactly-one.js';
import { endpointVerdicts } from './endpoints.js';
import { exportedTo } from './export-to.js';
import { isDomain, isLabel, labelWords, wildcardDomain } from './hosts.js';
import { isHttp, isTls, protocolVerdicts } from './protocols.js';
import { labelsToSelect } from './selection.js';
import { listVerdicts, networkFault, texts } from './texts.js';

const NAMED = ['DNS', 'DNS_ROUND_ROBIN'];
const DYNAMIC = ['http', 'http2', 'grpc', 'tls'];
const DYNAMIC_HOST = '"*." and a domain, for the name that is called is looked up';

/**
 * Services outside the mesh that cannot be found, or that two ports claim.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
export function checkServiceEntry(spec: JsonObject, object: JsonObject): Verdict[] {
  const { hosts, workloadSelector } = spec;
  const resolution = String(spec['resolution'] ?? 'NONE');
  const verdicts = [
    ...labelsToSelect(['spec', 'workloadSelector', 'labels'], mapping(workloadSelector)['labels']),
    ...atMostOne(['spec'], spec, ['workloadSelector', 'endpoints']),
    ...texts(hosts).flatMap(([index, host]) =>
      host === '*'
        ? [refused(['spec', 'hosts', index], '"*"', 'a host, for * would take all traffic', 'Name the hosts.')]
        : wildcardDomain(['spec', 'hosts', index], host),
    ),
    ...listVerdicts(['spec'], spec, ['addresses'], networkFault),
    ...portVerdicts(spec, resolution),
    ...endpointVerdicts(spec, resolution),
    ...exportedTo(object),
  ];
  if (NAMED.includes(resolution) && isEmpty(spec['endpoints']))
    for (const [index, host] of texts(hosts))
      if (host !== '*' && !isDomain(host))
        verdicts.push(
          refused(
            ['spec', 'hosts', index],
            JSON.stringify(host),
            `a whole DNS name, for ${resolution} looks it up`,
            'Name the host, add endpoints, or use DYNAMIC_DNS.',
          ),
        );
  if (!['NONE', 'STATIC', 'DYNAMIC_DNS'].includes(resolution))
    for (const [index, address] of texts(spec['addresses']))
      if (address.includes('/'))
        verdicts.push(
          refused(
            ['spec', 'addresses', index],
            JSON.stringify(address),
            `an IP address, for ${resolution}`,
            'Name one address.',
          ),
        );
  return resolution === 'DYNAMIC_DNS' ? [...verdicts, ...dynamicVerdicts(spec, object)] : verdicts;
}

function portVerdicts({ hosts, ports }: JsonObject, resolution: string): Verdict[] {
  const list = mappings(ports);
  const verdicts = list.flatMap(([index, { name, number, protocol }]): Verdict[] => {
    const at = ['spec', 'ports', index];
    const own = protocolVerdicts([...at, 'protocol'], protocol === '' ? undefined : protocol);
    if (typeof name === 'string' && !isLabel(name))
      own.push(refused([...at, 'name'], JSON.stringify(name), labelWords, 'Rename the port.'));
    for (const [field, value] of Object.entries({ name, number })) {
      const other = list.find(([before, port]) => before < index && port[field] === value && value !== undefined);
      if (other !== undefined)
        own.push({
          rule: 'schema/duplicate-key',
          at: [...at, field],
          got: `${JSON.stringify(value)} again`,
          expected: `a ${field} that no other port has`,
          fix: 'Change or remove one of the two.',
        });
    }
    return own;
  });
  const plain = list.find(([, { protocol }]) => !isHttp(protocol) && !isTls(protocol));
  if (resolution !== 'NONE' && texts(hosts).length > 1 && plain !== undefined)
    verdicts.push(
      refused(
        ['spec', 'ports', plain[0], 'protocol'],
        `${plain[1]['protocol'] ?? 'no protocol'}, with several hosts`,
        'HTTP or TLS, which say what host is called',
        'Set the protocol, or write an entry for each host.',
      ),
    );
  return verdicts;
}

/** Any host of a domain, looked up as it is called. */
function dynamicVerdicts(spec: JsonObject, object: JsonObject): Verdict[] {
  const { hosts, location, ports } = spec;
  const labels = mapping(mapping(object['metadata'])['labels']);
  const waypoint = labels['istio.io/use-waypoint'];
  const verdicts = texts(hosts)
    .filter(([, host]) => !host.startsWith('*'))
    .map(([index, host]) =>
      refused(['spec', 'hosts', index], JSON.stringify(host), DYNAMIC_HOST, 'Use DNS for a single host.'),
    );
  for (const field of ['addresses', 'endpoints'])
    if (!isEmpty(spec[field]))
      verdicts.push(
        refused(['spec', field], field, 'none, for DYNAMIC_DNS looks up the name that is called', 'Remove them.'),
      );
  for (const [index, { protocol }] of mappings(ports))
    if (!DYNAMIC.includes(String(protocol).toLowerCase()))
      verdicts.push(
        refused(
          ['spec', 'ports', index, 'protocol'],
          String(protocol ?? 'nothing'),
          'HTTP, HTTP2, GRPC or TLS',
          'Use one of them.',
        ),
      );
  if (location === 'MESH_INTERNAL' && typeof waypoint === 'string' && !['', 'none'].includes(waypoint.toLowerCase()))
    verdicts.push(
      refused(['spec', 'location'], 'MESH_INTERNAL, with a waypoint', 'MESH_EXTERNAL', 'Use MESH_EXTERNAL.'),
    );
  if (!isSet(hosts)) verdicts.push(missing(['spec', 'hosts'], DYNAMIC_HOST));
  return verdicts;
}

import { isAddress } from '../../../../formats/cidr.js';
import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isSet, mapping, mappings } from '../../fields.js';
import { refused, type Verdict } from '../../verdict.js';
import { addressGiven, workloadVerdicts } from './workload-entry.js';

const SOCKET = 'unix://';

/** Reports endpoints of a ServiceEntry that its resolution has no use for, or that none of its ports leads to. */
export function endpointVerdicts({ endpoints, ports }: JsonObject, resolution: string): Verdict[] {
  const at = ['spec', 'endpoints'];
  if (resolution === 'NONE' && isSet(endpoints))
    return [
      refused(
        at,
        'endpoints, with NONE',
        'STATIC or DNS as the resolution, for NONE sends requests where the caller sent them',
        'Set the resolution, or remove the endpoints.',
      ),
    ];
  const list = mappings(endpoints);
  const known = new Set(mappings(ports).map(([, { name }]) => name));
  const verdicts = list.flatMap(([index, endpoint]) => {
    const place = [...at, index];
    return [
      ...addressGiven(place, endpoint),
      ...workloadVerdicts(place, endpoint),
      ...kindOfAddress([...place, 'address'], endpoint['address'], resolution, known.size),
      ...Object.keys(mapping(endpoint['ports']))
        .filter((name) => !known.has(name))
        .map((name) =>
          refused(
            [...place, 'ports', name],
            JSON.stringify(name),
            'the name of a port of the entry',
            'Name one of its ports.',
          ),
        ),
    ];
  });
  if (resolution === 'DNS_ROUND_ROBIN' && list.length > 1)
    verdicts.push(refused(at, `${list.length} endpoints`, 'at most one, for DNS_ROUND_ROBIN', 'Use DNS.'));
  return verdicts;
}

function kindOfAddress(at: Segments, address: unknown, resolution: string, ports: number): Verdict[] {
  if (typeof address !== 'string' || address === '') return [];
  const got = JSON.stringify(address);
  if (resolution === 'STATIC') {
    if (address.startsWith(SOCKET))
      return ports === 1 ? [] : [refused(at, got, 'one port of the entry, for a socket has one', 'Use an IP address.')];
    return isAddress(address) ? [] : [refused(at, got, 'an IP address, for STATIC', 'Set the resolution to DNS.')];
  }
  if (!resolution.startsWith('DNS') || !address.startsWith(SOCKET)) return [];
  return [refused(at, got, 'a DNS name or an IP address, for DNS', 'Set the resolution to STATIC.')];
}

import { isAddress } from '../../../../formats/cidr.js';
import type { Field } from '../../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../../violation.js';
import { SOCKET } from './sockets.js';
import { checkWorkload, hasAddress } from './workload-entry.js';

/** Reports endpoints of a ServiceEntry that its resolution does not use, or that none of its ports leads to. */
export function* checkEndpoints(spec: Field, resolution: string): Iterable<SchemaViolation> {
  const endpoints = spec.at('endpoints');
  if (!endpoints.isSet) return;
  if (resolution === 'NONE') {
    yield notAllowed(endpoints, {
      got: 'endpoints, with NONE',
      expected: 'STATIC or DNS as the resolution, because NONE sends requests where the caller sent them',
      fix: 'Set the resolution, or remove the endpoints.',
    });
    return;
  }
  const list = endpoints.items;
  const ports = new Set(spec.at('ports').items.map((port) => port.at('name').value));
  for (const endpoint of list) {
    yield* hasAddress(endpoint);
    yield* checkWorkload(endpoint);
    yield* checkAddress(endpoint.at('address'), resolution, ports.size);
    for (const [name, port] of endpoint.at('ports').entries)
      if (!ports.has(name))
        yield notAllowed(port, {
          got: JSON.stringify(name),
          expected: 'the name of a port of the entry',
          fix: 'Name one of its ports.',
        });
  }
  if (resolution === 'DNS_ROUND_ROBIN' && list.length > 1)
    yield notAllowed(endpoints, {
      got: `${list.length} endpoints`,
      expected: 'at most one, for DNS_ROUND_ROBIN',
      fix: 'Use DNS.',
    });
}

function* checkAddress(address: Field, resolution: string, ports: number): Iterable<SchemaViolation> {
  const { text } = address;
  if (text === undefined || text === '') return;
  const isSocket = text.startsWith(SOCKET);
  if (resolution === 'STATIC' && isSocket && ports !== 1)
    yield notAllowed(address, {
      expected: 'one port of the entry, because a socket has one',
      fix: 'Use an IP address.',
    });
  if (resolution === 'STATIC' && !isSocket && !isAddress(text))
    yield notAllowed(address, { expected: 'an IP address, for STATIC', fix: 'Set the resolution to DNS.' });
  if (resolution.startsWith('DNS') && isSocket)
    yield notAllowed(address, {
      expected: 'a DNS name or an IP address, for DNS',
      fix: 'Set the resolution to STATIC.',
    });
}

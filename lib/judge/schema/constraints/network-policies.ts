import { contains, parseCidr } from '../../../formats/cidr.js';
import { portName } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../violation.js';
import { portNumber } from './bounds.js';
import { nameSyntax } from './syntax.js';

const SELECTORS = ['podSelector', 'namespaceSelector'];
const NETWORK = 'a network such as 10.0.0.0/8';

/**
 * Peers and ports of NetworkPolicies that name nothing, or too much at once.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function* checkNetworkPolicies(object: Field, kind: string): Iterable<SchemaViolation> {
  if (kind !== 'networking.k8s.io/v1/NetworkPolicy') return;
  for (const [rules, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const)
    for (const rule of object.at('spec', rules).items) {
      for (const peer of rule.at(peers).items) yield* checkPeer(peer);
      for (const port of rule.at('ports').items) yield* checkPort(port);
    }
}

function* checkPeer(peer: Field): Iterable<SchemaViolation> {
  const block = peer.at('ipBlock');
  const selectors = SELECTORS.filter((field) => peer.at(field).isSet);
  if (!block.isSet && selectors.length === 0)
    yield notAllowed(peer, {
      got: 'a peer with none of them',
      expected: 'a podSelector, a namespaceSelector or an ipBlock',
      fix: 'Name the peer; {} as a selector means all.',
    });
  if (!block.isSet) return;
  if (selectors.length > 0)
    yield notAllowed(block, {
      got: `an ipBlock together with ${selectors.join(' and ')}`,
      expected: 'only an ipBlock',
      fix: 'Split it into two peers.',
    });
  yield* checkBlock(block);
}

function* checkBlock(block: Field): Iterable<SchemaViolation> {
  const cidr = block.at('cidr');
  if (cidr.text === undefined) return;
  const network = parseCidr(cidr.text);
  if (network === undefined) {
    yield notAllowed(cidr, { expected: NETWORK, fix: `Write ${NETWORK}.` });
    return;
  }
  for (const exception of block.at('except').items) {
    if (exception.text === undefined) continue;
    const hole = parseCidr(exception.text);
    if (hole === undefined || hole.bits <= network.bits || !contains(network, hole))
      yield notAllowed(exception, {
        expected: `a smaller network within ${cidr.text}`,
        fix: 'Correct the exception. Without it, its addresses are allowed.',
      });
  }
}

function* checkPort(entry: Field): Iterable<SchemaViolation> {
  const port = entry.at('port');
  const endPort = entry.at('endPort');
  yield* portNumber(port);
  yield* nameSyntax(port, portName, 'port');
  if (port.value === '')
    yield missingField(port, 'the number or the name of the port', 'Name the port, or remove the field.');
  yield* portNumber(endPort);
  if (endPort.number === undefined) return;
  if (port.number === undefined)
    yield notAllowed(endPort, {
      got: port.isEmpty ? 'an endPort without a port' : 'an endPort with a named port',
      expected: 'a numeric port with it',
      fix: 'Set port to the first number.',
    });
  else if (endPort.number < port.number)
    yield notAllowed(endPort, { expected: `at least port, ${port.number}`, fix: 'Swap the two.' });
}

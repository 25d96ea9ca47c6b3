import { contains, parseCidr } from '../../../formats/cidr.js';
import { portName } from '../../../formats/name-syntax.js';
import type { JsonObject } from '../../../manifest/object.js';
import type { Segments } from '../field-path.js';
import { isEmpty, isSet, mapping, mappings } from '../fields.js';
import { refused, type Verdict } from '../verdict.js';
import { portNumber } from './bounds.js';
import { syntaxVerdict } from './containers.js';

const SELECTORS = ['podSelector', 'namespaceSelector'];

/**
 * Peers and ports of NetworkPolicies that name nothing, or too much at once.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function checkNetworkPolicies(object: JsonObject): Verdict[] {
  if (object['kind'] !== 'NetworkPolicy' || object['apiVersion'] !== 'networking.k8s.io/v1') return [];
  const spec = mapping(object['spec']);
  const sides = [
    ['ingress', 'from'],
    ['egress', 'to'],
  ];
  return sides.flatMap(([list = '', side = '']) =>
    mappings(spec[list]).flatMap(([index, rule]) => {
      const at = ['spec', list, index];
      return [
        ...mappings(rule[side]).flatMap(([place, peer]) => peerVerdicts([...at, side, place], peer)),
        ...mappings(rule['ports']).flatMap(([place, port]) => portVerdicts([...at, 'ports', place], port)),
      ];
    }),
  );
}

function peerVerdicts(at: Segments, peer: JsonObject): Verdict[] {
  const selectors = SELECTORS.filter((field) => isSet(peer[field]));
  if (!isSet(peer['ipBlock'])) {
    if (selectors.length > 0) return [];
    const expected = 'a podSelector, a namespaceSelector or an ipBlock';
    return [refused(at, 'a peer with none of them', expected, 'Name the peer; {} as a selector means all.')];
  }
  const block = [...at, 'ipBlock'];
  const verdicts =
    selectors.length === 0
      ? []
      : [refused(block, `an ipBlock beside ${selectors.join(' and ')}`, 'an ipBlock alone', 'Make two peers of it.')];
  const { cidr, except } = mapping(peer['ipBlock']);
  if (typeof cidr !== 'string') return verdicts;
  const network = parseCidr(cidr);
  if (network === undefined) {
    const words = 'a network such as 10.0.0.0/8';
    return [...verdicts, refused([...block, 'cidr'], JSON.stringify(cidr), words, `Write ${words}.`)];
  }
  for (const [index, text] of (Array.isArray(except) ? except : []).entries()) {
    const hole = typeof text === 'string' ? parseCidr(text) : undefined;
    if (typeof text !== 'string' || (hole !== undefined && hole.bits > network.bits && contains(network, hole)))
      continue;
    const fix = 'Correct the exception; without it, its addresses are let in.';
    verdicts.push(refused([...block, 'except', index], JSON.stringify(text), `a smaller network within ${cidr}`, fix));
  }
  return verdicts;
}

function portVerdicts(at: Segments, { port, endPort }: JsonObject): Verdict[] {
  const verdicts = [
    ...portNumber([...at, 'port'], port),
    ...syntaxVerdict([...at, 'port'], port, portName, 'port'),
    ...portNumber([...at, 'endPort'], endPort),
  ];
  if (typeof endPort !== 'number') return verdicts;
  if (typeof port !== 'number') {
    const got = isEmpty(port) ? 'an endPort without a port' : 'an endPort beside a named port';
    return [...verdicts, refused([...at, 'endPort'], got, 'a numeric port beside it', 'Set port to the first number.')];
  }
  if (endPort >= port) return verdicts;
  return [...verdicts, refused([...at, 'endPort'], String(endPort), `at least port, ${port}`, 'Swap the two.')];
}

import { isAddress, parseCidr } from '../../../formats/cidr.js';
import type { Field } from '../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../violation.js';

/** Addresses of a Service that cannot be, and fields about its addresses that its type excludes. */
export function* checkAddresses(spec: Field, type: string, isExposed: boolean): Iterable<SchemaViolation> {
  yield* checkClusterIp(spec.at('clusterIP'), type, isExposed);
  yield* checkPolicies(spec, type, isExposed);
  const ranges = spec.at('loadBalancerSourceRanges');
  if (!ranges.isEmpty && type !== 'LoadBalancer')
    yield notAllowed(ranges, { got: 'networks', expected: `none, because the type is ${type}`, fix: 'Remove them.' });
  yield* checkEach(spec.at('externalIPs'), isAddress, 'an IP address');
  yield* checkEach(ranges, (text) => parseCidr(text.trim()) !== undefined, 'a network such as 10.0.0.0/8');
}

function* checkClusterIp(clusterIp: Field, type: string, isExposed: boolean): Iterable<SchemaViolation> {
  const { text } = clusterIp;
  if (text !== undefined && text !== '' && text !== 'None' && !isAddress(text))
    yield notAllowed(clusterIp, { expected: 'None or an address', fix: 'Correct it, or remove it.' });
  if (!clusterIp.isEmpty && type === 'ExternalName')
    yield notAllowed(clusterIp, {
      got: clusterIp.shown,
      expected: 'none, because the type is ExternalName',
      fix: 'Remove it.',
    });
  if (text === 'None' && isExposed)
    yield notAllowed(clusterIp, {
      got: 'None',
      expected: `an address, because the type is ${type}`,
      fix: 'Remove it, or the type.',
    });
}

function* checkPolicies(spec: Field, type: string, isExposed: boolean): Iterable<SchemaViolation> {
  const trafficPolicy = spec.at('externalTrafficPolicy');
  const healthPort = spec.at('healthCheckNodePort');
  const affinity = spec.at('sessionAffinityConfig');
  const isLocal = type === 'LoadBalancer' && trafficPolicy.value === 'Local';
  // External addresses also make a Service reachable from outside.
  if (!trafficPolicy.isEmpty && !isExposed && spec.at('externalIPs').isEmpty)
    yield notAllowed(trafficPolicy, {
      expected: `none, because the type is ${type}`,
      fix: 'Remove it, or set the type to NodePort or LoadBalancer.',
    });
  if (healthPort.isSet && healthPort.value !== 0 && !isLocal)
    yield notAllowed(healthPort, {
      expected: 'none, unless a LoadBalancer has externalTrafficPolicy Local',
      fix: 'Remove it.',
    });
  if (affinity.isSet && spec.at('sessionAffinity').value !== 'ClientIP')
    yield notAllowed(affinity, {
      got: 'a mapping',
      expected: 'sessionAffinity: ClientIP with it',
      fix: 'Set it, or remove this.',
    });
}

function* checkEach(list: Field, isValid: (text: string) => boolean, words: string): Iterable<SchemaViolation> {
  for (const item of list.items)
    if (item.text !== undefined && !isValid(item.text))
      yield notAllowed(item, { expected: words, fix: `Write ${words}.` });
}

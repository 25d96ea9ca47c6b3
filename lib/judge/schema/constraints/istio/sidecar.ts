import type { Field } from '../../../../manifest/field.js';
import { duplicateKey, missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { checkConnectionPool } from './connection-pool.js';
import { isDomain } from './hosts.js';
import { checkDestination } from './route-destinations.js';
import { labelsToSelect } from './selection.js';
import { checkEgress, checkIngress } from './sidecar-listeners.js';

const CONTENT = ['egress', 'inboundConnectionPool', 'ingress', 'outboundTrafficPolicy'];

/**
 * Listeners that a sidecar cannot open, and hosts that it cannot read.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/
 */
export function* checkSidecar(spec: Field): Iterable<SchemaViolation> {
  const egress = spec.at('egress');
  const ingress = spec.at('ingress');
  const pool = spec.at('inboundConnectionPool');
  const policy = spec.at('outboundTrafficPolicy');
  yield* labelsToSelect(spec.at('workloadSelector', 'labels'));
  if (egress.isEmpty && ingress.isEmpty && !policy.isSet && !pool.isSet)
    yield notAllowed(spec, {
      got: 'a Sidecar without settings',
      expected: `one of ${CONTENT.join(', ')}`,
      fix: 'Add one of them.',
    });
  yield* checkConnectionPool(pool);
  for (const listener of ingress.items) yield* checkIngress(listener);
  yield* repeated(ingress);
  for (const listener of egress.items) yield* checkEgress(listener);
  yield* repeated(egress);
  for (const listener of egress.items.slice(0, -1))
    if (!listener.at('port').isSet)
      yield notAllowed(listener, {
        got: 'a listener without a port, before others',
        expected: 'it last, and only once: it handles all traffic that no other listener handles',
        fix: 'Move it to the end.',
      });
  yield* checkProxy(policy);
}

function* repeated(listeners: Field): Iterable<SchemaViolation> {
  const seen = new Set<string>();
  for (const listener of listeners.items) {
    const bind = listener.at('bind');
    const number = listener.at('port', 'number');
    if (!listener.at('port').isSet || (number.value === undefined && !bind.isSet)) continue;
    const key = String(number.value === 0 || number.value === undefined ? bind.value : number.value);
    if (seen.has(key))
      yield duplicateKey(number, 'a port that no other listener of the list has', {
        got: `${key} again`,
        fix: 'Change or remove one of the two.',
      });
    seen.add(key);
  }
}

function* checkProxy(policy: Field): Iterable<SchemaViolation> {
  const proxy = policy.at('egressProxy');
  const host = proxy.at('host');
  const mode = policy.at('mode').value ?? 'REGISTRY_ONLY';
  if (!proxy.isSet) return;
  if (mode !== 'ALLOW_ANY') {
    yield notAllowed(proxy, {
      got: `an egressProxy, with ${mode}`,
      expected: 'ALLOW_ANY as the mode',
      fix: 'Set mode: ALLOW_ANY.',
    });
    return;
  }
  yield* checkDestination(proxy);
  if (host.text !== undefined && !isDomain(host.text))
    yield notAllowed(host, { expected: 'a DNS name without a wildcard', fix: 'Correct the host.' });
  if (!proxy.at('port').isSet) yield missingField(proxy.at('port'), 'the port of the proxy');
}

import type { Field } from '../../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { atMostOne } from '../exactly-one.js';
import { checkLocalities, checkZones } from './localities.js';

const MAX_TABLE = 5000011;

/**
 * Load balancing with contradicting settings.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings
 */
export function* checkLoadBalancer(settings: Field): Iterable<SchemaViolation> {
  if (!settings.isSet) return;
  const aggression = settings.at('warmup', 'aggression');
  yield* atMostOne(settings, ['simple', 'consistentHash']);
  yield* atMostOne(settings, ['localityLbSetting', 'zoneAwareLbSetting']);
  yield* checkHash(settings.at('consistentHash'));
  yield* checkLocalities(settings.at('localityLbSetting'));
  yield* checkZones(settings.at('zoneAwareLbSetting'));
  if (aggression.number === 0)
    yield notAllowed(aggression, { expected: 'more than 0', fix: 'Use 1 for a steady increase.' });
}

function* checkHash(hash: Field): Iterable<SchemaViolation> {
  const cookie = hash.at('httpCookie');
  const maglev = hash.at('maglev');
  const ringSize = hash.at('minimumRingSize');
  if (cookie.isSet && cookie.at('name').isEmpty) yield missingField(cookie.at('name'), 'the name of the cookie');
  const seen = new Set<unknown>();
  for (const attribute of cookie.at('attributes').items) {
    const name = attribute.at('name');
    if (name.isEmpty) yield missingField(name, 'the name of the attribute');
    else if (seen.has(name.value))
      yield notAllowed(name, { got: `${name.quoted} again`, expected: 'each once', fix: 'Remove one of the two.' });
    seen.add(name.value);
  }
  const other = [maglev, hash.at('ringHash')].find(({ isSet }) => isSet);
  if (ringSize.number !== undefined && ringSize.number > 0 && other !== undefined)
    yield notAllowed(ringSize, {
      got: `minimumRingSize together with ${other.step}`,
      expected: 'one of them',
      fix: 'Remove minimumRingSize; ringHash has a field of that name.',
    });
  if (maglev.isSet) yield* checkTable(maglev.at('tableSize'));
}

function* checkTable(size: Field): Iterable<SchemaViolation> {
  if (!size.isSet) yield missingField(size, 'a prime number such as 65537');
  if (size.number !== undefined && (size.number >= MAX_TABLE || !isPrime(size.number)))
    yield notAllowed(size, {
      expected: `a prime number below ${MAX_TABLE}`,
      fix: 'Use a prime number such as 65537.',
    });
}

/** Istio treats 1 as a prime too. */
function isPrime(number: number): boolean {
  if (number < 1) return false;
  for (let factor = 2; factor * factor <= number; factor += 1) if (number % factor === 0) return false;
  return true;
}

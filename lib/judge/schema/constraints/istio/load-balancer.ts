import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isEmpty, isSet, mapping, mappings } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';
import { atMostOne } from '../exactly-one.js';
import { localityVerdicts, zoneVerdicts } from './localities.js';

const LARGEST_TABLE = 5000011;

/**
 * Load balancing that has no single meaning.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings
 */
export function loadBalancerVerdicts(at: Segments, settings: JsonObject): Verdict[] {
  const { consistentHash, localityLbSetting, warmup, zoneAwareLbSetting } = settings;
  const { aggression } = mapping(warmup);
  const verdicts = [
    ...atMostOne(at, settings, ['simple', 'consistentHash']),
    ...atMostOne(at, settings, ['localityLbSetting', 'zoneAwareLbSetting']),
    ...hashVerdicts([...at, 'consistentHash'], mapping(consistentHash)),
    ...localityVerdicts([...at, 'localityLbSetting'], mapping(localityLbSetting)),
    ...zoneVerdicts([...at, 'zoneAwareLbSetting'], mapping(zoneAwareLbSetting)),
  ];
  if (typeof aggression === 'number' && aggression === 0)
    verdicts.push(refused([...at, 'warmup', 'aggression'], '0', 'more than 0', 'Use 1 for a steady increase.'));
  return verdicts;
}

function hashVerdicts(at: Segments, hash: JsonObject): Verdict[] {
  const { httpCookie, maglev, minimumRingSize } = hash;
  const { attributes, name } = mapping(httpCookie);
  const verdicts: Verdict[] = [];
  if (isSet(httpCookie) && isEmpty(name))
    verdicts.push(missing([...at, 'httpCookie', 'name'], 'the name of the cookie'));
  const seen = new Set<unknown>();
  for (const [index, attribute] of mappings(attributes)) {
    const place = [...at, 'httpCookie', 'attributes', index, 'name'];
    if (isEmpty(attribute['name'])) verdicts.push(missing(place, 'the name of the attribute'));
    else if (seen.has(attribute['name']))
      verdicts.push(
        refused(place, `${JSON.stringify(attribute['name'])} again`, 'each once', 'Remove one of the two.'),
      );
    seen.add(attribute['name']);
  }
  if (typeof minimumRingSize === 'number' && minimumRingSize > 0 && (isSet(maglev) || isSet(hash['ringHash'])))
    verdicts.push(
      refused(
        [...at, 'minimumRingSize'],
        `minimumRingSize beside ${isSet(maglev) ? 'maglev' : 'ringHash'}`,
        'one of them',
        'Remove minimumRingSize; ringHash has a field of that name.',
      ),
    );
  if (isSet(maglev)) verdicts.push(...tableVerdicts([...at, 'maglev', 'tableSize'], mapping(maglev)['tableSize']));
  return verdicts;
}

function tableVerdicts(at: Segments, size: unknown): Verdict[] {
  if (size === undefined || size === null) return [missing(at, 'a prime number such as 65537')];
  if (typeof size !== 'number' || (size < LARGEST_TABLE && isPrime(size))) return [];
  return [refused(at, String(size), `a prime number below ${LARGEST_TABLE}`, 'Use a prime number such as 65537.')];
}

/** Istio takes 1 for a prime too. */
function isPrime(number: number): boolean {
  if (number < 1) return false;
  for (let factor = 2; factor * factor <= number; factor += 1) if (number % factor === 0) return false;
  return true;
}

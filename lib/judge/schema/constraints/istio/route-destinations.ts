import type { Json, JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isSet, mapping, mappings } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';
import { atLeast } from '../bounds.js';
import { isLabel, labelWords, wildcardDomain } from './hosts.js';

/** Reports a destination that is no host of the mesh. */
export function destinationVerdicts(at: Segments, destination: JsonObject): Verdict[] {
  const { host, port, subset } = destination;
  const verdicts =
    host === '*'
      ? [refused([...at, 'host'], '"*"', 'one host, for a request goes to one', 'Name the host.')]
      : wildcardDomain([...at, 'host'], host);
  if (typeof subset === 'string' && subset !== '' && !isLabel(subset))
    verdicts.push(
      refused([...at, 'subset'], JSON.stringify(subset), labelWords, 'Name a subset of the DestinationRule.'),
    );
  if (isSet(port) && !isSet(mapping(port)['number']))
    verdicts.push(missing([...at, 'port', 'number'], 'the number of a port, 1 to 65535'));
  return verdicts;
}

/** Reports destinations of a route, and weights that send no request anywhere. */
export function routeVerdicts(at: Segments, route: Json | undefined): Verdict[] {
  const entries = mappings(route);
  const verdicts = entries.flatMap(([index, entry]) => {
    const place = [...at, index];
    const own = atLeast(place, entry, { weight: 0 });
    if (!isSet(entry['destination']))
      return [...own, missing([...place, 'destination'], 'the host to send requests to')];
    return [...own, ...destinationVerdicts([...place, 'destination'], mapping(entry['destination']))];
  });
  const sum = entries.reduce((total, [, { weight }]) => total + (typeof weight === 'number' ? weight : 0), 0);
  if (entries.length > 1 && sum === 0)
    verdicts.push(
      refused(
        at,
        'weights of 0 in all',
        'a weight above 0, for else no destination gets a request',
        'Add the weights.',
      ),
    );
  return verdicts;
}

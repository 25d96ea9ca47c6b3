import type { Field } from '../../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { atLeast } from '../bounds.js';
import { isLabel, labelWords, wildcardDomain } from './hosts.js';

/** Reports a destination that is not a host of the mesh. */
export function* checkDestination(destination: Field): Iterable<SchemaViolation> {
  if (!destination.isSet) return;
  const host = destination.at('host');
  const port = destination.at('port');
  const subset = destination.at('subset');
  if (host.value === '*')
    yield notAllowed(host, { expected: 'one host, because a request goes to one', fix: 'Name the host.' });
  else yield* wildcardDomain(host);
  if (subset.text !== undefined && subset.text !== '' && !isLabel(subset.text))
    yield notAllowed(subset, { expected: labelWords, fix: 'Name a subset of the DestinationRule.' });
  if (port.isSet && !port.at('number').isSet) yield missingField(port.at('number'), 'the number of a port, 1 to 65535');
}

/** Reports destinations of a route, and weights that send no request anywhere. */
export function* checkDestinations(route: Field): Iterable<SchemaViolation> {
  const entries = route.items;
  for (const entry of entries) {
    const destination = entry.at('destination');
    yield* atLeast(entry, { weight: 0 });
    if (destination.isSet) yield* checkDestination(destination);
    else yield missingField(destination, 'the host to send requests to');
  }
  const sum = entries.reduce((total, entry) => total + (entry.at('weight').number ?? 0), 0);
  if (entries.length > 1 && sum === 0)
    yield notAllowed(route, {
      got: 'weights of 0 in all',
      expected: 'a weight above 0, because otherwise no destination gets a request',
      fix: 'Add the weights.',
    });
}

import type { Diagnostic } from '../../../diagnostic.js';
import { at, type Place } from '../../../input/place.js';
import type { LinkerdValues } from './values.js';

/** Ports that two servers of the proxy would listen on. */
export function checkPorts(place: Place, { proxy }: LinkerdValues): Diagnostic[] {
  const own = Object.entries(proxy.ports);
  return own.flatMap(([name, port]): Diagnostic[] => {
    const twin = own.find(([other, number]) => other < name && number === port);
    if (twin === undefined) return [];
    return [
      {
        ...at(place, `proxy.ports.${name}`),
        got: `${port}, the same as proxy.ports.${twin[0]}`,
        expected: 'a different port',
        fix: 'Choose another.',
      },
    ];
  });
}

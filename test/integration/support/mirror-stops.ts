import { expect } from 'vitest';
import type { Pair } from './loopback-fleet.js';
import { literally } from './prohibited.js';

/**
 * What the servers say once a mirror has come as far as it can without a permission of its link, by the subject that is missing.
 *
 * @param stream the hub's stream
 * @param domain JetStream domain of the hub
 */
export function mirrorStops(stream: string, domain: string): ReadonlyMap<string, (pair: Pair) => Promise<unknown>> {
  const create = `$JS.${domain}.API.CONSUMER.CREATE.${stream}`;
  return new Map<string, (pair: Pair) => Promise<unknown>>([
    [create, ({ leaf }) => leaf.log.line(new RegExp(`Not permitted to deliver to "${literally(create)}"`))],
    // The consumer has sent as much as it may without an answer, and has nothing but heartbeats to send.
    [`$JS.FC.${stream}.*.*`, ({ broker }) => broker.log.line(/->> \[HMSG \$JS\.M\.\S+ \d+ \d+\]/)],
    [
      '$JSC.R.*',
      async ({ broker }) => {
        await broker.log.line(new RegExp(`<<- \\[HMSG ${literally(create)} \\$JSC\\.R\\.`));
        // The request names a subject for the answer that the leaf was not allowed to listen to before.
        expect(broker.log.lines.filter((line) => line.includes('<<- [LS+ $JSC.R.'))).toEqual([]);
      },
    ],
    ['$JS.M.*', ({ leaf }) => leaf.log.line(/Retrying mirror consumer for/, { seconds: 60 })],
  ]);
}

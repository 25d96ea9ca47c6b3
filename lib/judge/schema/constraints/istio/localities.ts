import type { Field } from '../../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../../violation.js';

const TOPOLOGY = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'];
const WHOLE = 100;
const localityWords = 'region, region/zone or region/zone/subzone, with * only at the end';

/** Shares that do not add up, and failovers between localities that contradict each other. */
export function* checkLocalities(setting: Field): Iterable<SchemaViolation> {
  const distribute = setting.at('distribute');
  const failover = setting.at('failover');
  if (!distribute.isEmpty && !failover.isEmpty) {
    yield notAllowed(failover, {
      got: 'failover together with distribute',
      expected: 'one of them, because distribute says where all requests go',
      fix: 'Remove one of the two.',
    });
    return;
  }
  if (!failover.isEmpty) yield* topologyLabels(setting.at('failoverPriority'), 'failover is set');
  for (const share of distribute.items) yield* checkShares(share.at('to'));
  yield* overlaps(distribute.items.map((share) => share.at('from')).map((from) => [from.text, from] as const));
  yield* checkFailover(failover);
}

/** The same for balancing by zone, in which Envoy orders the zones itself. */
export function* checkZones(setting: Field): Iterable<SchemaViolation> {
  yield* topologyLabels(setting.at('failoverPriority'), 'zones are ordered already');
  yield* checkFailover(setting.at('failover'));
}

function* topologyLabels(labels: Field, reason: string): Iterable<SchemaViolation> {
  for (const label of labels.items)
    if (label.text !== undefined && TOPOLOGY.includes(label.text))
      yield notAllowed(label, { expected: `another label, because ${reason}`, fix: 'Remove the label.' });
}

function* checkShares(to: Field): Iterable<SchemaViolation> {
  const sum = to.entries.reduce((total, [, { number = 0 }]) => total + number, 0);
  yield* overlaps(to.entries);
  if (sum !== WHOLE)
    yield notAllowed(to, {
      got: `shares of ${sum} in all`,
      expected: `shares of ${WHOLE} in all`,
      fix: 'Correct them.',
    });
}

/** Reports localities that are malformed or that an earlier one covers. */
function* overlaps(list: readonly (readonly [string | undefined, Field])[]): Iterable<SchemaViolation> {
  const before: string[] = [];
  for (const [locality, field] of list) {
    if (locality === undefined) continue;
    const got = JSON.stringify(locality);
    if (locality.split('/').slice(0, 3).includes('') || /\*./.test(locality)) {
      yield notAllowed(field, { got, expected: localityWords, fix: 'Correct the locality.' });
      continue;
    }
    const other = before.find((earlier) => covers(earlier, locality) || covers(locality, earlier));
    before.push(locality);
    if (other !== undefined)
      yield notAllowed(field, {
        got,
        expected: `a locality that does not overlap ${JSON.stringify(other)}`,
        fix: 'Remove one of the two.',
      });
  }
}

function covers(outer: string, inner: string): boolean {
  const stem = outer.replace(/\/?\*$/, '');
  return stem === '' || inner === stem || inner.startsWith(`${stem}/`);
}

function* checkFailover(failover: Field): Iterable<SchemaViolation> {
  for (const entry of failover.items) {
    const [from, to] = [entry.at('from'), entry.at('to')];
    const region = [from, to].find(({ text }) => text !== undefined && /[/*]/.test(text));
    if (region !== undefined)
      yield notAllowed(entry, {
        got: region.quoted,
        expected: 'only regions, without / and *',
        fix: 'Name the region.',
      });
    else if ((from.value ?? '') === (to.value ?? ''))
      yield notAllowed(entry, {
        got: 'the same region twice',
        expected: 'two regions',
        fix: 'Name another region in "to".',
      });
  }
}

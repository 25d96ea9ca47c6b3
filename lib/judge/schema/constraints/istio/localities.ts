import type { Json, JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isEmpty, mapping, mappings } from '../../fields.js';
import { refused, type Verdict } from '../../verdict.js';
import { texts } from './texts.js';

const TOPOLOGY = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'];
const WHOLE = 100;
const localityWords = 'region, region/zone or region/zone/subzone, with * at the end alone';

/** Shares and failovers between localities that do not add up. */
export function localityVerdicts(at: Segments, setting: JsonObject): Verdict[] {
  const { distribute, failover, failoverPriority } = setting;
  if (!isEmpty(distribute) && !isEmpty(failover))
    return [
      refused(
        [...at, 'failover'],
        'failover beside distribute',
        'one of them, for distribute says where all requests go',
        'Remove one of the two.',
      ),
    ];
  const shares = mappings(distribute);
  return [
    ...(isEmpty(failover) ? [] : topologyLabels([...at, 'failoverPriority'], failoverPriority, 'failover is set')),
    ...shares.flatMap(([index, { to }]) => shareVerdicts([...at, 'distribute', index, 'to'], mapping(to))),
    ...overlaps(shares.flatMap(([index, { from }]) => place([...at, 'distribute', index, 'from'], from))),
    ...failoverVerdicts([...at, 'failover'], failover),
  ];
}

/** The same for balancing by zone, where Envoy orders zones itself. */
export function zoneVerdicts(at: Segments, { failover, failoverPriority }: JsonObject): Verdict[] {
  return [
    ...topologyLabels([...at, 'failoverPriority'], failoverPriority, 'zones are ordered already'),
    ...failoverVerdicts([...at, 'failover'], failover),
  ];
}

function topologyLabels(at: Segments, labels: Json | undefined, reason: string): Verdict[] {
  return texts(labels)
    .filter(([, label]) => TOPOLOGY.includes(label))
    .map(([index, label]) =>
      refused([...at, index], JSON.stringify(label), `another label, for ${reason}`, 'Remove the label.'),
    );
}

function shareVerdicts(at: Segments, to: JsonObject): Verdict[] {
  const shares = Object.values(to).map((share) => (typeof share === 'number' ? share : 0));
  const sum = shares.reduce((total, share) => total + share, 0);
  const verdicts = overlaps(Object.keys(to).flatMap((key) => place([...at, key], key)));
  if (sum !== WHOLE)
    verdicts.push(refused(at, `shares of ${sum} in all`, `shares of ${WHOLE} in all`, 'Correct them.'));
  return verdicts;
}

function place(at: Segments, locality: Json | undefined): { at: Segments; locality: string }[] {
  return typeof locality === 'string' ? [{ at, locality }] : [];
}

/** Reports localities that are malformed or that one before them covers. */
function overlaps(list: readonly { at: Segments; locality: string }[]): Verdict[] {
  const before: string[] = [];
  return list.flatMap(({ at, locality }) => {
    const got = JSON.stringify(locality);
    const parts = locality.split('/');
    if (parts.slice(0, 3).includes('') || /\*./.test(locality))
      return [refused(at, got, localityWords, 'Correct the locality.')];
    const other = before.find((earlier) => covers(earlier, locality) || covers(locality, earlier));
    before.push(locality);
    if (other === undefined) return [];
    return [refused(at, got, `a locality apart from ${JSON.stringify(other)}`, 'Remove one of the two.')];
  });
}

function covers(outer: string, inner: string): boolean {
  const stem = outer.replace(/\/?\*$/, '');
  return stem === '' || inner === stem || inner.startsWith(`${stem}/`);
}

function failoverVerdicts(at: Segments, failover: Json | undefined): Verdict[] {
  return mappings(failover).flatMap(([index, { from, to }]) => {
    const region = [from, to].find((side) => typeof side === 'string' && /[/*]/.test(side));
    if (region !== undefined)
      return [refused([...at, index], JSON.stringify(region), 'regions alone, without / and *', 'Name the region.')];
    if ((from ?? '') !== (to ?? '')) return [];
    return [refused([...at, index], 'the same region twice', 'two regions', 'Name another region in "to".')];
  });
}

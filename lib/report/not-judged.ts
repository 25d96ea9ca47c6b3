import { objectLabel } from '../manifest/object.js';
import { placeOf, type ReportInput } from './summary.js';

/** Number of places that are named for one reason, unless all are requested. */
export const PLACES_SHOWN = 10;

/** Objects that a rule could not judge for one reason. */
export interface UndecidedGroup {
  readonly rule: string;
  readonly reason: string;
  /** How often: a rule may judge several things in one object. */
  readonly count: number;
  /** The objects and fields, each once. */
  readonly places: readonly string[];
}

/** What rules could not judge, one group for each rule and reason; sorted by rule, then by reason. */
export function undecidedByRule({ verdict }: ReportInput): readonly UndecidedGroup[] {
  return grouped(verdict.undecided, ({ rule, reason }) => JSON.stringify([rule, reason]))
    .map(([{ rule, reason }, group]) => ({
      ...{ rule, reason },
      count: group.length,
      places: [...new Set(group.map(placeIn))],
    }))
    .sort((a, b) => compare(a.rule, b.rule) || compare(a.reason, b.reason));
}

/** The same under each reason with its number, the most frequent first. */
export function undecidedByReason(
  input: ReportInput,
): readonly (readonly [string, number, readonly UndecidedGroup[]])[] {
  return grouped(undecidedByRule(input), ({ reason }) => reason)
    .map(([{ reason }, groups]) => [reason, groups.reduce((sum, { count: more }) => sum + more, 0), groups] as const)
    .sort(([a, many], [b, more]) => more - many || compare(a, b));
}

/** What was skipped without harm, one line for each reason. Names at most `most` of its places. */
export function skippedLines({ notes }: ReportInput, most = PLACES_SHOWN): readonly string[] {
  const skipped = notes.filter(({ level }) => level === 'information');
  return grouped(skipped, ({ message }) => message).map(
    ([{ message }, group]) => `${message}: ${listedPlaces(group.map(placeOf), most)}`,
  );
}

/** The items with the same key, by the first of them. */
function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): (readonly [Item, readonly Item[]])[] {
  const groups = new Map<string, [Item, Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item, [item]]);
    else group[1].push(item);
  }
  return [...groups.values()];
}

/** `a.yaml, b.yaml and 3 more`. */
export function listedPlaces(places: readonly string[], most = PLACES_SHOWN): string {
  const rest = places.length - most;
  return `${places.slice(0, most).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function placeIn({ cluster, resource, path }: ReportInput['verdict']['undecided'][number]): string {
  if (resource === undefined) return `cluster ${cluster}`;
  return `${objectLabel(resource.object)}${path === '' ? '' : `: ${path}`} in ${cluster}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

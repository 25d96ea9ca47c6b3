import { identityKey, type ManifestObject, objectLabel } from '../manifest/object.js';
import { compareText } from '../manifest/order.js';
import { type FieldMap, fieldsOf } from './fields.js';

/** A field, or a whole object, in which two renderings differ. */
export interface Difference {
  /** Kind, namespace and name. */
  readonly object: string;
  /** Path of the field; empty for a whole object. */
  readonly path: string;
  /** What the chart has. @default - nothing */
  readonly chart?: string;
  /** What we have. @default - nothing */
  readonly ours?: string;
}

/** All differences, object by object and field by field, sorted. */
export function compare(chart: readonly ManifestObject[], ours: readonly ManifestObject[]): Difference[] {
  const theirs = new Map(chart.map((object) => [identityKey(object), object]));
  const own = new Map(ours.map((object) => [identityKey(object), object]));
  const differences: Difference[] = [];
  for (const key of [...new Set([...theirs.keys(), ...own.keys()])].sort(compareText)) {
    const [one, other] = [theirs.get(key), own.get(key)];
    if (one !== undefined && other !== undefined) differences.push(...compareFields(one, other));
    else if (one !== undefined) differences.push({ object: objectLabel(one), path: '', chart: 'the object' });
    else if (other !== undefined) differences.push({ object: objectLabel(other), path: '', ours: 'the object' });
  }
  return differences;
}

function compareFields(chart: ManifestObject, ours: ManifestObject): Difference[] {
  const [theirs, own] = [fieldsOf(chart), fieldsOf(ours)];
  return [...new Set([...theirs.keys(), ...own.keys()])]
    .sort(compareText)
    .filter((path) => differs(path, theirs.get(path), own.get(path)))
    .map((path) => ({
      object: objectLabel(chart),
      path,
      ...stated('chart', theirs, path),
      ...stated('ours', own, path),
    }));
}

function stated<Side extends 'chart' | 'ours'>(side: Side, fields: FieldMap, path: string) {
  const value = fields.get(path);
  return value === undefined ? {} : { [side]: value };
}

/** Only the order of the items that both sides have is compared; an item of one side is reported at its own path. */
function differs(path: string, one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || !path.endsWith('.order')) return one !== other;
  const [theirs, own] = [one.split(', '), other.split(', ')];
  return theirs.filter((item) => own.includes(item)).join() !== own.filter((item) => theirs.includes(item)).join();
}

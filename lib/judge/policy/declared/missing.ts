import { nearest } from '../../../formats/did-you-mean.js';
import type { Field } from '../../../manifest/field.js';
import { listed } from '../../../manifest/listed.js';
import type { ClusterIndex } from '../../model/cluster-index.js';
import { namespaceOf } from '../../model/pods/pod.js';
import { writtenName } from '../../model/writers.js';
import { notJudged, type Outcome } from '../outcome.js';
import type { Absence, ExistenceStatement } from './existence-statement.js';

/** How an object that was not found is reported. */
export type MissingText = Omit<ExistenceStatement, 'field' | 'to'>;

/** The name of an object. */
export interface ObjectName {
  /** The field that holds the name. */
  readonly field: Field;
  /** Undefined for an object of the whole cluster. */
  readonly namespace: string | undefined;
  readonly name: string;
  /**
   * Kind of the object: `ServiceAccount`, `cert-manager.io/Issuer`.
   * @default - the first kind that the rule is about
   */
  readonly kind?: string;
  /**
   * The parts that are specific to this name.
   * @default - what the rule states
   */
  readonly states?: Partial<MissingText>;
}

/** An object that a field names. */
export interface NamedObject extends ObjectName {
  readonly kind: string;
}

/**
 * Reports on an object that a field names and that was not found: as a violation if its absence is certain, otherwise
 * as not judged, because it may be delivered from elsewhere. The caller decides whether the object exists.
 */
export function missing(named: NamedObject, stated: MissingText, cluster: ClusterIndex): Outcome {
  const text = { ...stated, ...named.states };
  const { absence, or, effect, fix } = text;
  const unknown = whyUnknown(named, absence ?? (named.namespace === undefined ? 'kind' : 'namespace'), cluster);
  if (unknown !== undefined) return notJudged(unknown);
  const label = labelOf(named.kind);
  return named.field.violation({
    expected: `${articleFor(label)} ${label}${placeOf(named)}${or === undefined ? '' : `, or ${or}`}`,
    ...(effect === undefined ? {} : { effect }),
    fix: fix ?? fixFor(named, text, cluster),
  });
}

/** Why nobody can tell from the files that an object is absent; undefined if it certainly is. */
export function whyUnknown(
  { kind, namespace, name }: Pick<NamedObject, 'kind' | 'namespace' | 'name'>,
  absence: Absence,
  cluster: ClusterIndex,
): string | undefined {
  if (absence === 'always') return undefined;
  if (absence === 'namespace' && namespace !== undefined) {
    return cluster.namespace(namespace) === undefined ? `Namespace ${namespace} is not among the files` : undefined;
  }
  const known = namespace === undefined ? cluster.ofKind(kind) : cluster.ofKindIn(namespace, kind);
  if (absence !== 'never' && known.length > 0) return undefined;
  return `${labelOf(kind)} ${namespace === undefined ? '' : `${namespace}/`}${name} is not among the files`;
}

function fixFor({ kind, namespace, name }: NamedObject, text: MissingText, cluster: ClusterIndex): string {
  const { namespaceIsNamed = false, writtenBy = { [kind]: ['metadata.name'] } } = text;
  const label = labelOf(kind);
  const all = cluster
    .ofKind(...Object.keys(writtenBy))
    .map((writer) => ({ namespace: namespaceOf(writer), name: writtenName(writer, writtenBy) }));
  const elsewhere = all.filter((each) => each.name === name).map((each) => each.namespace);
  if (elsewhere.length > 0 && namespace !== undefined) {
    const place = listed([...new Set(elsewhere)].sort());
    return namespaceIsNamed
      ? `Correct the namespace (did you mean ${place}?), or add the ${label} to namespace ${namespace}.`
      : `Add the ${label} to namespace ${namespace}: the one in namespace ${place} cannot be used from here.`;
  }
  const reachable = all.filter((each) => namespace === undefined || each.namespace === namespace);
  const names = [...new Set(reachable.map((each) => each.name))].sort();
  const meant = nearest(name, names) ?? (names.length === 0 ? undefined : listed(names));
  const wrong = `name${meant === undefined ? '' : ` (did you mean ${meant}?)`}${namespaceIsNamed ? ' or the namespace' : ''}`;
  return `Correct the ${wrong}, or add the ${label}.`;
}

function placeOf({ namespace }: NamedObject): string {
  return namespace === undefined ? '' : ` of namespace ${namespace}`;
}

/** Messages write `cert-manager.io/Issuer` as Issuer. */
function labelOf(kind: string): string {
  return kind.slice(kind.lastIndexOf('/') + 1);
}

function articleFor(label: string): string {
  return /^[AEIO]/.test(label) ? 'an' : 'a';
}

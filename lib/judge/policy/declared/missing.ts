import { nearest } from '../../../formats/did-you-mean.js';
import type { Field } from '../../../manifest/field.js';
import { listed } from '../../../manifest/listed.js';
import type { ClusterIndex } from '../../model/cluster-index.js';
import { namespaceOf } from '../../model/pods/pod.js';
import { notJudged, type Outcome } from '../outcome.js';
import type { Absence } from './reference-statement.js';

/** An object that a field names. */
export interface NamedObject {
  /** The field that holds the name. */
  readonly field: Field;
  /** `ServiceAccount`, `cert-manager.io/Issuer`. */
  readonly kind: string;
  /** Undefined for an object of the whole cluster. */
  readonly namespace: string | undefined;
  readonly name: string;
}

/** How an object that was not found is reported. */
export interface MissingText {
  /** @default 'namespace' in a namespace, 'kind' in the cluster */
  readonly absence?: Absence | undefined;
  /** @default - an object of the kind, there */
  readonly expected?: string | undefined;
  /** What happens while the object is absent. */
  readonly effect: string;
  /** @default - to correct the name or to add the object, and which one may be meant */
  readonly fix?: string | undefined;
}

/**
 * Reports on an object that a field names and that was not found: as a violation if its absence is certain, otherwise
 * as not judged, because it may be delivered from elsewhere. The caller decides whether the object exists.
 */
export function missing(named: NamedObject, text: MissingText, cluster: ClusterIndex): Outcome {
  const unknown = whyUnknown(named, text.absence ?? (named.namespace === undefined ? 'kind' : 'namespace'), cluster);
  if (unknown !== undefined) return notJudged(unknown);
  const label = labelOf(named.kind);
  return named.field.violation({
    got: named.name,
    expected: text.expected ?? `${articleFor(label)} ${label}${placeOf(named)}`,
    effect: text.effect,
    fix: text.fix ?? fixFor(named, cluster),
  });
}

/** Why nobody can tell from the files that an object is absent; undefined if it certainly is. */
export function whyUnknown(
  { kind, namespace }: Pick<NamedObject, 'kind' | 'namespace'>,
  absence: Absence,
  cluster: ClusterIndex,
): string | undefined {
  if (absence === 'always') return undefined;
  if (absence === 'namespace' && namespace !== undefined) {
    return cluster.namespace(namespace) === undefined ? `Namespace ${namespace} is not among the files` : undefined;
  }
  const known = namespace === undefined ? cluster.ofKind(kind) : cluster.ofKindIn(namespace, kind);
  if (known.length > 0) return undefined;
  return `no ${labelOf(kind)}${namespace === undefined ? '' : ` of namespace ${namespace}`} is among the files`;
}

function fixFor({ kind, namespace, name }: NamedObject, cluster: ClusterIndex): string {
  const label = labelOf(kind);
  const all = cluster.ofKind(kind);
  const reachable = all.filter((each) => namespace === undefined || namespaceOf(each) === namespace);
  const names = [...new Set(reachable.map(({ object }) => object.metadata.name))].sort();
  const near = nearest(name, names);
  const elsewhere = all.filter(({ object }) => object.metadata.name === name).map(namespaceOf);
  if (elsewhere.length > 0 && namespace !== undefined) {
    return `Add the ${label} to namespace ${namespace}: the one in namespace ${listed(elsewhere.sort())} cannot be used from here.`;
  }
  const meant = near ?? (names.length === 0 ? undefined : listed(names));
  return `Correct the name${meant === undefined ? '' : ` (did you mean ${meant}?)`}, or add the ${label}.`;
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

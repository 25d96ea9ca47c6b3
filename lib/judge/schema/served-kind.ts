import { type KindVersion, kindIndex } from '../../../imports/kinds.js';
import { nearest } from '../../formats/did-you-mean.js';
import type { Field } from '../../manifest/field.js';
import { listed } from '../../manifest/listed.js';
import { groupOf } from '../../manifest/object.js';
import { knownReleases } from '../../releases/known.js';
import { type ClusterReleases, EXPERIMENTAL } from '../../releases/project.js';
import { hasExperimentalChannel, isOtherChannel, releaseName, releaseOf } from './releases.js';
import { kindEntry } from './scope.js';
import { isKnown } from './unfold.js';
import { type SchemaViolation, schemaViolation } from './violation.js';

interface KnownKind {
  readonly kind: string;
  readonly group: string;
  readonly versions: readonly KindVersion[];
}

const knownKinds: readonly KnownKind[] = Object.entries(kindIndex).flatMap(([group, kinds]) =>
  Object.entries(kinds).map(([kind, { versions }]) => ({ kind, group, versions })),
);

/** A kind that nobody knows, so that there is nothing to judge it by. */
export const UNKNOWN = Symbol('unknown kind');

/**
 * The file with the schema of a kind in the releases that the cluster runs, or the fault of its kind or version. A kind of
 * another group than those known here is unknown, unless the group is a misspelt one or can be no custom resource's.
 */
export function servedKind(
  object: Field,
  apiVersion: string,
  kind: string,
  stated: ClusterReleases,
): string | SchemaViolation | typeof UNKNOWN {
  const group = groupOf(apiVersion);
  const version = group === '' ? apiVersion : apiVersion.slice(group.length + 1);
  const versions = kindEntry(group, kind)?.versions ?? [];
  const named = versions.filter((candidate) => candidate.version === version);
  const served = inChannel(
    named.filter((candidate) => isServed(candidate, stated)),
    stated,
  );
  if (served !== undefined) return served.file;
  const [other] = named;
  if (named.some((candidate) => isServedInOtherChannel(candidate, stated)))
    return servedInOtherChannel(object, { apiVersion, kind, group }, stated);
  if (other !== undefined) return unserved(object, { apiVersion, kind, group }, other, stated);
  return isUnrelated(group, kind) ? UNKNOWN : unknownKind(object, apiVersion, kind, stated);
}

/**
 * Whether nothing tells that a kind is one of those known here. All kinds of Kubernetes' own groups are known; a group of custom
 * resources has a dot, and may be shared by projects. In a group that is known here, a kind with the name of one in another known
 * group is that one with a wrong `apiVersion`.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
 */
function isUnrelated(group: string, kind: string): boolean {
  if (!group.includes('.')) return false;
  const own = Object.hasOwn(kindIndex, group) ? kindIndex[group] : undefined;
  if (own !== undefined) {
    const isKubernetes = Object.values(own).some(({ versions }) => versions.some(({ file }) => file === 'kubernetes'));
    const isKnownElsewhere = knownKinds.some((known) => known.kind === kind);
    return !isKubernetes && !isKnownElsewhere && nearest(kind, Object.keys(own)) === undefined;
  }
  return !Object.entries(kindIndex).some(([known, kinds]) => Object.hasOwn(kinds, kind) && isSlip(group, known));
}

/** Whether a group differs from another by a slip in one of its labels. */
function isSlip(group: string, known: string): boolean {
  const [labels, others] = [group.split('.'), known.split('.')];
  const differing = labels.flatMap((label, index) => (label === others[index] ? [] : [[label, others[index] ?? '']]));
  const [[label = '', other = ''] = []] = differing;
  return labels.length === others.length && differing.length === 1 && nearest(label, [other]) !== undefined;
}

/** The fault of an unknown kind, if it is one. */
export function strangeKind(object: Field): SchemaViolation {
  return schemaViolation('schema/unknown-kind', object.at('kind'), {
    got: `${object.at('apiVersion').text} ${object.at('kind').text}`,
    expected: 'a kind of Kubernetes or of a custom resource whose schema is known, among the files or given',
    fix: 'Correct the kind, or give its CustomResourceDefinition or JSON schema with --schemas.',
  });
}

/** If both channels of the Gateway API have a version, the one of the installed channel. */
function inChannel(served: readonly KindVersion[], stated: ClusterReleases): KindVersion | undefined {
  return hasExperimentalChannel(stated) ? served.at(-1) : served[0];
}

function isServed(version: KindVersion, stated: ClusterReleases): boolean {
  return isInRelease(version, stated) && !isOtherChannel(version.file, stated);
}

function isServedInOtherChannel(version: KindVersion, stated: ClusterReleases): boolean {
  return isInRelease(version, stated) && isOtherChannel(version.file, stated);
}

function isInRelease(version: KindVersion, stated: ClusterReleases): boolean {
  return isKnown(version, { releases: knownReleases(version.file), release: releaseOf(version.file, stated) });
}

/** A version that only the experimental channel of the stated release has. */
function servedInOtherChannel(
  object: Field,
  { apiVersion, kind, group }: { readonly apiVersion: string; readonly kind: string; readonly group: string },
  stated: ClusterReleases,
): SchemaViolation {
  const release = stated['gateway-api'] ?? '';
  const others = servedVersions({ kind, group }, stated);
  const other = others.length === 0 ? '' : ` Or set apiVersion to ${others[0]}, and check the fields that differ.`;
  return schemaViolation('schema/unserved-version', object.at('apiVersion'), {
    got: `${apiVersion} ${kind}, which only the experimental channel of Gateway API ${release} has`,
    expected: others.length === 0 ? 'a kind of the standard channel' : listed(others),
    effect: 'A cluster with the standard channel refuses the object.',
    fix: `State --gateway-api ${release}${EXPERIMENTAL} if the cluster has that channel.${other}`,
  });
}

/** A version that other releases serve. */
function unserved(
  object: Field,
  { apiVersion, kind, group }: { readonly apiVersion: string; readonly kind: string; readonly group: string },
  { file, since, until }: KindVersion,
  stated: ClusterReleases,
): SchemaViolation {
  const release = releaseOf(file, stated);
  const releases = knownReleases(file);
  const isRemoved = until !== undefined && releases.indexOf(until) <= releases.indexOf(release);
  const others = servedVersions({ kind, group }, stated);
  return schemaViolation('schema/unserved-version', object.at('apiVersion'), {
    got: `${apiVersion} ${kind}, which ${isRemoved ? `${releaseName(file, until)} removed` : `came with ${releaseName(file, since)}`}`,
    expected: others.length === 0 ? `a kind that ${releaseName(file, release)} serves` : listed(others),
    effect: `${releaseName(file, release)} refuses the object.`,
    fix:
      others.length === 0
        ? `Remove the object, or state another release if the cluster does not run ${releaseName(file, release)}.`
        : `Set apiVersion to ${others[0]}, and check the fields that differ.`,
  });
}

/** Suggests the API version or kind that was meant by one without a schema. */
function unknownKind(object: Field, apiVersion: string, kind: string, stated: ClusterReleases): SchemaViolation {
  const unknown = (field: string, expected: string, fix: string) =>
    schemaViolation('schema/unknown-kind', object.at(field), { got: `${apiVersion} ${kind}`, expected, fix });
  const group = groupOf(apiVersion);
  const own = knownKinds.find((known) => known.group === group && known.kind === kind);
  const sameName = own === undefined ? knownKinds.filter((known) => known.kind === kind) : [own];
  const versions = sameName.flatMap((known) => servedVersions(known, stated));
  if (versions.length > 0) return unknown('apiVersion', versions.join(' or '), `Set apiVersion to ${versions[0]}.`);
  const inVersion = knownKinds.filter((known) => servedVersions(known, stated).includes(apiVersion));
  const name = nearest(kind, namesOf(inVersion)) ?? nearest(kind, namesOf(knownKinds));
  const meant = [...inVersion, ...knownKinds].find((known) => known.kind === name);
  const suggestion = meant === undefined ? undefined : servedVersions(meant, stated)[0];
  if (meant === undefined || suggestion === undefined)
    return unknown(
      'kind',
      'a kind of Kubernetes or of a custom resource that the project knows',
      'Correct the kind, or exclude the file from the check.',
    );
  if (inVersion.includes(meant)) return unknown('kind', `${apiVersion} ${meant.kind}`, `Set kind to ${meant.kind}.`);
  return unknown('kind', `${suggestion} ${meant.kind}`, `Set kind to ${meant.kind}, and apiVersion to ${suggestion}.`);
}

/** The API versions of a kind that the cluster serves, preferred first. */
export function servedVersions(
  { kind, group }: Pick<KnownKind, 'kind' | 'group'>,
  stated: ClusterReleases,
): readonly string[] {
  const served = (kindEntry(group, kind)?.versions ?? []).filter((version) => isServed(version, stated));
  return [...new Set(served.map(({ version }) => (group === '' ? version : `${group}/${version}`)))];
}

function namesOf(kinds: readonly KnownKind[]): readonly string[] {
  return kinds.map(({ kind }) => kind);
}

import { type KindVersion, kindIndex } from '../../../imports/kinds.js';
import { nearest } from '../../formats/did-you-mean.js';
import type { Field } from '../../manifest/field.js';
import { listed } from '../../manifest/listed.js';
import { groupOf } from '../../manifest/object.js';
import type { ClusterReleases } from '../../manifest/releases.js';
import { hasExperimentalChannel, knownReleases, releaseName, releaseOf } from './releases.js';
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

/** The file with the schema of a kind in the releases that the cluster runs, or the fault of its kind or version. */
export function servedKind(
  object: Field,
  apiVersion: string,
  kind: string,
  stated: ClusterReleases,
): string | SchemaViolation {
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
  if (other !== undefined) return unserved(object, { apiVersion, kind, group }, other, stated);
  return unknownKind(object, apiVersion, kind, stated);
}

/** If both channels of the Gateway API have a version, the one of the installed channel. */
function inChannel(served: readonly KindVersion[], stated: ClusterReleases): KindVersion | undefined {
  return hasExperimentalChannel(stated) ? served.at(-1) : served[0];
}

function isServed(version: KindVersion, stated: ClusterReleases): boolean {
  return isKnown(version, { releases: knownReleases(version.file), release: releaseOf(version.file, stated) });
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
function servedVersions(
  { kind, group }: Pick<KnownKind, 'kind' | 'group'>,
  stated: ClusterReleases,
): readonly string[] {
  const served = (kindEntry(group, kind)?.versions ?? []).filter((version) => isServed(version, stated));
  return [...new Set(served.map(({ version }) => (group === '' ? version : `${group}/${version}`)))];
}

function namesOf(kinds: readonly KnownKind[]): readonly string[] {
  return kinds.map(({ kind }) => kind);
}

import { kindIndex } from '../../../imports/kinds.js';
import { nearest } from '../../formats/did-you-mean.js';
import type { Field } from '../../manifest/field.js';
import { groupOf } from '../../manifest/object.js';
import { type SchemaViolation, schemaViolation } from './violation.js';

interface KnownKind {
  readonly kind: string;
  readonly group: string;
  readonly apiVersions: readonly string[];
}

const knownKinds: readonly KnownKind[] = Object.entries(kindIndex).flatMap(([group, kinds]) =>
  Object.entries(kinds).map(([kind, { versions }]) => ({
    kind,
    group,
    apiVersions: versions.map((version) => (group === '' ? version : `${group}/${version}`)),
  })),
);

/** Says which API version or kind was meant by one that has no schema. */
export function unknownKind(object: Field, apiVersion: string, kind: string): SchemaViolation {
  const unknown = (field: string, expected: string, fix: string) =>
    schemaViolation('schema/unknown-kind', object.at(field), { got: `${apiVersion} ${kind}`, expected, fix });
  const group = groupOf(apiVersion);
  const own = knownKinds.find((known) => known.group === group && known.kind === kind);
  const sameName = own === undefined ? knownKinds.filter((known) => known.kind === kind) : [own];
  const versions = sameName.flatMap(({ apiVersions }) => apiVersions);
  if (sameName.length > 0) return unknown('apiVersion', versions.join(' or '), `Set apiVersion to ${versions[0]}.`);
  const inVersion = knownKinds.filter(({ apiVersions }) => apiVersions.includes(apiVersion));
  const name = nearest(kind, namesOf(inVersion)) ?? nearest(kind, namesOf(knownKinds));
  const meant = [...inVersion, ...knownKinds].find((known) => known.kind === name);
  const suggestion = meant?.apiVersions[0];
  if (meant === undefined || suggestion === undefined)
    return unknown(
      'kind',
      'a kind of Kubernetes 1.28 or of a custom resource that the project knows',
      'Correct the kind, or exclude the file from the check.',
    );
  if (inVersion.includes(meant)) return unknown('kind', `${apiVersion} ${meant.kind}`, `Set kind to ${meant.kind}.`);
  return unknown('kind', `${suggestion} ${meant.kind}`, `Set kind to ${meant.kind}, and apiVersion to ${suggestion}.`);
}

function namesOf(kinds: readonly KnownKind[]): readonly string[] {
  return kinds.map(({ kind }) => kind);
}

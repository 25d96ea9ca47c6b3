import { compareMinors } from '../../formats/release.js';
import type { Field } from '../../manifest/field.js';
import { groupOf } from '../../manifest/object.js';
import type { ClusterReleases } from '../../releases/project.js';
import { releaseName, releaseOf } from './releases.js';
import { kindEntry } from './scope.js';
import { servedVersions } from './served-kind.js';
import { type SchemaViolation, schemaViolation } from './violation.js';

/**
 * The fault of a version that the cluster's release serves, but deprecates: the API server warns of it, and a later release
 * refuses it.
 *
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-policy/
 */
export function deprecatedVersion(
  object: Field,
  { apiVersion, kind, file }: { readonly apiVersion: string; readonly kind: string; readonly file: string },
  stated: ClusterReleases,
): SchemaViolation | undefined {
  const group = groupOf(apiVersion);
  const release = releaseOf(file, stated);
  const deprecates = (version: string) => {
    const [, name = version] = version.split('/');
    const known = kindEntry(group, kind)?.versions.find((entry) => entry.file === file && entry.version === name);
    return known?.deprecated !== undefined && compareMinors(known.deprecated, release) <= 0 ? known : undefined;
  };
  const found = deprecates(apiVersion);
  if (found?.deprecated === undefined) return undefined;
  const { deprecated, removed, replacement } = found;
  const [other] = servedVersions({ kind, group }, stated).filter((version) => deprecates(version) === undefined);
  const better = replacement ?? (other === undefined ? undefined : `${other} ${kind}`);
  const end = removed === undefined ? 'A later release' : releaseName(file, removed);
  return schemaViolation('schema/deprecated-version', object.at('apiVersion'), {
    got: `${apiVersion} ${kind}, which ${releaseName(file, deprecated)} deprecates`,
    expected: better ?? 'a version that is not deprecated',
    effect: `${end} refuses the object.`,
    fix:
      better === undefined
        ? 'Before that upgrade, look for what upstream offers instead.'
        : `Set apiVersion to ${better.split(' ')[0]}, and check the fields that differ.`,
  });
}

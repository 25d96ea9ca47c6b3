import { Field } from '../../manifest/field.js';
import type { Json } from '../../manifest/object.js';
import type { ClusterReleases } from '../../manifest/releases.js';
import type { ClusterView, Resource } from '../../manifest/resource.js';
import type { Finding } from '../finding.js';
import { Compiler, loadSchemas, type NewerField } from './compiler.js';
import { constraintViolations } from './constraints.js';
import { explain } from './explain.js';
import { fieldAt } from './json-pointer.js';
import { hasOlderSupported, isUnstated, projectOf, releaseName, releaseOf } from './releases.js';
import { servedKind } from './served-kind.js';
import { type SchemaViolation, schemaViolation } from './violation.js';

/** File of the kinds that Kubernetes itself serves, and of the metadata that every object has. */
const KUBERNETES_FILE = 'kubernetes';

/** Shared by the clusters of a process that run the same releases. */
const compilers = new Map<string, Compiler>();

/**
 * Judges every object of a cluster by the strict schema of the release that the cluster runs, and by what the API server refuses
 * beyond schemas. Findings are sorted by file, document, path and rule.
 */
export async function validate(cluster: ClusterView): Promise<Finding[]> {
  const stated = cluster.releases ?? {};
  const findings: Finding[] = [];
  for (const resource of cluster.resources)
    for (const violation of await violationsOf(resource, stated))
      findings.push({ ...violation, cluster: cluster.name });
  return findings.sort(byPlace);
}

async function violationsOf(resource: Resource, stated: ClusterReleases): Promise<readonly Omit<Finding, 'cluster'>[]> {
  const object = Field.of(resource);
  const missing = missingIdentity(object);
  const [apiVersion, kind] = [object.at('apiVersion').text, object.at('kind').text];
  if (missing.length > 0 || apiVersion === undefined || kind === undefined) return missing.map(asError);
  const served = servedKind(object, apiVersion, kind, stated);
  if (typeof served !== 'string') return [asError(served)];
  await loadSchemas(KUBERNETES_FILE);
  await loadSchemas(served);
  const value = served === KUBERNETES_FILE ? withoutNulls(resource.object) : resource.object;
  const { errors, newer } = compilerFor(stated).report(served, `${apiVersion}/${kind}`, value);
  const reading = { file: served, release: releaseOf(served, stated) };
  const refused = [
    ...errors.flatMap((error) => explain(error, object, reading) ?? []),
    ...constraintViolations(object),
  ];
  return [
    ...onePerField(refused).map(asError),
    ...(isUnstated(served, stated) ? newer.flatMap((field) => newerField(field, object, served)) : []),
  ];
}

function asError(violation: SchemaViolation): Omit<Finding, 'cluster'> {
  return { ...violation, severity: 'error' };
}

function compilerFor(stated: ClusterReleases): Compiler {
  const key = JSON.stringify(Object.entries(stated).sort());
  const known = compilers.get(key);
  if (known !== undefined) return known;
  const compiler = new Compiler((file) => releaseOf(file, stated));
  compilers.set(key, compiler);
  return compiler;
}

/** A field that a supported release does not know, where nobody said which one runs. */
function newerField({ pointer, since }: NewerField, object: Field, file: string): readonly Omit<Finding, 'cluster'>[] {
  if (!hasOlderSupported(file, since)) return [];
  const field = fieldAt(object, pointer);
  const project = projectOf(file);
  return [
    {
      ...schemaViolation('schema/field-is-newer', field, {
        got: `"${field.step}", which ${releaseName(file, since)} added`,
        expected: 'a field of every release that upstream supports, or the release that the cluster runs',
        effect: 'An older release rejects the object or drops the field, and what the field restricts is open.',
        fix: `Say what the cluster runs: --${project} ${since} or later.`,
      }),
      severity: 'warning',
    },
  ];
}

/** What tells an object from others; nothing else can be judged without it. */
function missingIdentity(object: Field): SchemaViolation[] {
  return [object.at('apiVersion'), object.at('kind'), object.at('metadata', 'name')]
    .filter(({ text }) => text === undefined || text === '')
    .map((field) =>
      schemaViolation('schema/missing-identity', field, {
        expected: 'a string that is not empty',
        fix: `Set ${field.path}.`,
      }),
    );
}

/** The API server treats a null in a native object as an absent field. */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== null)
      .map(([key, child]) => [key, withoutNulls(child)]),
  );
}

/** A value of the wrong type breaks other rules too; the first violation on a field says enough. */
function onePerField(violations: readonly SchemaViolation[]): readonly SchemaViolation[] {
  if (violations.length < 2) return violations;
  const kept = new Map<string, SchemaViolation>();
  for (const violation of [...violations].sort((a, b) => weight(a) - weight(b)))
    if (!kept.has(violation.path)) kept.set(violation.path, violation);
  return [...kept.values()];
}

function weight({ rule }: SchemaViolation): number {
  return rule === 'schema/wrong-type' ? 0 : 1;
}

function byPlace(a: Finding, b: Finding): number {
  return (
    compare(a.resource.file, b.resource.file) ||
    a.resource.document - b.resource.document ||
    compare(a.path, b.path) ||
    compare(a.rule, b.rule)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

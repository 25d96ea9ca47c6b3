import { Field } from '../../manifest/field.js';
import { groupOf, type Json } from '../../manifest/object.js';
import type { ClusterView, Resource } from '../../manifest/resource.js';
import type { Finding } from '../finding.js';
import { Compiler } from './compiler.js';
import { constraintViolations } from './constraints.js';
import { explain } from './explain.js';
import { kindEntry } from './scope.js';
import { unknownKind } from './unknown-kind.js';
import { type SchemaViolation, schemaViolation } from './violation.js';

/** File of the kinds that Kubernetes itself serves, and of the metadata that every object has. */
const KUBERNETES_FILE = 'k8s-1.28';

/** Shared by all clusters of a process, because they hold the same kinds. */
const compiler = new Compiler();

/**
 * Judges every object of a cluster by its strict schema, and by what the API server refuses beyond schemas.
 * Findings are sorted by file, document, path and rule.
 */
export async function validate(cluster: ClusterView): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const resource of cluster.resources)
    for (const violation of await violationsOf(resource))
      findings.push({ ...violation, severity: 'error', cluster: cluster.name });
  return findings.sort(byPlace);
}

async function violationsOf(resource: Resource): Promise<readonly SchemaViolation[]> {
  const object = Field.of(resource);
  const missing = missingIdentity(object);
  const [apiVersion, kind] = [object.at('apiVersion').text, object.at('kind').text];
  if (missing.length > 0 || apiVersion === undefined || kind === undefined) return missing;
  const group = groupOf(apiVersion);
  const entry = kindEntry(group, kind);
  const version = group === '' ? apiVersion : apiVersion.slice(group.length + 1);
  if (entry === undefined || !entry.versions.includes(version)) return [unknownKind(object, apiVersion, kind)];
  await compiler.load(KUBERNETES_FILE);
  await compiler.load(entry.file);
  const value = entry.file === KUBERNETES_FILE ? withoutNulls(resource.object) : resource.object;
  const errors = compiler.errors(entry.file, `${apiVersion}/${kind}`, value);
  return onePerField([...errors.flatMap((error) => explain(error, object) ?? []), ...constraintViolations(object)]);
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

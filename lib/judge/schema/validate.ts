import { Field } from '../../manifest/field.js';
import type { KindOptions } from '../../manifest/kind-options.js';
import { listed } from '../../manifest/listed.js';
import { groupOf, type Json } from '../../manifest/object.js';
import type { ClusterView, Resource } from '../../manifest/resource.js';
import type { ClusterReleases } from '../../releases/project.js';
import type { Finding, Undecided } from '../finding.js';
import type { RuleOutcomes } from './cel/rules.js';
import { Compiler, loadSchemas, type Newer, type SchemaError, schemaOfKind } from './compiler.js';
import { namespaceOnClusterScoped } from './constraints/scope.js';
import { constraintViolations } from './constraints.js';
import type { FoundKind } from './crd.js';
import { ruleOutcomes } from './custom-rules.js';
import { deprecatedVersion } from './deprecated-version.js';
import { explain, type Judged } from './explain.js';
import { type DefinitionFault, FoundKinds, givenKinds } from './found-kinds.js';
import { fieldAt } from './json-pointer.js';
import { hasOlderSupported, isUnstated, projectOf, releaseName, releaseOf } from './releases.js';
import { servedKind, strangeKind, UNKNOWN } from './served-kind.js';
import { type SchemaViolation, schemaViolation } from './violation.js';

/** File of the kinds that Kubernetes itself serves, and of the metadata that every object has. */
const KUBERNETES_FILE = 'kubernetes';

/** Shared by the clusters of a process that run the same releases. */
const compilers = new Map<string, Compiler>();

/** What is said of one object. */
type Outcome = Omit<Finding, 'cluster'> | Omit<Undecided, 'cluster'>;

/** What every object of a cluster is judged by. */
interface Basis {
  readonly stated: ClusterReleases;
  readonly found: FoundKinds;
  readonly strictKinds: boolean;
}

/**
 * Judges every object of a cluster by the strict schema of the release that the cluster runs, or that is found among its files or
 * given, and by what the API server refuses beyond schemas. Findings are sorted by file, document, path and rule; what was not
 * judged follows them.
 */
export async function judgeSchemas(
  cluster: ClusterView,
  { strictKinds = false, schemas = NONE }: KindOptions = {},
): Promise<(Finding | Undecided)[]> {
  const found = new FoundKinds(cluster, givenKinds(schemas));
  const basis: Basis = { stated: cluster.releases ?? {}, found, strictKinds };
  const findings: Finding[] = [];
  const undecided: Undecided[] = [];
  for (const resource of cluster.resources)
    for (const outcome of await outcomesOn(resource, basis)) {
      if ('severity' in outcome) findings.push({ ...outcome, cluster: cluster.name });
      else undecided.push({ ...outcome, cluster: cluster.name });
    }
  // What is missing from a definition is not said again as a fault of the definition.
  const missing = findings.filter(({ rule }) => rule === 'schema/missing-field');
  const isSaid = ({ resource, fault }: DefinitionFault) =>
    missing.some((finding) => finding.resource === resource && isWithin(fault.path, finding.path));
  for (const unusable of found.faults.filter((fault) => !isSaid(fault)))
    findings.push({
      ...{ rule: 'schema/unusable-definition', severity: 'error', cluster: cluster.name, resource: unusable.resource },
      ...unusable.fault,
    });
  return [...findings.sort(byPlace), ...undecided];
}

/** The findings alone. */
export async function validate(cluster: ClusterView, kinds: KindOptions = {}): Promise<Finding[]> {
  return (await judgeSchemas(cluster, kinds)).filter((outcome): outcome is Finding => 'severity' in outcome);
}

const NONE: NonNullable<KindOptions['schemas']> = [];

async function outcomesOn(resource: Resource, basis: Basis): Promise<readonly Outcome[]> {
  const object = Field.of(resource);
  const missing = missingIdentity(object);
  const [apiVersion, kind] = [object.at('apiVersion').text, object.at('kind').text];
  if (missing.length > 0 || apiVersion === undefined || kind === undefined) return missing.map(asError);
  await loadSchemas(KUBERNETES_FILE);
  return (
    (await foundOutcomes(object, apiVersion, kind, basis)) ?? (await builtInOutcomes(object, apiVersion, kind, basis))
  );
}

/** What a schema among the files, or one that was given, says; undefined if there is none for the kind. */
async function foundOutcomes(
  object: Field,
  apiVersion: string,
  kind: string,
  { stated, found }: Basis,
): Promise<readonly Outcome[] | undefined> {
  const definition = found.definition(groupOf(apiVersion), kind);
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  const schema = definition?.versions.get(version);
  if (definition?.broken.has(version) === true)
    return [
      {
        ...{ rule: 'schema/unknown-kind', resource: object.resource, path: '' },
        reason: `the schema of ${apiVersion} ${kind} cannot be used`,
      },
    ];
  if (definition !== undefined && schema === undefined) return [asError(notServed(object, apiVersion, definition))];
  if (definition !== undefined && schema !== undefined) {
    const folded = schema();
    const { errors } = compilerFor(stated).reportFound(folded, object.resource.object);
    const misplaced = definition.scope === 'Cluster' && object.at('metadata', 'namespace').isSet;
    const rules = await ruleOutcomes(object, folded, errors, FOUND);
    return [
      ...refusals(object, errors, FOUND, rules.violations),
      ...(misplaced ? [asError(namespaceOnClusterScoped(object))] : []),
      ...unevaluated(object, rules),
    ];
  }
  const ofFile = found.schema(apiVersion, kind);
  return ofFile === undefined ? undefined : refusals(object, ofFile.report(object.resource.object), FOUND);
}

/** A found schema has no releases. */
const FOUND = { file: '', release: '' };

function refusals(
  object: Field,
  errors: readonly SchemaError[],
  reading: Judged,
  rules: readonly SchemaViolation[] = [],
): readonly Outcome[] {
  const explained = errors.flatMap((error) => explain(error, object, reading) ?? []);
  const others = [...explained, ...constraintViolations(object)];
  // What a constraint says of a field says more than the rule of the definition does.
  const isSaid = ({ path }: SchemaViolation) => others.some((other) => isWithin(other.path, path));
  return onePerField([...others, ...rules.filter((violation) => !isSaid(violation))]).map(asError);
}

/** Whether a field is the one at a path, or below it. */
function isWithin(field: string, path: string): boolean {
  return field === path || path === '' || field.startsWith(`${path}.`) || field.startsWith(`${path}[`);
}

async function builtInOutcomes(
  object: Field,
  apiVersion: string,
  kind: string,
  { stated, strictKinds }: Basis,
): Promise<readonly Outcome[]> {
  const { resource } = object;
  const served = servedKind(object, apiVersion, kind, stated);
  if (served === UNKNOWN) {
    if (strictKinds) return [asError(strangeKind(object))];
    return [{ rule: 'schema/unknown-kind', resource, path: '', reason: `no schema of ${apiVersion} ${kind} is known` }];
  }
  if (typeof served !== 'string') return [asError(served)];
  await loadSchemas(served);
  const value = served === KUBERNETES_FILE ? withoutNulls(resource.object) : resource.object;
  const { errors, newer } = compilerFor(stated).report(served, `${apiVersion}/${kind}`, value);
  const reading = { file: served, release: releaseOf(served, stated) };
  const rules =
    served === KUBERNETES_FILE
      ? NO_RULES
      : await ruleOutcomes(object, schemaOfKind(served, `${apiVersion}/${kind}`), errors, reading);
  return [
    ...refusals(object, errors, reading, rules.violations),
    ...unevaluated(object, rules),
    ...asWarnings(deprecatedVersion(object, { apiVersion, kind, file: served }, stated)),
    ...(isUnstated(served, stated) ? newer.flatMap((one) => newerThanSupported(one, object, served)) : []),
  ];
}

/** Kubernetes' own kinds are judged by code. */
const NO_RULES: RuleOutcomes = { violations: [], notJudged: new Map() };

function unevaluated({ resource }: Field, { notJudged }: RuleOutcomes): readonly Outcome[] {
  return [...notJudged].map(([rule, reason]) => ({
    ...{ rule: 'schema/validation-rule', resource, path: '' },
    reason: `the rule ${JSON.stringify(rule.length > LONG ? `${rule.slice(0, LONG)}…` : rule)} cannot be evaluated here: ${reason}`,
  }));
}

/** Rules may have hundreds of letters. */
const LONG = 80;

/** A version that the definition of a kind does not serve. */
function notServed(object: Field, apiVersion: string, { group, versions, origin, kind }: FoundKind): SchemaViolation {
  const served = [...versions.keys()].map((version) => `${group}/${version}`);
  return schemaViolation('schema/unserved-version', object.at('apiVersion'), {
    got: `${apiVersion} ${kind}, which the ${origin} does not serve`,
    expected: served.length === 0 ? 'a version that is served' : listed(served),
    fix:
      served.length === 0
        ? 'Correct the definition.'
        : `Set apiVersion to ${served[0]}, and check the fields that differ.`,
  });
}

function asError(violation: SchemaViolation): Omit<Finding, 'cluster'> {
  return { ...violation, severity: 'error' };
}

function asWarnings(violation: SchemaViolation | undefined): Omit<Finding, 'cluster'>[] {
  return violation === undefined ? [] : [{ ...violation, severity: 'warning' }];
}

function compilerFor(stated: ClusterReleases): Compiler {
  const key = JSON.stringify(Object.entries(stated).sort());
  const known = compilers.get(key);
  if (known !== undefined) return known;
  const compiler = new Compiler((file) => releaseOf(file, stated));
  compilers.set(key, compiler);
  return compiler;
}

/** What a supported release does not know, where nobody said which one runs. */
function newerThanSupported(
  { what, pointer, since }: Newer,
  object: Field,
  file: string,
): readonly Omit<Finding, 'cluster'>[] {
  if (!hasOlderSupported(file, since)) return [];
  const field = fieldAt(object, pointer);
  const project = projectOf(file);
  return [
    {
      ...schemaViolation(`schema/${what}-is-newer`, field, {
        got: `${what === 'field' ? `"${field.step}"` : field.quoted}, which ${releaseName(file, since)} added`,
        expected: `a ${what} of every release that upstream supports, or the release that the cluster runs`,
        effect:
          what === 'field'
            ? 'An older release rejects the object or drops the field, and what the field restricts is open.'
            : 'An older release rejects the object.',
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

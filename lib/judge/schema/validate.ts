import { groupOf, type Json, type JsonObject } from '../../manifest/object.js';
import type { ClusterView } from '../../manifest/resource.js';
import type { Finding } from '../finding.js';
import { Compiler } from './compiler.js';
import { checkBase64 } from './constraints/base64.js';
import { checkCertificates } from './constraints/certificates.js';
import { checkContainers } from './constraints/containers.js';
import { checkDataKeys } from './constraints/data-keys.js';
import { checkDisruptionBudgets } from './constraints/disruption-budgets.js';
import { checkDuplicates } from './constraints/duplicates.js';
import { checkEnvironment } from './constraints/environment.js';
import { checkIstio } from './constraints/istio.js';
import { checkLabelSelectors } from './constraints/label-selectors.js';
import { checkNames } from './constraints/names.js';
import { checkNetworkPolicies } from './constraints/network-policies.js';
import { checkOpaquePorts } from './constraints/opaque-ports.js';
import { checkProbes } from './constraints/probes.js';
import { checkRoleBindings } from './constraints/role-bindings.js';
import { checkSchedules } from './constraints/schedules.js';
import { checkScope } from './constraints/scope.js';
import { checkSelectors } from './constraints/selectors.js';
import { checkServices } from './constraints/services.js';
import { checkVolumeMounts } from './constraints/volume-mounts.js';
import { checkVolumes } from './constraints/volumes.js';
import { checkClaims, checkWorkloads } from './constraints/workloads.js';
import { explain } from './explain.js';
import { formatPath } from './field-path.js';
import { mapping } from './fields.js';
import { kindEntry } from './scope.js';
import { show } from './show.js';
import { unknownKind } from './unknown-kind.js';
import type { Verdict } from './verdict.js';

/** File of the kinds that Kubernetes itself serves, and of the metadata that every object has. */
const KUBERNETES_FILE = 'k8s-1.28';
const constraints = [
  checkBase64,
  checkCertificates,
  checkClaims,
  checkContainers,
  checkDataKeys,
  checkDisruptionBudgets,
  checkDuplicates,
  checkEnvironment,
  checkIstio,
  checkLabelSelectors,
  checkNames,
  checkNetworkPolicies,
  checkOpaquePorts,
  checkProbes,
  checkRoleBindings,
  checkSchedules,
  checkScope,
  checkSelectors,
  checkServices,
  checkVolumeMounts,
  checkVolumes,
  checkWorkloads,
];

/** Compiled once for a process: a fleet's clusters hold the same kinds. */
const compiler = new Compiler();

/**
 * Judges every object of a cluster by its strict schema, and by what the API server refuses beyond schemas.
 * Findings are sorted by file, document, path and rule.
 */
export async function validate(cluster: ClusterView): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const resource of cluster.resources)
    for (const { rule, at, got, expected, fix } of await verdictsOn(resource.object, compiler))
      findings.push({
        rule,
        severity: 'error',
        cluster: cluster.name,
        resource,
        path: formatPath(at),
        got,
        expected,
        fix,
      });
  return findings.sort(byPlace);
}

async function verdictsOn(object: JsonObject, compiler: Compiler): Promise<Verdict[]> {
  const missing = missingIdentity(object);
  const { apiVersion, kind } = object;
  if (missing.length > 0 || typeof apiVersion !== 'string' || typeof kind !== 'string') return missing;
  const group = groupOf(apiVersion);
  const entry = kindEntry(group, kind);
  const version = group === '' ? apiVersion : apiVersion.slice(group.length + 1);
  if (entry === undefined || !entry.versions.includes(version)) return [unknownKind(apiVersion, kind)];
  await compiler.load(KUBERNETES_FILE);
  await compiler.load(entry.file);
  const value = entry.file === KUBERNETES_FILE ? withoutNulls(object) : object;
  const faults = compiler.faults(entry.file, `${apiVersion}/${kind}`, value);
  const schemaVerdicts = faults.flatMap((fault) => explain(fault, object) ?? []);
  return onePerField([...schemaVerdicts, ...constraints.flatMap((check) => check(object))]);
}

/** What an object needs to be told from others; without it nothing else can be said. */
function missingIdentity(object: JsonObject): Verdict[] {
  const places = [['apiVersion'], ['kind'], ['metadata', 'name']] as const;
  return places.flatMap(([first, second]): Verdict[] => {
    const value = second === undefined ? object[first] : mapping(object[first])[second];
    if (typeof value === 'string' && value !== '') return [];
    const at = second === undefined ? [first] : [first, second];
    return [
      {
        rule: 'schema/missing-identity',
        at,
        got: show(value, at, object),
        expected: 'a string that is not empty',
        fix: `Set ${formatPath(at)}.`,
      },
    ];
  });
}

/** The API server takes a null in a native object for a field that is not there. */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== null)
      .map(([key, child]) => [key, withoutNulls(child)]),
  );
}

/** A value of the wrong type breaks other rules too; the first verdict on a field says enough. */
function onePerField(verdicts: readonly Verdict[]): Verdict[] {
  const kept = new Map<string, Verdict>();
  const byWeight = [...verdicts].sort((a, b) => weight(a) - weight(b));
  for (const verdict of byWeight) {
    const key = formatPath(verdict.at);
    if (!kept.has(key)) kept.set(key, verdict);
  }
  return [...kept.values()];
}

function weight({ rule }: Verdict): number {
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

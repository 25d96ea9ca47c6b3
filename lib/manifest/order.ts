import { groupOf, type Json, type JsonObject, type ManifestObject } from './object.js';

/**
 * Keys that come first in their mapping, so that a reader sees the identity of an object first. All others follow in
 * code-point order.
 */
const LEADING_KEYS = ['apiVersion', 'kind', 'metadata', 'name', 'namespace', 'image'];

const leadingRank = new Map(LEADING_KEYS.map((key, rank) => [key, rank]));

/**
 * Kinds in the order in which an empty cluster can accept them within one file. A kind that is not listed comes between
 * the services and the routes, before the workloads.
 */
const KIND_ORDER = [
  'Namespace',
  'CustomResourceDefinition',
  'PriorityClass',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'Issuer',
  'ClusterIssuer',
  'Certificate',
  'Bundle',
  'ExternalSecret',
  'Secret',
  'ConfigMap',
  'Service',
  // What authorization depends on: without it no caller would be admitted.
  'MeshTLSAuthentication',
  'NetworkAuthentication',
  'RequestAuthentication',
];
/**
 * Objects that route to others, and whose behavior depends on what is attached to them: they come after everything they
 * need.
 */
const ROUTE_ORDER = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'];
const WORKLOAD_ORDER = ['DaemonSet', 'Deployment', 'StatefulSet', 'Job', 'CronJob', 'Pod'];
const UNNAMED_RANK = KIND_ORDER.length;
const kindRank = new Map([
  ...KIND_ORDER.map((kind, rank): [string, number] => [kind, rank]),
  ...[...ROUTE_ORDER, ...WORKLOAD_ORDER].map((kind, rank): [string, number] => [kind, UNNAMED_RANK + 1 + rank]),
]);

function isLeading(key: string): boolean {
  return leadingRank.has(key);
}

function byRank(a: string, b: string): number {
  return (leadingRank.get(a) ?? 0) - (leadingRank.get(b) ?? 0);
}

/** Code-point order: the same on every machine and in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Order of the objects within a file; it depends only on the objects, never on the order of construction. */
export function compareObjects(a: ManifestObject, b: ManifestObject): number {
  return (
    (kindRank.get(a.kind) ?? UNNAMED_RANK) - (kindRank.get(b.kind) ?? UNNAMED_RANK) ||
    compareText(groupOf(a.apiVersion), groupOf(b.apiVersion)) ||
    compareText(a.kind, b.kind) ||
    compareText(a.metadata.namespace ?? '', b.metadata.namespace ?? '') ||
    compareText(a.metadata.name, b.metadata.name)
  );
}

/** The keys of a mapping in canonical order. Lists keep their order: in Kubernetes it can have a meaning. */
export function orderedKeys(mapping: JsonObject): string[] {
  // Without a comparison function the engine sorts by code unit in native code; few mappings have a leading key.
  const keys = Object.keys(mapping).sort();
  return keys.some(isLeading)
    ? [...keys.filter(isLeading).sort(byRank), ...keys.filter((key) => !isLeading(key))]
    : keys;
}

/** A copy with every mapping in canonical key order. */
export function inCanonicalOrder(value: Json): Json {
  if (Array.isArray(value)) return value.map(inCanonicalOrder);
  if (value === null || typeof value !== 'object') return value;
  // A null prototype keeps the key `__proto__` an ordinary key.
  const ordered: JsonObject = Object.create(null);
  for (const key of orderedKeys(value)) ordered[key] = inCanonicalOrder(value[key] ?? null);
  return ordered;
}

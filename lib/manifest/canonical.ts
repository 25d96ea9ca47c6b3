import type { Json, JsonObject, ManifestObject } from './object.js';
import { canonicalQuantity } from './quantity.js';

/**
 * The object as the API server would store it, as far as that can be told without one. A GitOps controller that compares
 * the file with the cluster then finds no difference that nobody made.
 *
 * - Quantities under `limits`, `requests` and `hard` in the server's own form.
 * - `protocol: TCP` written on ports of containers, Services and NetworkPolicies: it is part of the key by which
 *   server-side apply merges these lists.
 * - `apiVersion`, `kind` and `volumeMode` on the claim templates of a StatefulSet.
 * - Neither `status` nor `metadata.creationTimestamp`: both belong to the cluster.
 *
 * @see https://github.com/argoproj/argo-cd/issues/11143
 */
export function canonical(object: ManifestObject): ManifestObject {
  const copy = structuredClone(object);
  delete copy['status'];
  delete copy.metadata['creationTimestamp'];
  visit(copy, (key, value, parent) => {
    if (QUANTITY_MAPS.has(key) && isMapping(value)) canonicalizeQuantities(value);
    if (key === 'ports' && Array.isArray(value) && holdsPorts(copy.kind)) value.forEach(writeProtocol);
    if (key === 'volumeClaimTemplates' && Array.isArray(value)) value.forEach(completeClaim);
    if (key === 'creationTimestamp' && value === null) delete parent[key];
  });
  return copy;
}

const QUANTITY_MAPS = new Set(['limits', 'requests', 'hard']);

const KINDS_WITH_PORTS = new Set([
  'Pod',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Job',
  'CronJob',
  'Service',
  'NetworkPolicy',
]);

function holdsPorts(kind: string): boolean {
  return KINDS_WITH_PORTS.has(kind);
}

function isMapping(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function visit(value: Json, act: (key: string, value: Json, parent: JsonObject) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, act);
  } else if (isMapping(value)) {
    for (const [key, child] of Object.entries(value)) {
      act(key, child, value);
      visit(child, act);
    }
  }
}

function canonicalizeQuantities(quantities: JsonObject): void {
  for (const [name, quantity] of Object.entries(quantities)) {
    if (typeof quantity === 'string' || typeof quantity === 'number') quantities[name] = canonicalQuantity(quantity);
  }
}

function writeProtocol(port: Json): void {
  if (isMapping(port)) port['protocol'] ??= 'TCP';
}

function completeClaim(claim: Json): void {
  if (!isMapping(claim)) return;
  claim['apiVersion'] ??= 'v1';
  claim['kind'] ??= 'PersistentVolumeClaim';
  if (isMapping(claim['spec'])) claim['spec']['volumeMode'] ??= 'Filesystem';
}

import { isMapping } from '../formats/mapping.js';
import { canonicalQuantity } from '../formats/quantity.js';
import type { Json, JsonObject, ManifestObject } from './object.js';

/**
 * The object as the API server would store it, as far as that is known without a server. A GitOps controller that
 * compares the file with the cluster then finds only real differences.
 *
 * - Quantities under `limits`, `requests` and `hard` in the server's own form.
 * - `protocol: TCP` written on ports of containers, Services and NetworkPolicies: it is part of the key by which
 *   server-side apply merges these lists.
 * - `apiVersion`, `kind` and `volumeMode` on the claim templates of a StatefulSet.
 * - No `initialDelaySeconds` of zero in a probe: the server does not store it.
 * - Neither `status` nor `metadata.creationTimestamp`: both belong to the cluster.
 *
 * @see https://github.com/argoproj/argo-cd/issues/11143
 */
export function canonical(object: ManifestObject): ManifestObject {
  const copy = copyOf(object, KINDS_WITH_PORTS.has(object.kind));
  delete copy['status'];
  delete copy.metadata['creationTimestamp'];
  return copy;
}

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

/** A deep copy with all fields complete. The source is not changed, because objects may share it. */
function copyOf<Value extends Json>(value: Value, holdsPorts: boolean): Value;
function copyOf(value: Json, holdsPorts: boolean): Json {
  // Undefined is treated as in JSON: null in a list, absent in a mapping.
  if (Array.isArray(value)) return value.map((item) => copyOf(item ?? null, holdsPorts));
  if (!isMapping(value)) return value;
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) {
    const child = value[key];
    if (child === undefined || (child === null && key === 'creationTimestamp')) continue;
    if (child === 0 && key === 'initialDelaySeconds') continue;
    const own = copyOf(child, holdsPorts);
    completeField(key, own, holdsPorts);
    copy[key] = own;
  }
  return copy;
}

function completeField(key: string, value: Json, holdsPorts: boolean): void {
  switch (key) {
    case 'limits':
    case 'requests':
    case 'hard':
      if (isMapping(value)) canonicalizeQuantities(value);
      break;
    case 'ports':
      if (holdsPorts && Array.isArray(value)) value.forEach(writeProtocol);
      break;
    case 'volumeClaimTemplates':
      if (Array.isArray(value)) value.forEach(completeClaim);
      break;
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

import { parseQuantity } from '../../../formats/quantity.js';
import { valueAt } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';
import { originOf } from './mounts.js';
import type { NatsServer } from './server.js';

const NANO = 1_000_000_000n;

/** Bytes of a Kubernetes quantity; undefined for any other text. */
export function bytesOf(quantity: Parameters<typeof parseQuantity>[0] | undefined): number | undefined {
  const nano = parseQuantity(quantity);
  return nano === undefined ? undefined : Number(nano / NANO);
}

/** Bytes that the claim under a path asks for; undefined if no claim is known there. */
export function claimedBytes(cluster: ClusterIndex, { pod, container }: NatsServer, path: string): number | undefined {
  const origin = originOf(cluster, pod, container, path);
  if (origin.kind === 'claimTemplate')
    return bytesOf(valueAt(origin.template, 'spec', 'resources', 'requests', 'storage'));
  if (origin.kind !== 'claim') return undefined;
  const claim = cluster.find('PersistentVolumeClaim', pod.namespace, origin.claimName);
  return bytesOf(valueAt(claim?.object, 'spec', 'resources', 'requests', 'storage'));
}

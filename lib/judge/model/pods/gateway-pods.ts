import { type Found, stringsAt } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';
import { matchesSelector } from '../selector.js';

export const GATEWAY = 'gateway.networking.k8s.io/Gateway';

/**
 * Whether a selector selects the pods that a class of the Gateway API makes for a Gateway of the namespace: they have the labels
 * that the Gateway gives its infrastructure, and its name. They serve callers from outside.
 *
 * @see https://gateway-api.sigs.k8s.io/geps/gep-1762/
 */
export function selectsGateway(selector: Found, namespace: string, cluster: ClusterIndex): boolean {
  if (selector === undefined || Object.keys(Object(selector)).length === 0) return false;
  return cluster.ofKindIn(namespace, GATEWAY).some(({ object }) =>
    matchesSelector(selector, {
      ...stringsAt(object, 'spec', 'infrastructure', 'labels'),
      'gateway.networking.k8s.io/gateway-name': object.metadata.name,
    }),
  );
}

/** Whether a class of the Gateway API makes a ServiceAccount of that name, for a Gateway whose name it is or begins with. */
export function isGatewayAccount(namespace: string, account: string, cluster: ClusterIndex): boolean {
  return cluster
    .ofKindIn(namespace, GATEWAY)
    .some(({ object: { metadata } }) => account === metadata.name || account.startsWith(`${metadata.name}-`));
}

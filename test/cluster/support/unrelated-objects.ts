import type { ManifestObject } from '../../../lib/manifest/object.js';
import type { Kubectl } from './kubectl.js';

/** Marks what a test has put beside the fleet's objects. */
export const UNRELATED = 'example.com/unrelated';

const OTHER_FLEET = { 'app.kubernetes.io/managed-by': 'meshwright', 'app.kubernetes.io/part-of': 'other' };
const COPIED = { 'app.kubernetes.io/managed-by': 'meshwright', 'app.kubernetes.io/part-of': 'shops' };

/** Puts objects into the fleet's namespace that are not the fleet's: of kinds that it has, some with labels that look like its own. */
export async function addUnrelated(kubectl: Kubectl, namespace: string): Promise<void> {
  const unrelated = (apiVersion: string, kind: string, name: string, labels: object, fields: object) => ({
    apiVersion,
    kind,
    metadata: { name, namespace, labels: { ...labels, [UNRELATED]: 'yes' } },
    ...fields,
  });
  const server = { group: 'policy.linkerd.io', kind: 'Server', name: 'orders-http' };
  const owner = unrelated('v1', 'ConfigMap', 'owner', {}, { data: {} });
  await kubectl.apply(
    owner,
    ...[
      { of: 'nobody', labels: {} },
      { of: 'another-fleet', labels: OTHER_FLEET },
    ].flatMap(({ of, labels }) => [
      unrelated('v1', 'Service', of, labels, { spec: { ports: [{ port: 80 }] } }),
      unrelated('networking.k8s.io/v1', 'NetworkPolicy', of, labels, { spec: { podSelector: {} } }),
      unrelated('policy.linkerd.io/v1alpha1', 'AuthorizationPolicy', of, labels, {
        spec: { targetRef: server, requiredAuthenticationRefs: [{ kind: 'ServiceAccount', name: 'default' }] },
      }),
    ]),
    unrelated('v1', 'Secret', 'copied', COPIED, { stringData: { key: 'value' } }),
    unrelated('discovery.k8s.io/v1', 'EndpointSlice', 'copied', COPIED, { addressType: 'IPv4', endpoints: [] }),
  );
  const uid = await kubectl.must(['get', 'configmap', 'owner', `-n=${namespace}`, '-o=jsonpath={.metadata.uid}']);
  const owned = unrelated('v1', 'ConfigMap', 'owned', COPIED, { data: {} });
  const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid }];
  await kubectl.apply({ ...owned, metadata: { ...owned.metadata, ownerReferences } });
}

/** Whether an object is one of those. */
export function isUnrelated({ metadata }: ManifestObject): boolean {
  return metadata.labels?.[UNRELATED] !== undefined;
}

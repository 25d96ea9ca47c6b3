import { Field, type Violation } from '../../../../manifest/field.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import {
  AUTHORIZATION_POLICY,
  MESH_TLS,
  SERVER_AUTHORIZATION,
  SERVICE_ACCOUNT,
} from '../../../model/linkerd/authorization.js';
import { type AccountRef, accountRefs } from '../../../model/linkerd/identities.js';
import { kindOfRef, refersTo, targetRef } from '../../../model/linkerd/target-ref.js';
import { isGatewayAccount } from '../../../model/pods/gateway-pods.js';
import { kindOf } from '../../../model/pods/pod.js';
import { objectsExist } from '../../declared/objects-exist.js';

export default objectsExist({
  id: 'linkerd/identity-account-exists',
  severity: 'error',
  summary: 'Every ServiceAccount that a policy admits exists.',
  rationale: 'No pod can have the identity of an account that does not exist: the intended caller is refused.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#meshtlsauthentication',
  appliesTo: [MESH_TLS, AUTHORIZATION_POLICY, SERVER_AUTHORIZATION],
  reads: ['Namespace', 'ServiceAccount', 'gateway.networking.k8s.io/Gateway'],
  passes: example('gateway'),
  fails: example('gatway'),
  names: (resource, cluster) => [...unknownKinds(resource), ...accountsOf(resource, cluster)],
  states: {
    field: [
      'spec.identityRefs[*].name',
      'spec.requiredAuthenticationRefs[*].name',
      'spec.client.meshTLS.serviceAccounts[*].name',
    ],
    to: SERVICE_ACCOUNT,
    namespaceIsNamed: true,
    effect: 'No pod can have this identity.',
  },
});

/** Kubernetes makes an account `default` in every namespace, and a class of the Gateway API those of its Gateways. */
function accountsOf(resource: Resource, cluster: ClusterIndex): readonly AccountRef[] {
  return accountRefs(resource).filter(
    ({ namespace, name }) => name !== 'default' && !isGatewayAccount(namespace, name, cluster),
  );
}

/** References of a MeshTLSAuthentication to something that has no identity. */
function unknownKinds(resource: Resource): readonly Violation[] {
  if (kindOf(resource.object) !== MESH_TLS) return [];
  return Field.of(resource)
    .at('spec', 'identityRefs')
    .items.flatMap((item) => {
      const ref = targetRef(item.value);
      if (refersTo(ref, SERVICE_ACCOUNT) || refersTo(ref, 'Namespace')) return [];
      return [
        item.at('kind').violation({
          got: kindOfRef(ref),
          expected: 'ServiceAccount or Namespace, of the core group',
          effect: 'The admission webhook rejects the object.',
          fix: 'Write the kind exactly as given.',
        }),
      ];
    });
}

function example(account: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: edge }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: gateway, namespace: edge }
---
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: { name: callers, namespace: apps }
spec: { identityRefs: [{ kind: ServiceAccount, name: ${account}, namespace: edge }] }
`;
}

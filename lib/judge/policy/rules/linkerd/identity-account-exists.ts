import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { listAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import {
  AUTHORIZATION_POLICY,
  MESH_TLS,
  SERVER_AUTHORIZATION,
  SERVICE_ACCOUNT,
} from '../../../model/linkerd/authorization.js';
import { accountRefs } from '../../../model/linkerd/identities.js';
import { kindOfRef, refersTo, targetRef } from '../../../model/linkerd/target-ref.js';
import { isGatewayAccount } from '../../../model/pods/gateway-pods.js';
import { kindOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/identity-account-exists',
  severity: 'error',
  scope: 'object',
  summary: 'Every ServiceAccount that a policy admits exists, where its namespace is among the objects.',
  rationale: 'No pod can have the identity of an account that does not exist: the caller that was meant is refused.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#meshtlsauthentication',
  appliesTo: [MESH_TLS, AUTHORIZATION_POLICY, SERVER_AUTHORIZATION],
  passes: `
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
spec: { identityRefs: [{ kind: ServiceAccount, name: gateway, namespace: edge }] }
`,
  fails: `
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
spec: { identityRefs: [{ kind: ServiceAccount, name: gatway, namespace: edge }] }
`,
  *check(resource, cluster) {
    yield* unknownKinds(resource);
    for (const { path, namespace, name } of accountRefs(resource)) {
      // Every namespace has an account of that name, made by Kubernetes.
      if (name === 'default' || cluster.namespace(namespace) === undefined) continue;
      if (cluster.find(SERVICE_ACCOUNT, namespace, name) !== undefined) continue;
      if (isGatewayAccount(namespace, name, cluster)) continue;
      const known = cluster.ofKindIn(namespace, SERVICE_ACCOUNT).map(({ object }) => object.metadata.name);
      yield {
        path,
        got: name,
        expected:
          known.length === 0
            ? `a ServiceAccount of namespace ${namespace}, which has none`
            : `one of ${listed(known.sort())} of namespace ${namespace}`,
        fix: 'Correct the name or the namespace, or add the ServiceAccount.',
      };
    }
  },
});

/** References of a MeshTLSAuthentication to what has no identity. */
function* unknownKinds({ object }: Resource): Iterable<Fault> {
  if (kindOf(object) !== MESH_TLS) return;
  for (const [index, value] of listAt(object, 'spec', 'identityRefs').entries()) {
    const ref = targetRef(value);
    if (refersTo(ref, SERVICE_ACCOUNT) || refersTo(ref, 'Namespace')) continue;
    yield {
      path: at('spec', 'identityRefs', index, 'kind'),
      got: kindOfRef(ref),
      expected: 'ServiceAccount or Namespace, of the core group',
      fix: 'Name the kind as given: the admission webhook refuses any other.',
    };
  }
}

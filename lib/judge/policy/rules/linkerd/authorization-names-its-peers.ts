import { at } from '../../../../manifest/field-path.js';
import {
  AUTHORIZATION_POLICY,
  type AuthenticationRef,
  authenticationRefs,
  MESH_TLS,
  NETWORK,
  SERVICE_ACCOUNT,
} from '../../../model/linkerd/authorization.js';
import { kindOfRef, refersTo } from '../../../model/linkerd/target-ref.js';
import { defineRule } from '../../rule.js';

const KINDS = [MESH_TLS, NETWORK, SERVICE_ACCOUNT];

export default defineRule({
  id: 'linkerd/authorization-names-its-peers',
  severity: 'error',
  scope: 'object',
  summary: 'Every AuthorizationPolicy requires authentications that exist.',
  rationale:
    'An empty list of requirements admits everyone, with or without identity, from every network; one that refers to nothing makes Linkerd ignore the policy.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#authorizationpolicy',
  appliesTo: [AUTHORIZATION_POLICY],
  passes: `
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec:
  targetRef: { group: policy.linkerd.io, kind: Server, name: web }
  requiredAuthenticationRefs: [{ group: policy.linkerd.io, kind: MeshTLSAuthentication, name: gateway }]
---
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: { name: gateway, namespace: apps }
spec: { identityRefs: [{ kind: ServiceAccount, name: gateway }] }
`,
  fails: `
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec:
  targetRef: { group: policy.linkerd.io, kind: Server, name: web }
  requiredAuthenticationRefs: []
`,
  *check(resource, cluster) {
    const path = at('spec', 'requiredAuthenticationRefs');
    const refs = authenticationRefs(resource);
    if (refs.length === 0) {
      yield {
        path,
        got: 'an empty list',
        expected: 'at least one MeshTLSAuthentication, ServiceAccount or NetworkAuthentication',
        fix: 'Name who may connect; as it stands the policy admits everyone, without identity and from everywhere.',
      };
    }
    for (const [index, ref] of refs.entries()) {
      const kind = KINDS.find((wanted) => refersTo(ref, wanted));
      if (kind === undefined) {
        const meant = KINDS.find((wanted) => wanted.slice(wanted.indexOf('/') + 1) === ref.kind);
        yield {
          path: at(path, index, meant === undefined ? 'kind' : 'group'),
          got: kindOfRef(ref),
          expected: meant ?? `one of ${KINDS.join(', ')}`,
          fix: 'Name group and kind as given: the admission webhook refuses any other.',
        };
      } else if (kind !== SERVICE_ACCOUNT && cluster.find(kind, ref.inNamespace, ref.name) === undefined) {
        yield {
          path: at(path, index, 'name'),
          got: ref.name,
          expected: `a ${ref.kind} of namespace ${ref.inNamespace}`,
          fix: 'Correct the name or the namespace, or add the object; until then the policy has no effect.',
        };
      }
    }
    yield* repeated(path, refs, [MESH_TLS, SERVICE_ACCOUNT], 'one MeshTLSAuthentication or ServiceAccount');
    yield* repeated(path, refs, [NETWORK], 'one NetworkAuthentication');
  },
});

function* repeated(path: string, refs: readonly AuthenticationRef[], kinds: readonly string[], atMost: string) {
  const places = refs.flatMap((ref, index) => (kinds.some((kind) => refersTo(ref, kind)) ? [index] : []));
  const [, second] = places;
  if (second === undefined) return;
  yield {
    path: at(path, second),
    got: `number ${places.indexOf(second) + 1} of ${places.length}`,
    expected: `at most ${atMost}`,
    fix: 'List all identities, or all networks, in one object: the admission webhook refuses more.',
  };
}

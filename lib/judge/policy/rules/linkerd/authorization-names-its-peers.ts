import { Field } from '../../../../manifest/field.js';
import {
  AUTHORIZATION_POLICY,
  type AuthenticationRef,
  authenticationRefs,
  MESH_TLS,
  NETWORK,
  SERVICE_ACCOUNT,
} from '../../../model/linkerd/authorization.js';
import { kindOfRef, refersTo } from '../../../model/linkerd/target-ref.js';
import { missing } from '../../declared/missing.js';
import { defineRule } from '../../rule.js';

const KINDS = [MESH_TLS, NETWORK, SERVICE_ACCOUNT];

export default defineRule({
  id: 'linkerd/authorization-names-its-peers',
  severity: 'error',
  scope: 'object',
  summary: 'Every AuthorizationPolicy requires authentications that exist.',
  rationale:
    'An empty list of requirements admits everyone, with or without identity, from every network. If one reference points to nothing, Linkerd ignores the whole policy.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#authorizationpolicy',
  appliesTo: [AUTHORIZATION_POLICY],
  reads: ['policy.linkerd.io/MeshTLSAuthentication', 'policy.linkerd.io/NetworkAuthentication'],
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
    const list = Field.of(resource).at('spec', 'requiredAuthenticationRefs');
    const refs = authenticationRefs(resource);
    if (refs.length === 0) {
      yield list.violation({
        got: 'an empty list',
        expected: 'at least one MeshTLSAuthentication, ServiceAccount or NetworkAuthentication',
        effect: 'The policy admits everyone, without identity and from everywhere.',
        fix: 'Name the peers that may connect.',
      });
    }
    for (const [index, ref] of refs.entries()) {
      const kind = KINDS.find((wanted) => refersTo(ref, wanted));
      if (kind === undefined) {
        const meant = KINDS.find((wanted) => wanted.slice(wanted.indexOf('/') + 1) === ref.kind);
        yield list.at(index, meant === undefined ? 'kind' : 'group').violation({
          got: kindOfRef(ref),
          expected: meant ?? `one of ${KINDS.join(', ')}`,
          effect: 'The admission webhook rejects the policy.',
          fix: 'Write group and kind exactly as given.',
        });
      } else if (kind !== SERVICE_ACCOUNT && cluster.find(kind, ref.inNamespace, ref.name) === undefined) {
        yield missing(
          { field: list.at(index, 'name'), kind, namespace: ref.inNamespace, name: ref.name },
          {
            absence: 'always',
            namespaceIsNamed: true,
            effect: 'Until then Linkerd ignores the policy.',
          },
          cluster,
        );
      }
    }
    yield* repeated(list, refs, [MESH_TLS, SERVICE_ACCOUNT], 'one MeshTLSAuthentication or ServiceAccount');
    yield* repeated(list, refs, [NETWORK], 'one NetworkAuthentication');
  },
});

function* repeated(list: Field, refs: readonly AuthenticationRef[], kinds: readonly string[], atMost: string) {
  const places = refs.flatMap((ref, index) => (kinds.some((kind) => refersTo(ref, kind)) ? [index] : []));
  const [, second] = places;
  if (second === undefined) return;
  yield list.at(second).violation({
    got: `number ${places.indexOf(second) + 1} of ${places.length}`,
    expected: `at most ${atMost}`,
    effect: 'The admission webhook rejects the policy.',
    fix: 'List all identities, or all networks, in one object.',
  });
}

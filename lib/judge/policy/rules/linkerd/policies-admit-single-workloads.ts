import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { AUTHORIZATION_POLICY, MESH_TLS, SERVER_AUTHORIZATION } from '../../../model/linkerd/authorization.js';
import { identityTexts, namespaceOfWildcard } from '../../../model/linkerd/identities.js';
import { SERVER } from '../../../model/linkerd/server.js';
import { refersTo, targetRef } from '../../../model/linkerd/target-ref.js';
import { kindOf, namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const FIX = {
  effect: 'Every pod of the namespace is admitted, also those that are added later.',
  fix: 'Name the ServiceAccounts of the callers.',
};

export default defineRule({
  id: 'linkerd/policies-admit-single-workloads',
  severity: 'warning',
  scope: 'object',
  summary: 'Linkerd policies admit single workloads to single Servers, not one namespace to another.',
  rationale:
    'If a policy admits a whole namespace, or opens every Server of one, anyone who deploys there later changes who has access to what, without changing a policy.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#meshtlsauthentication',
  appliesTo: [MESH_TLS, AUTHORIZATION_POLICY, SERVER_AUTHORIZATION],
  reads: ['policy.linkerd.io/Server'],
  passes: example('kind: ServiceAccount, name: gateway, namespace: edge'),
  fails: example('kind: Namespace, name: edge'),
  *check(resource, cluster) {
    const namespace = namespaceOf(resource);
    const spec = Field.of(resource).at('spec');
    for (const { field, text } of identityTexts(resource)) {
      const all = namespaceOfWildcard(text);
      if (all === undefined) continue;
      yield field.violation({ got: `every account of namespace ${all}`, expected: 'single accounts', ...FIX });
    }
    if (kindOf(resource.object) === AUTHORIZATION_POLICY) {
      const target = spec.at('targetRef');
      const servers = cluster.ofKindIn(namespace, SERVER).map(({ object }) => object.metadata.name);
      if (!refersTo(targetRef(target.value), 'Namespace') || servers.length < 2) return;
      yield target.violation({
        got: `every Server of namespace ${namespace}: ${listed(servers)}`,
        expected: 'a single Server',
        effect:
          'The peers that the policy admits can connect to the port of each of them, and of each that is added later.',
        fix: 'Name the Server that you mean.',
      });
      return;
    }
    for (const item of spec.at('identityRefs').items) {
      const ref = targetRef(item.value);
      if (!refersTo(ref, 'Namespace')) continue;
      const got = `every account of namespace ${ref.name === '' ? namespace : ref.name}`;
      yield item.violation({ got, expected: 'single accounts', ...FIX });
    }
  },
});

function example(ref: string): string {
  return `
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: { name: callers, namespace: apps }
spec: { identityRefs: [{ ${ref} }] }
`;
}

import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { listAt, valueAt } from '../../../../manifest/read.js';
import { AUTHORIZATION_POLICY, MESH_TLS, SERVER_AUTHORIZATION } from '../../../model/linkerd/authorization.js';
import { identityTexts } from '../../../model/linkerd/identities.js';
import { SERVER } from '../../../model/linkerd/server.js';
import { refersTo, targetRef } from '../../../model/linkerd/target-ref.js';
import { kindOf, namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const ONE_NAMESPACE = /^\*\.([^.*]+)\.serviceaccount\.identity\./;
const fix =
  'Name the ServiceAccounts of the callers: as it stands every pod of the namespace is let in, those that are added later too.';

export default defineRule({
  id: 'linkerd/identity-is-of-one-workload',
  severity: 'warning',
  scope: 'object',
  summary: 'Linkerd policies admit single workloads to single Servers, not a namespace to another.',
  rationale:
    'Who is admitted by namespace, and to what, is decided by whoever next deploys to it: no policy has to change for it.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#meshtlsauthentication',
  appliesTo: [MESH_TLS, AUTHORIZATION_POLICY, SERVER_AUTHORIZATION],
  passes: `
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: { name: callers, namespace: apps }
spec: { identityRefs: [{ kind: ServiceAccount, name: gateway, namespace: edge }] }
`,
  fails: `
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: { name: callers, namespace: apps }
spec: { identityRefs: [{ kind: Namespace, name: edge }] }
`,
  *check(resource, cluster) {
    const namespace = namespaceOf(resource);
    for (const { path, text } of identityTexts(resource)) {
      const [, all] = ONE_NAMESPACE.exec(text) ?? [];
      if (all !== undefined) yield { path, got: `every account of namespace ${all}`, expected: 'single accounts', fix };
    }
    if (kindOf(resource.object) === AUTHORIZATION_POLICY) {
      const servers = cluster.ofKindIn(namespace, SERVER);
      if (!refersTo(targetRef(valueAt(resource.object, 'spec', 'targetRef')), 'Namespace') || servers.length < 2)
        return;
      yield {
        path: 'spec.targetRef',
        got: `every Server of namespace ${namespace}: ${listed(servers.map(({ object }) => object.metadata.name))}`,
        expected: 'the one Server that is meant',
        fix: 'Name the Server: as it stands those whom the policy admits reach the port of each, and of each that is added later.',
      };
      return;
    }
    for (const [index, value] of listAt(resource.object, 'spec', 'identityRefs').entries()) {
      const ref = targetRef(value);
      if (!refersTo(ref, 'Namespace')) continue;
      yield {
        path: at('spec', 'identityRefs', index),
        got: `every account of namespace ${ref.name === '' ? namespace : ref.name}`,
        expected: 'single accounts',
        fix,
      };
    }
  },
});

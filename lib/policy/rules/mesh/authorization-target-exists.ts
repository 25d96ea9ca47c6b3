import { at } from '../../../manifest/field-path.js';
import { listed } from '../../../manifest/listed.js';
import type { ClusterIndex } from '../../cluster-index.js';
import type { Subject } from '../../finding.js';
import { AUTHORIZATION_POLICY, SERVER_AUTHORIZATION, serverAuthorizationsOf } from '../../linkerd/authorization.js';
import { GRPC_ROUTE, HTTP_ROUTES } from '../../linkerd/routes.js';
import { SERVER, serversIn } from '../../linkerd/server.js';
import { kindOfRef, refersTo, targetRef } from '../../linkerd/target-ref.js';
import { kindOf, namespaceOf } from '../../pod.js';
import { shown, stringAt, valueAt } from '../../read.js';
import { defineRule, type Report } from '../../rule.js';

const TARGETS = [SERVER, ...HTTP_ROUTES, GRPC_ROUTE];

export default defineRule({
  id: 'mesh/authorization-target-exists',
  severity: 'error',
  scope: 'object',
  summary: 'Every Linkerd authorization applies to something of its own namespace that exists.',
  rationale: 'A policy whose target does not exist is accepted and does nothing: those it names are refused.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#authorizationpolicy',
  appliesTo: [AUTHORIZATION_POLICY, SERVER_AUTHORIZATION],
  passes: `
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec:
  targetRef: { group: policy.linkerd.io, kind: Server, name: web }
  requiredAuthenticationRefs: [{ kind: ServiceAccount, name: gateway }]
---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, port: 8080 }
`,
  fails: `
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec:
  targetRef: { group: policy.linkerd.io, kind: Server, name: web }
  requiredAuthenticationRefs: [{ kind: ServiceAccount, name: gateway }]
---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: edge }
spec: { podSelector: {}, port: 8080 }
`,
  *check(subject, cluster) {
    const kind = kindOf(subject.object);
    yield* kind === SERVER_AUTHORIZATION
      ? serverAuthorization(subject, cluster)
      : authorizationPolicy(subject, cluster);
  },
});

function* authorizationPolicy(subject: Subject, cluster: ClusterIndex): Iterable<Report> {
  const target = targetRef(valueAt(subject.object, 'spec', 'targetRef'));
  const namespace = namespaceOf(subject);
  if (refersTo(target, 'Namespace')) {
    if (target.name === namespace) return;
    yield {
      path: 'spec.targetRef.name',
      got: target.name,
      expected: `${namespace}, the namespace of the policy`,
      fix: 'Move the policy into the namespace that it is about: the admission webhook refuses any other.',
    };
    return;
  }
  const kind = TARGETS.find((wanted) => refersTo(target, wanted));
  if (kind === undefined) {
    const sameKind = [...TARGETS, 'Namespace'].find((wanted) => kindName(wanted) === target.kind.toLowerCase());
    yield {
      path: at('spec', 'targetRef', sameKind === undefined ? 'kind' : 'group'),
      got: kindOfRef(target),
      expected: sameKind ?? `one of ${listed([...TARGETS, 'Namespace'])}`,
      fix: 'Name group and kind as given: the admission webhook refuses any other target.',
    };
    return;
  }
  if (cluster.find(kind, namespace, target.name) !== undefined) return;
  const elsewhere = cluster.ofKind(kind).find(({ object }) => object.metadata.name === target.name);
  yield {
    path: 'spec.targetRef.name',
    got: target.name,
    expected: `a ${target.kind} of namespace ${namespace}`,
    fix:
      elsewhere === undefined
        ? `Correct the name, or add the ${target.kind}; until then the policy has no effect.`
        : `Move the policy to namespace ${namespaceOf(elsewhere)}, where the ${target.kind} is; here it has no effect.`,
  };
}

function* serverAuthorization(subject: Subject, cluster: ClusterIndex): Iterable<Report> {
  const namespace = namespaceOf(subject);
  if (serversIn(cluster, namespace).some((server) => serverAuthorizationsOf(server, cluster).includes(subject))) return;
  // A Server for external workloads is no Server of pods.
  const name = stringAt(subject.object, 'spec', 'server', 'name');
  if (name !== undefined && cluster.find(SERVER, namespace, name) !== undefined) return;
  yield {
    path: 'spec.server',
    got: shown(valueAt(subject.object, 'spec', 'server')),
    expected: `a Server of namespace ${namespace}`,
    fix: 'Correct the name or the selector; until then the authorization has no effect.',
  };
}

function kindName(kind: string): string {
  return kind.slice(kind.indexOf('/') + 1).toLowerCase();
}

import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { shown, stringAt, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import {
  AUTHORIZATION_POLICY,
  SERVER_AUTHORIZATION,
  serverAuthorizationsOf,
} from '../../../model/linkerd/authorization.js';
import { GRPC_ROUTE, HTTP_ROUTES } from '../../../model/linkerd/routes.js';
import { SERVER, serversIn } from '../../../model/linkerd/server.js';
import { kindOfRef, refersTo, targetRef } from '../../../model/linkerd/target-ref.js';
import { kindOf, namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const TARGETS = [SERVER, ...HTTP_ROUTES, GRPC_ROUTE];

export default defineRule({
  id: 'linkerd/authorization-target-exists',
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
  *check(resource, cluster) {
    const kind = kindOf(resource.object);
    yield* kind === SERVER_AUTHORIZATION
      ? serverAuthorization(resource, cluster)
      : authorizationPolicy(resource, cluster);
  },
});

function* authorizationPolicy(resource: Resource, cluster: ClusterIndex): Iterable<Fault> {
  const target = targetRef(valueAt(resource.object, 'spec', 'targetRef'));
  const namespace = namespaceOf(resource);
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

function* serverAuthorization(resource: Resource, cluster: ClusterIndex): Iterable<Fault> {
  const namespace = namespaceOf(resource);
  if (serversIn(cluster, namespace).some((server) => serverAuthorizationsOf(server, cluster).includes(resource)))
    return;
  // A Server for external workloads is no Server of pods.
  const name = stringAt(resource.object, 'spec', 'server', 'name');
  if (name !== undefined && cluster.find(SERVER, namespace, name) !== undefined) return;
  yield {
    path: 'spec.server',
    got: shown(valueAt(resource.object, 'spec', 'server')),
    expected: `a Server of namespace ${namespace}`,
    fix: 'Correct the name or the selector; until then the authorization has no effect.',
  };
}

function kindName(kind: string): string {
  return kind.slice(kind.indexOf('/') + 1).toLowerCase();
}

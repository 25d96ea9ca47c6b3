import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
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
import { missing } from '../../declared/missing.js';
import type { Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const NAMESPACE = 'Namespace';
const TARGETS: readonly string[] = [SERVER, ...HTTP_ROUTES, GRPC_ROUTE, NAMESPACE];

export default defineRule({
  id: 'linkerd/authorization-target-exists',
  severity: 'error',
  scope: 'object',
  summary: 'Every Linkerd authorization applies to something in its own namespace that exists.',
  rationale: 'A policy whose target does not exist is accepted but has no effect: the peers that it names are refused.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#authorizationpolicy',
  appliesTo: [AUTHORIZATION_POLICY, SERVER_AUTHORIZATION],
  reads: ['gateway.networking.k8s.io/HTTPRoute', 'policy.linkerd.io/HTTPRoute', 'policy.linkerd.io/Server'],
  passes: example('apps'),
  fails: example('edge'),
  check(resource, cluster) {
    return kindOf(resource.object) === SERVER_AUTHORIZATION
      ? serverAuthorization(resource, cluster)
      : authorizationPolicy(resource, cluster);
  },
});

function* authorizationPolicy(resource: Resource, cluster: ClusterIndex): Iterable<Outcome> {
  const field = Field.of(resource).at('spec', 'targetRef');
  const target = targetRef(field.value);
  const namespace = namespaceOf(resource);
  const kind = TARGETS.find((wanted) => refersTo(target, wanted));
  if (kind === undefined) {
    const sameKind = TARGETS.find((wanted) => kindName(wanted) === target.kind.toLowerCase());
    yield field.at(sameKind === undefined ? 'kind' : 'group').violation({
      got: kindOfRef(target),
      expected: sameKind ?? `one of ${listed(TARGETS)}`,
      effect: 'The admission webhook rejects the policy.',
      fix: 'Write group and kind exactly as given.',
    });
  } else if (kind === NAMESPACE) {
    if (target.name === namespace) return;
    yield field.at('name').violation({
      got: target.name,
      expected: `${namespace}, the namespace of the policy`,
      effect: 'The admission webhook rejects the policy.',
      fix: 'Move the policy into the namespace that it is about.',
    });
  } else if (cluster.find(kind, namespace, target.name) === undefined) {
    const elsewhere = cluster.ofKind(kind).find(({ object }) => object.metadata.name === target.name);
    yield missing(
      { field: field.at('name'), kind, namespace, name: target.name },
      {
        absence: 'always',
        effect: 'Until then the policy has no effect.',
        ...(elsewhere && {
          fix: `Move the policy to namespace ${namespaceOf(elsewhere)}, where the ${target.kind} is.`,
        }),
      },
      cluster,
    );
  }
}

function* serverAuthorization(resource: Resource, cluster: ClusterIndex): Iterable<Outcome> {
  const namespace = namespaceOf(resource);
  if (serversIn(cluster, namespace).some((server) => serverAuthorizationsOf(server, cluster).includes(resource)))
    return;
  const field = Field.of(resource).at('spec', 'server');
  // A Server for external workloads selects no pods.
  if (cluster.find(SERVER, namespace, field.at('name').text ?? '') !== undefined) return;
  yield field.violation({
    expected: `a Server of namespace ${namespace}`,
    effect: 'Until then the authorization has no effect.',
    fix: 'Correct the name or the selector.',
  });
}

function kindName(kind: string): string {
  return kind.slice(kind.indexOf('/') + 1).toLowerCase();
}

function example(namespace: string): string {
  return `
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec:
  targetRef: { group: policy.linkerd.io, kind: Server, name: web }
  requiredAuthenticationRefs: [{ kind: ServiceAccount, name: gateway }]
---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: ${namespace} }
spec: { podSelector: {}, port: 8080 }
`;
}

import type { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type AccessRule, conditionsOf, rulesOf, sourcesOf } from '../../../model/istio/access-rules.js';
import { trustDomainsOf } from '../../../model/istio/mesh-config.js';
import { AUTHORIZATION_POLICY } from '../../../model/istio/selectors.js';
import { isGatewayAccount } from '../../../model/pods/gateway-pods.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { missing } from '../../declared/missing.js';
import type { Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const PRINCIPAL = /^(?<domain>[^/]+)\/ns\/(?<namespace>[^/*]+)\/sa\/(?<account>[^/*]+)$/;

/** A field of a rule that names an identity. */
interface NamedIdentity {
  readonly field: Field;
  /** Whether it is a whole principal, or an account only. */
  readonly form: 'principal' | 'account';
}

export default defineRule<NamedIdentity>({
  id: 'istio/principals-exist',
  severity: 'error',
  scope: 'object',
  summary: 'Every principal that a policy names has the form that Istio uses, and is an account that exists.',
  rationale:
    'A principal that no workload has matches nobody: the caller that is meant is refused, or with action DENY is served.',
  source: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source',
  appliesTo: [AUTHORIZATION_POLICY],
  reads: [
    'ConfigMap',
    'Namespace',
    'ServiceAccount',
    'gateway.networking.k8s.io/Gateway',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example('cluster.local/ns/edge/sa/gateway'),
  fails: example('cluster.local/ns/edge/sa/gatway'),
  about: (policy) => rulesOf(policy).flatMap((rule) => [...principalsIn(rule), ...accountsIn(rule)]),
  *check({ field, form }, cluster) {
    if (form === 'principal') {
      yield* principalFaults(field, cluster);
    } else {
      const [first = '', second] = field.shown.split('/');
      const [namespace, name] = second === undefined ? [namespaceOf(field.resource), first] : [first, second];
      yield* accountFaults(field, namespace, name, cluster);
    }
  },
});

function principalsIn(rule: AccessRule): readonly NamedIdentity[] {
  const ofConditions = conditionsOf(rule).filter(({ key }) => key === 'source.principal');
  return [
    ...sourcesOf(rule).flatMap((source) => [source.at('principals'), source.at('notPrincipals')]),
    ...ofConditions.map(({ field }) => field.at('values')),
  ]
    .flatMap(({ items }) => items)
    .filter(({ text }) => text !== undefined && !text.startsWith('*') && !text.endsWith('*'))
    .map((field) => ({ field, form: 'principal' }));
}

function accountsIn(rule: AccessRule): readonly NamedIdentity[] {
  return sourcesOf(rule)
    .flatMap((source) => [source.at('serviceAccounts'), source.at('notServiceAccounts')])
    .flatMap(({ items }) => items)
    .filter(({ text }) => text !== undefined)
    .map((field) => ({ field, form: 'account' }));
}

function* principalFaults(field: Field, cluster: ClusterIndex): Iterable<Outcome> {
  const { groups } = PRINCIPAL.exec(field.shown) ?? {};
  if (groups === undefined) {
    yield field.violation({
      expected: '<trust domain>/ns/<namespace>/sa/<account>',
      effect: 'It matches nobody.',
      fix: field.shown.startsWith('spiffe://')
        ? 'Remove spiffe://, which Istio adds itself.'
        : 'Write it in the form that Istio uses.',
    });
    return;
  }
  const { domain = '', namespace = '', account = '' } = groups;
  const domains = trustDomainsOf(cluster);
  if (domains !== undefined && !domains.includes(domain) && cluster.namespace(namespace) !== undefined) {
    yield field.violation({
      expected: `trust domain ${listed(domains, ' or ')}`,
      effect: 'No workload has this principal.',
      fix: 'Name the trust domain of the mesh, or add this one to trustDomainAliases.',
    });
    return;
  }
  yield* accountFaults(field, namespace, account, cluster);
}

function* accountFaults(field: Field, namespace: string, name: string, cluster: ClusterIndex): Iterable<Outcome> {
  // Kubernetes creates an account of that name in every namespace.
  if (name === 'default' || isGatewayAccount(namespace, name, cluster)) return;
  if (cluster.find('ServiceAccount', namespace, name) !== undefined) return;
  yield missing({ field, kind: 'ServiceAccount', namespace, name }, { effect: 'Nobody has this identity.' }, cluster);
}

function example(principal: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: edge }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: gateway, namespace: edge }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec: { rules: [{ from: [{ source: { principals: [${principal}] } }] }] }
`;
}

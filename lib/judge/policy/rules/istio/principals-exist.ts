import type { Field, Violation } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type AccessRule, conditionsOf, rulesOf, sourcesOf } from '../../../model/istio/access-rules.js';
import { trustDomainsOf } from '../../../model/istio/mesh-config.js';
import { AUTHORIZATION_POLICY } from '../../../model/istio/selectors.js';
import { isGatewayAccount } from '../../../model/pods/gateway-pods.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import type { ObjectName } from '../../declared/missing.js';
import { objectsExist } from '../../declared/objects-exist.js';
import { notJudged } from '../../outcome.js';

const PRINCIPAL = /^(?<domain>[^/]+)\/ns\/(?<namespace>[^/*]+)\/sa\/(?<account>[^/*]+)$/;

export default objectsExist({
  id: 'istio/principals-exist',
  severity: 'error',
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
  names: (policy, cluster) =>
    rulesOf(policy)
      .flatMap((rule) => [
        ...principalsIn(rule).map((field) => accountOfPrincipal(field, cluster)),
        ...accountsIn(rule).map(accountNamed),
      ])
      .filter((named) => !('field' in named) || needsAccount(named, cluster)),
  *found(_account, { field }, cluster) {
    const [domain = ''] = field.shown.split('/ns/');
    // Istio reads cluster.local as the trust domain of the mesh, whatever its name.
    if (!PRINCIPAL.test(field.shown) || domain === 'cluster.local' || trustDomainsOf(cluster) !== undefined) return;
    yield notJudged('no control plane of Istio, which has the trust domain, is among the files');
  },
  states: {
    field: [
      ...['principals', 'notPrincipals', 'serviceAccounts', 'notServiceAccounts'].map(
        (list) => `spec.rules[*].from[*].source.${list}[*]`,
      ),
      'spec.rules[*].when[*].values[*]',
    ],
    to: 'ServiceAccount',
    namespaceIsNamed: true,
    effect: 'Nobody has this identity.',
  },
});

/** The principals of a rule. Wildcards name no account. */
function principalsIn(rule: AccessRule): readonly Field[] {
  const ofConditions = conditionsOf(rule).filter(({ key }) => key === 'source.principal');
  return [
    ...sourcesOf(rule).flatMap((source) => [source.at('principals'), source.at('notPrincipals')]),
    ...ofConditions.map(({ field }) => field.at('values')),
  ]
    .flatMap(({ items }) => items)
    .filter(({ text }) => text !== undefined && !text.startsWith('*') && !text.endsWith('*'));
}

function accountsIn(rule: AccessRule): readonly Field[] {
  return sourcesOf(rule)
    .flatMap((source) => [source.at('serviceAccounts'), source.at('notServiceAccounts')])
    .flatMap(({ items }) => items)
    .filter(({ text }) => text !== undefined);
}

/** Reads `account` and `namespace/account`. */
function accountNamed(field: Field): ObjectName {
  const [first = '', second] = field.shown.split('/');
  const [namespace, name] = second === undefined ? [namespaceOf(field.resource), first] : [first, second];
  return { field, namespace, name };
}

function accountOfPrincipal(field: Field, cluster: ClusterIndex): ObjectName | Violation {
  const { groups } = PRINCIPAL.exec(field.shown) ?? {};
  if (groups === undefined) {
    return field.violation({
      expected: '<trust domain>/ns/<namespace>/sa/<account>',
      effect: 'It matches nobody.',
      fix: field.shown.startsWith('spiffe://')
        ? 'Remove spiffe://, which Istio adds itself.'
        : 'Write it in the form that Istio uses.',
    });
  }
  const { domain = '', namespace = '', account: name = '' } = groups;
  const domains = trustDomainsOf(cluster);
  if (domains !== undefined && !domains.includes(domain) && cluster.namespace(namespace) !== undefined) {
    return field.violation({
      expected: `trust domain ${listed(domains, ' or ')}`,
      effect: 'No workload has this principal.',
      fix: 'Name the trust domain of the mesh, or add this one to trustDomainAliases.',
    });
  }
  return { field, namespace, name };
}

/** Kubernetes creates an account `default` in every namespace, and a class of the Gateway API those of its Gateways. */
function needsAccount({ namespace = '', name }: ObjectName, cluster: ClusterIndex): boolean {
  return name !== 'default' && !isGatewayAccount(namespace, name, cluster);
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

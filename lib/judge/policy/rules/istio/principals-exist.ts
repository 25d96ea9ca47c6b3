import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { stringListAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { conditionsOf, rulesOf, sourcesOf } from '../../../model/istio/access-rules.js';
import { trustDomainsOf } from '../../../model/istio/mesh-config.js';
import { AUTHORIZATION_POLICY } from '../../../model/istio/selectors.js';
import { isGatewayAccount } from '../../../model/pods/gateway-pods.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const PRINCIPAL = /^(?<domain>[^/]+)\/ns\/(?<namespace>[^/*]+)\/sa\/(?<account>[^/*]+)$/;

export default defineRule({
  id: 'istio/principals-exist',
  severity: 'error',
  scope: 'object',
  summary: 'Every principal that a policy names is written as Istio writes it, and is an account that exists.',
  rationale:
    'A principal that nobody has matches nobody: the caller that was meant is refused, or with action DENY is served.',
  source: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source',
  appliesTo: [AUTHORIZATION_POLICY],
  passes: example('cluster.local/ns/edge/sa/gateway'),
  fails: example('cluster.local/ns/edge/sa/gatway'),
  *check(resource, cluster) {
    for (const rule of rulesOf(resource)) {
      for (const { path, source } of sourcesOf(rule)) {
        for (const field of ['principals', 'notPrincipals']) {
          const base = at(path, field);
          for (const [index, principal] of stringListAt(source, field).entries()) {
            yield* principalFaults(principal, at(base, index), cluster);
          }
        }
        for (const field of ['serviceAccounts', 'notServiceAccounts']) {
          for (const [index, text] of stringListAt(source, field).entries()) {
            const [first = '', second] = text.split('/');
            const [namespace, name] = second === undefined ? [namespaceOf(resource), first] : [first, second];
            yield* accountFaults(namespace, name, at(path, field, index), cluster);
          }
        }
      }
      for (const { path, key, values } of conditionsOf(rule)) {
        if (key !== 'source.principal') continue;
        for (const [index, value] of values.entries())
          yield* principalFaults(value, at(path, 'values', index), cluster);
      }
    }
  },
});

function* principalFaults(principal: string, path: string, cluster: ClusterIndex): Iterable<Fault> {
  if (principal.startsWith('*') || principal.endsWith('*')) return;
  const { groups } = PRINCIPAL.exec(principal) ?? {};
  if (groups === undefined) {
    yield {
      path,
      got: principal,
      expected: '<trust domain>/ns/<namespace>/sa/<account>',
      fix: principal.startsWith('spiffe://')
        ? 'Leave out spiffe://, which Istio puts before it: as it stands it matches nobody.'
        : 'Write it as Istio does: no certificate has this name, so it matches nobody.',
    };
    return;
  }
  const { domain = '', namespace = '', account = '' } = groups;
  const domains = trustDomainsOf(cluster);
  if (domains !== undefined && !domains.includes(domain) && cluster.namespace(namespace) !== undefined) {
    yield {
      path,
      got: principal,
      expected: `trust domain ${listed(domains, ' or ')}`,
      fix: 'Name the trust domain of the mesh, or add this one to trustDomainAliases: no workload has this principal.',
    };
    return;
  }
  yield* accountFaults(namespace, account, path, cluster);
}

function* accountFaults(namespace: string, name: string, path: string, cluster: ClusterIndex): Iterable<Fault> {
  // Every namespace has an account of that name, made by Kubernetes.
  if (name === 'default' || cluster.namespace(namespace) === undefined) return;
  if (cluster.find('ServiceAccount', namespace, name) !== undefined) return;
  const known = cluster.ofKindIn(namespace, 'ServiceAccount').map(({ object }) => object.metadata.name);
  if (isGatewayAccount(namespace, name, cluster)) return;
  yield {
    path,
    got: `account ${name} of namespace ${namespace}`,
    expected:
      known.length === 0
        ? `a ServiceAccount of namespace ${namespace}, which has none`
        : `one of ${listed(known.sort())}`,
    fix: 'Correct the name or the namespace, or add the ServiceAccount: as it stands nobody has this identity.',
  };
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

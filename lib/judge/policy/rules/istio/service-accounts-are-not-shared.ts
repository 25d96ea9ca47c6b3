import { listed } from '../../../../manifest/listed.js';
import { rulesOf, sourcesOf } from '../../../model/istio/access-rules.js';
import { AUTHORIZATION_POLICY } from '../../../model/istio/selectors.js';
import { perCluster } from '../../../model/per-cluster.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { istioPodRule } from '../../istio-pod-rule.js';

export default istioPodRule({
  id: 'istio/service-accounts-are-not-shared',
  severity: 'error',
  summary: 'A ServiceAccount that a policy admits belongs to one workload only.',
  rationale:
    'The identity of a workload is its ServiceAccount: what a policy allows one workload, every other workload with the same account may do too. Pods that name no account share `default`.',
  source: 'https://istio.io/latest/docs/concepts/security/#istio-identity',
  appliesTo: POD_KINDS,
  reads: [
    '*',
    'ConfigMap',
    'Namespace',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'security.istio.io/AuthorizationPolicy',
  ],
  passes: example('api'),
  fails: example('web'),
  proxy: 'any',
  *check(pod, cluster) {
    const policies = admitting(cluster).get(`${pod.namespace}/${pod.serviceAccount}`) ?? [];
    if (policies.length === 0) return;
    const others = cluster
      .podsIn(pod.namespace)
      .filter((other) => other.serviceAccount === pod.serviceAccount && appOf(other.labels) !== appOf(pod.labels));
    if (others.length === 0 && pod.serviceAccount !== 'default') return;
    const names = [...new Set(others.map(({ resource }) => resource.object.metadata.name))].sort();
    yield pod.field.at('serviceAccountName').violation({
      got: `${pod.serviceAccount}${names.length === 0 ? '' : `, which ${listed(names)} ${names.length === 1 ? 'uses' : 'use'} too`}, admitted by AuthorizationPolicy ${listed(policies)}`,
      expected: 'a ServiceAccount of its own',
      effect: 'The policy admits every pod with this account.',
      fix: 'Add a ServiceAccount for this workload, and name it here and in the policy.',
    });
  },
});

/** What tells workloads apart: versions of one workload may share its account. */
function appOf(labels: Readonly<Record<string, string>>): string {
  return labels['app.kubernetes.io/name'] ?? labels['app'] ?? JSON.stringify(labels);
}

/** `namespace/account` to the policies that name it. */
const admitting = perCluster((cluster): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const policy of cluster.ofKind(AUTHORIZATION_POLICY)) {
    const namespace = namespaceOf(policy);
    const label = `${namespace}/${policy.object.metadata.name}`;
    for (const source of rulesOf(policy).flatMap(sourcesOf)) {
      const accounts = [
        ...source.at('principals').texts.flatMap((principal) => {
          const [, ns, account] = /\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(principal) ?? [];
          return ns === undefined || account === undefined ? [] : [`${ns}/${account}`];
        }),
        ...source.at('serviceAccounts').texts.map((text) => (text.includes('/') ? text : `${namespace}/${text}`)),
      ];
      for (const account of accounts) {
        const list = found.get(account) ?? [];
        if (!list.includes(label)) found.set(account, [...list, label]);
      }
    }
  }
  return found;
});

function example(account: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { serviceAccountName: web, containers: [{ name: web }] }
---
apiVersion: v1
kind: Pod
metadata: { name: api, namespace: apps, labels: { app: api } }
spec: { serviceAccountName: ${account}, containers: [{ name: api }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: db, namespace: apps }
spec: { rules: [{ from: [{ source: { principals: [cluster.local/ns/apps/sa/web] } }] }] }
`;
}

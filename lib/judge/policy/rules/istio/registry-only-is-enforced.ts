import { objectLabel } from '../../../../manifest/object.js';
import { stringAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { hasSidecar } from '../../../model/istio/injection.js';
import { INSTALL_KINDS, installsOf } from '../../../model/istio/mesh-config.js';
import { SIDECAR } from '../../../model/istio/traffic-kinds.js';
import { podsInScope } from '../../../model/istio/workload-scope.js';
import { isolates } from '../../../model/network/network-policy.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const example = (policyTypes: string) => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: apps }
spec: { outboundTrafficPolicy: { mode: REGISTRY_ONLY } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { sidecar.istio.io/inject: "true" } }
spec: { containers: [{ name: web }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default, namespace: apps }
spec: { podSelector: {}, policyTypes: [${policyTypes}] }
`;

export default defineRule({
  id: 'istio/registry-only-is-enforced',
  severity: 'warning',
  scope: 'object',
  summary: 'Where a proxy lets only known hosts out, a NetworkPolicy does so too.',
  rationale:
    'REGISTRY_ONLY is a setting of the proxy, and an application can go past its proxy: with UDP, as user 1337, or by ports that are left out. Only a NetworkPolicy keeps its packets in.',
  source: 'https://istio.io/latest/docs/ops/best-practices/security/#understand-traffic-capture-limitations',
  appliesTo: [SIDECAR, ...INSTALL_KINDS],
  passes: example('Ingress, Egress'),
  fails: example('Ingress'),
  *check(resource, cluster) {
    const found = registryOnly(resource, cluster);
    if (found === undefined) return;
    const open = found.pods.filter(
      (pod) => hasSidecar(pod, cluster) && !cluster.networkPoliciesOf(pod).some((policy) => isolates(policy, 'egress')),
    );
    const [first] = open;
    if (first === undefined) return;
    yield {
      path: found.path,
      got: `REGISTRY_ONLY, while no NetworkPolicy is for the egress of ${objectLabel(first.resource.object)}${open.length === 1 ? '' : ` and ${open.length - 1} more`}`,
      expected: 'a NetworkPolicy with policyTypes Egress for each pod',
      fix: 'Deny egress by a NetworkPolicy, and open what is needed: DNS, istiod and the egress gateway. As it is, an application that goes past its proxy reaches any address.',
    };
  },
});

function registryOnly(
  resource: Resource,
  cluster: ClusterIndex,
): { readonly path: string; readonly pods: readonly PodTemplate[] } | undefined {
  if (resource.object.kind === 'Sidecar') {
    const path = 'spec.outboundTrafficPolicy.mode';
    const mode = stringAt(resource.object, 'spec', 'outboundTrafficPolicy', 'mode');
    return mode === 'REGISTRY_ONLY' ? { path, pods: podsInScope(resource, cluster) } : undefined;
  }
  const install = installsOf(cluster).find((each) => each.resource === resource);
  if (stringAt(install?.meshConfig, 'outboundTrafficPolicy', 'mode') !== 'REGISTRY_ONLY' || install === undefined)
    return undefined;
  return { path: install.meshPath('outboundTrafficPolicy', 'mode'), pods: cluster.pods };
}

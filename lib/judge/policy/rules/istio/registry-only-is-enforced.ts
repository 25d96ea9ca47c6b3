import { Field } from '../../../../manifest/field.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { hasSidecar, INJECT, mayBeInMesh } from '../../../model/istio/injection.js';
import { INSTALL_KINDS, installsOf } from '../../../model/istio/mesh-config.js';
import { podsSelectedBy } from '../../../model/istio/selectors.js';
import { SIDECAR } from '../../../model/istio/traffic-kinds.js';
import { isolates } from '../../../model/network/network-policy.js';
import { kindOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { notJudged } from '../../outcome.js';
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

interface RegistryOnly {
  /** The field that sets it. */
  readonly mode: Field;
  readonly pods: readonly PodTemplate[];
}

export default defineRule<RegistryOnly>({
  id: 'istio/registry-only-is-enforced',
  severity: 'warning',
  scope: 'object',
  summary: 'Where a proxy blocks calls to unknown hosts, a NetworkPolicy does so too.',
  rationale:
    'REGISTRY_ONLY is a setting of the proxy, and an application can bypass its proxy: with UDP, as user 1337, or through excluded ports. Only a NetworkPolicy stops its packets.',
  source: 'https://istio.io/latest/docs/ops/best-practices/security/#understand-traffic-capture-limitations',
  appliesTo: [SIDECAR, ...INSTALL_KINDS],
  reads: [
    ...POD_KINDS,
    '*',
    'Namespace',
    'networking.k8s.io/NetworkPolicy',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
    'security.istio.io/RequestAuthentication',
  ],
  passes: example('Ingress, Egress'),
  fails: example('Ingress'),
  about: (resource, cluster) => registryOnly(resource, cluster),
  *check({ mode, pods }, cluster) {
    const proxied = pods.filter((pod) => hasSidecar(pod, cluster));
    if (pods.length === 0) yield notJudged('no pod to which it applies is among the files');
    // A pod that refuses the sidecar has none, whatever its Namespace says.
    const unknown = pods.find((pod) => pod.labels[INJECT] !== 'false' && mayBeInMesh(pod, cluster));
    if (unknown !== undefined) yield notJudged(`Namespace ${unknown.namespace} is not among the files`);
    const open = proxied.filter((pod) => !cluster.networkPoliciesOf(pod).some((policy) => isolates(policy, 'egress')));
    const [first] = open;
    if (first === undefined) return;
    yield mode.violation({
      got: `REGISTRY_ONLY, while no NetworkPolicy restricts the egress of ${objectLabel(first.resource.object)}${open.length === 1 ? '' : ` and ${open.length - 1} more`}`,
      expected: 'a NetworkPolicy with policyTypes Egress for each pod',
      effect: 'An application that bypasses its proxy can reach any address.',
      fix: 'Deny egress with a NetworkPolicy, and allow what is needed: DNS, istiod and the egress gateway.',
    });
  },
});

function registryOnly(resource: Resource, cluster: ClusterIndex): readonly RegistryOnly[] {
  const isSidecar = kindOf(resource.object) === SIDECAR;
  const install = installsOf(cluster).find((each) => each.resource === resource);
  const mode = (isSidecar ? Field.of(resource).at('spec') : install?.meshConfig)?.at('outboundTrafficPolicy', 'mode');
  if (mode?.text !== 'REGISTRY_ONLY') return [];
  return [{ mode, pods: isSidecar ? podsSelectedBy(resource, cluster) : cluster.pods }];
}

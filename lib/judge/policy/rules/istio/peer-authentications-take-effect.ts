import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import { shown } from '../../../../manifest/shown.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { namespacePolicies, workloadPolicies } from '../../../model/istio/peer-authentication.js';
import { isMeshWide, PEER_AUTHENTICATION, podsSelectedBy, selectorOf } from '../../../model/istio/selectors.js';
import { inboundPorts } from '../../../model/istio/service-ports.js';
import { namespaceOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { podNames } from '../../../model/pods/pod-names.js';
import { notJudged, type Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/peer-authentications-take-effect',
  severity: 'error',
  scope: 'object',
  summary: 'Every PeerAuthentication, with each of its ports, is in effect for the workloads it selects.',
  rationale:
    'Istio uses the oldest PeerAuthentication of a scope and silently ignores the others, selectors in the root namespace, and ports that the container does not have.',
  source: 'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
  appliesTo: [PEER_AUTHENTICATION],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'Service',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example('8080'),
  fails: example('80'),
  *check(policy, cluster) {
    const labels = selectorOf(policy);
    if (labels === undefined) {
      yield* unselectiveFaults(policy, cluster);
    } else if (isMeshWide(policy, cluster)) {
      const namespace = namespaceOf(policy);
      yield Field.of(policy)
        .at('spec', 'selector')
        .violation({
          got: `${shown(labels)} in the root namespace ${namespace}`,
          expected: 'no selector there',
          effect: 'Istio ignores it in every namespace.',
          fix: 'Move it to the namespace of the workload, or remove the selector to apply it to the mesh.',
        });
    } else {
      const pods = podsSelectedBy(policy, cluster);
      if (pods.length === 0) yield notJudged('no pod that it selects is among the files');
      yield* supersededFaults(policy, pods, cluster);
      yield* unknownPorts(policy, pods, cluster);
    }
  },
});

function* unselectiveFaults(policy: Resource, cluster: ClusterIndex): Iterable<Outcome> {
  const object = Field.of(policy);
  const [first] = namespacePolicies(namespaceOf(policy), cluster);
  if (first !== undefined && first !== policy) {
    yield object.at('metadata', 'name').violation({
      got: `${objectLabel(policy.object)} beside ${objectLabel(first.object)}, both without a selector`,
      expected: 'one PeerAuthentication without a selector in a namespace',
      effect: `Istio uses only the oldest, or ${first.object.metadata.name} if they are created together, so this one has no effect.`,
      fix: 'Merge them.',
    });
  }
  const ports = object.at('spec', 'portLevelMtls');
  if (ports.entries.length > 0) {
    yield ports.violation({
      got: `ports ${listed(Object.keys(ports.mapping ?? {}))} without a selector`,
      expected: 'a selector beside portLevelMtls',
      effect: 'Istio rejects or ignores ports for a namespace or the mesh.',
      fix: 'Select the workload that has these ports.',
    });
  }
}

/** Pods for which another PeerAuthentication is in effect. */
function* supersededFaults(policy: Resource, pods: readonly PodTemplate[], cluster: ClusterIndex): Iterable<Outcome> {
  const rivals = new Set(pods.flatMap((pod) => workloadPolicies(pod, cluster).slice(0, 1)));
  rivals.delete(policy);
  for (const first of rivals) {
    const shared = pods.filter((pod) => workloadPolicies(pod, cluster)[0] === first);
    yield Field.of(policy)
      .at('spec', 'selector')
      .violation({
        got: `${podNames(shared)}, which ${objectLabel(first.object)} selects too`,
        expected: 'one PeerAuthentication for each workload',
        effect: `Istio uses only the oldest, or ${first.object.metadata.name} if they are created together, so this one has no effect there.`,
        fix: 'Merge them.',
      });
  }
}

function* unknownPorts(policy: Resource, pods: readonly PodTemplate[], cluster: ClusterIndex): Iterable<Outcome> {
  const known = [...new Set(pods.flatMap((pod) => inboundPorts(pod, cluster)))].sort((a, b) => a - b);
  for (const [port, field] of Field.of(policy).at('spec', 'portLevelMtls').entries) {
    if (pods.length === 0 || known.includes(Number(port))) continue;
    const names = podNames(pods);
    // Pods that declare no port may have any.
    yield known.length === 0
      ? notJudged(`${names} declares no port`)
      : field.violation({
          got: `${port}, which is not a port of ${names}`,
          expected: `a port of the container: ${listed(known)}`,
          effect: 'Istio ignores it, and the mode of the workload applies.',
          fix: 'Name the port that the container listens on, not that of a Service.',
        });
  }
}

function example(port: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: web, namespace: apps }
spec:
  selector: { matchLabels: { app: web } }
  mtls: { mode: STRICT }
  portLevelMtls: { "${port}": { mode: STRICT } }
`;
}

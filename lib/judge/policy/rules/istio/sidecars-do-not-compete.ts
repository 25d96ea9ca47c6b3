import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { SIDECAR } from '../../../model/istio/traffic-kinds.js';
import { hasTargets, podsInScope, workloadScope } from '../../../model/istio/workload-scope.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const example = (name: string) => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: a, namespace: apps }
spec: { workloadSelector: { labels: { app: web } }, egress: [{ hosts: ["./*"] }] }
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: b, namespace: apps }
spec: { workloadSelector: { labels: { app: ${name} } }, egress: [{ hosts: ["*/*"] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web }] }
`;

export default defineRule({
  id: 'istio/sidecars-do-not-compete',
  severity: 'error',
  scope: 'object',
  summary: 'One Sidecar of a namespace is for each pod.',
  rationale:
    'A proxy follows one Sidecar. Where several are for it, it is not defined which: the egress that one of them closes may stand open.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0110/',
  appliesTo: [SIDECAR],
  passes: example('shop'),
  fails: example('web'),
  *check(resource, cluster) {
    if (hasTargets(resource)) return;
    const { labels, path } = workloadScope(resource);
    const others = cluster
      .ofKindIn(namespaceOf(resource), SIDECAR)
      .filter((other) => other !== resource && !hasTargets(other) && compete(resource, other, cluster));
    if (others.length === 0) return;
    const names = listed(others.map(({ object }) => objectLabel(object)));
    yield {
      path: labels === undefined ? 'spec' : path,
      got:
        labels === undefined
          ? `no selector, as ${names}`
          : `${JSON.stringify(labels)}, for pods that ${names} selects too`,
      expected: 'one Sidecar without a selector in a namespace, and one at most that selects a pod',
      fix: `Join them, or part their labels; as it is, it is not defined which one the pods follow, and the settings of the other are lost: this one or ${names}.`,
    };
  },
});

function compete(a: Resource, b: Resource, cluster: ClusterIndex): boolean {
  const [one, two] = [workloadScope(a).labels, workloadScope(b).labels];
  if (one === undefined || two === undefined) return one === two;
  const pods = new Set(podsInScope(a, cluster));
  return podsInScope(b, cluster).some((pod) => pods.has(pod));
}

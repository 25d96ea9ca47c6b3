import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { TELEMETRY } from '../../../model/istio/traffic-kinds.js';
import { hasTargets, podsInScope, workloadScope } from '../../../model/istio/workload-scope.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const example = (name: string) => `
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: a, namespace: apps }
spec: { selector: { matchLabels: { app: web } }, accessLogging: [{ providers: [{ name: envoy }] }] }
---
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: b, namespace: apps }
spec: { selector: { matchLabels: { app: ${name} } }, tracing: [{ disableSpanReporting: true }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web }] }
`;

export default defineRule({
  id: 'istio/telemetries-do-not-compete',
  severity: 'error',
  scope: 'object',
  summary: 'One Telemetry of a namespace is for each pod.',
  rationale:
    'Of several Telemetry objects for one pod the oldest counts: the logs, traces or metrics that the others ask for are missing.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0159/',
  appliesTo: [TELEMETRY],
  passes: example('shop'),
  fails: example('web'),
  *check(resource, cluster) {
    if (hasTargets(resource)) return;
    const { labels, path } = workloadScope(resource);
    const others = cluster
      .ofKindIn(namespaceOf(resource), TELEMETRY)
      .filter((other) => other !== resource && !hasTargets(other) && compete(resource, other, cluster));
    if (others.length === 0) return;
    const names = listed(others.map(({ object }) => objectLabel(object)));
    yield {
      path: labels === undefined ? 'spec' : path,
      got:
        labels === undefined
          ? `no selector, as ${names}`
          : `${JSON.stringify(labels)}, for pods that ${names} selects too`,
      expected: 'one Telemetry without a selector in a namespace, and one at most that selects a pod',
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

import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import { listAt, objectAt, stringAt, stringsAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { ruleHost, subsetsOf } from '../../../model/istio/destination-rules.js';
import { isWildcard, type KnownHost, lookUpHost } from '../../../model/istio/hosts.js';
import { DESTINATION_RULE, WORKLOAD_ENTRY, WORKLOAD_GROUP } from '../../../model/istio/traffic-kinds.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { matchesLabels } from '../../../model/selector.js';
import { defineRule } from '../../rule.js';

type Labels = Readonly<Record<string, string>>;

const example = (version: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: apps }
spec: { host: web, subsets: [{ name: v2, labels: { version: ${version} } }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web, version: v2 } }
spec: { containers: [{ name: web }] }
`;

/** Labels that Kubernetes and istiod add: of the node, of the controller, and of the proxy. */
const ADDED =
  /^(topology\.(kubernetes|istio)\.io\/|kubernetes\.io\/hostname$|statefulset\.kubernetes\.io\/|apps\.kubernetes\.io\/|pod-template-hash$|controller-revision-hash$|service\.istio\.io\/|security\.istio\.io\/)/;

export default defineRule({
  id: 'istio/subsets-select-pods',
  severity: 'error',
  scope: 'object',
  summary: 'Every subset of a DestinationRule has pods among those of its host.',
  rationale: 'A subset without pods is a destination without endpoints: requests that are routed there get 503.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0173/',
  appliesTo: [DESTINATION_RULE],
  passes: example('v2'),
  fails: example('v3'),
  *check(resource, cluster) {
    const host = ruleHost(resource);
    if (isWildcard(host)) return;
    const known = lookUpHost(cluster, host, namespaceOf(resource)).filter((each) => each.host === host);
    const backends = known.map((each) => backendsOf(each, cluster));
    // What answers may be applied elsewhere where nothing at all is known.
    if (known.length === 0 || backends.some((labels) => labels === undefined)) return;
    const candidates = backends.flatMap((labels) => labels ?? []);
    for (const { path, name, subset } of subsetsOf(resource)) {
      const labels = objectAt(subset, 'labels') ?? {};
      if (Object.keys(labels).length === 0 && objectAt(subset, 'trafficPolicy') === undefined) {
        yield {
          path,
          got: `subset ${name} without labels and without a trafficPolicy`,
          expected: 'the labels of the pods that are meant',
          fix: 'Name the labels: as it is, requests that are routed there reach every pod of the host, whatever its version.',
        };
        continue;
      }
      const wanted = Object.fromEntries(
        Object.entries(labels).filter(([key, value]) => !ADDED.test(key) || value === ''),
      );
      if (Object.keys(wanted).length === 0 || candidates.some((each) => matchesLabels(wanted, each))) continue;
      yield {
        path: at(path, 'labels'),
        got: `${JSON.stringify(wanted)}, which nothing behind ${listed(known.map((each) => objectLabel(each.resource.object)))} has`,
        expected: valuesOf(Object.keys(wanted), candidates),
        fix: `Correct the labels, or add them to the pod template; as it is, requests that are routed to subset ${name} get 503.`,
      };
    }
  },
});

/** Labels of what answers for a host; undefined where that cannot be told from the objects. */
function backendsOf({ resource, namespace }: KnownHost, cluster: ClusterIndex): readonly Labels[] | undefined {
  const selector =
    objectAt(resource.object, 'spec', resource.object.kind === 'Service' ? 'selector' : 'workloadSelector') ?? {};
  const wanted = resource.object.kind === 'Service' ? selector : (objectAt(selector, 'labels') ?? {});
  if (Object.keys(wanted).length > 0) {
    const found = [
      ...cluster.podsIn(namespace).map(({ labels }) => labels),
      ...cluster.ofKindIn(namespace, WORKLOAD_ENTRY).map(({ object }) => stringsAt(object, 'spec', 'labels')),
      ...cluster
        .ofKindIn(namespace, WORKLOAD_GROUP)
        .map(({ object }) => stringsAt(object, 'spec', 'metadata', 'labels')),
    ].filter((labels) => matchesLabels(wanted, labels));
    return found.length === 0 ? undefined : found;
  }
  if (resource.object.kind === 'Service') return undefined;
  const endpoints = listAt(resource.object, 'spec', 'endpoints');
  if (endpoints.length === 0 && stringAt(resource.object, 'spec', 'resolution') === 'NONE') return undefined;
  return endpoints.map((endpoint) => stringsAt(endpoint, 'labels'));
}

function valuesOf(keys: readonly string[], candidates: readonly Labels[]): string {
  const found = keys.map((key) => {
    const values = [...new Set(candidates.flatMap((labels) => labels[key] ?? []))].sort();
    return `${key} ${values.length === 0 ? 'on no pod' : listed(values, ' or ')}`;
  });
  return `labels of its pods: ${listed(found)}`;
}

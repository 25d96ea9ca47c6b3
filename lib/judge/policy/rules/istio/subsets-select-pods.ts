import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { ruleHost, type Subset, subsetsOf } from '../../../model/istio/destination-rules.js';
import { isWildcard, type KnownHost, lookUpHost } from '../../../model/istio/hosts.js';
import { DESTINATION_RULE, WORKLOAD_ENTRY, WORKLOAD_GROUP } from '../../../model/istio/traffic-kinds.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { matchesLabels } from '../../../model/selector.js';
import { notJudged } from '../../outcome.js';
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

export default defineRule<Subset>({
  id: 'istio/subsets-select-pods',
  severity: 'error',
  scope: 'object',
  summary: 'Every subset of a DestinationRule selects some pods of its host.',
  rationale: 'A subset without pods is a destination without endpoints: requests that are routed there get 503.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0173/',
  appliesTo: [DESTINATION_RULE],
  reads: [
    ...POD_KINDS,
    'Namespace',
    'Service',
    'networking.istio.io/ServiceEntry',
    'networking.istio.io/WorkloadEntry',
    'networking.istio.io/WorkloadGroup',
  ],
  passes: example('v2'),
  fails: example('v3'),
  about: (resource) => (isWildcard(ruleHost(resource)) ? [] : subsetsOf(resource)),
  *check({ field, name }, cluster) {
    const host = ruleHost(field.resource);
    const known = lookUpHost(cluster, host, namespaceOf(field.resource)).filter((each) => each.host === host);
    const backends = known.map((each) => backendsOf(each, cluster));
    const owners = listed(known.map(({ resource }) => objectLabel(resource.object)));
    if (known.length === 0) yield notJudged(`no Service or ServiceEntry of ${host} is among the files`);
    else if (backends.includes(undefined)) yield notJudged(`no pod of ${owners} is among the files`);
    if (known.length === 0 || backends.includes(undefined)) return;
    const labels = field.at('labels');
    if (labels.entries.length === 0 && field.at('trafficPolicy').mapping === undefined) {
      yield field.violation({
        got: `subset ${name} without labels and without a trafficPolicy`,
        expected: 'the labels of the pods that are meant',
        effect: 'Requests that are routed there reach every pod of the host, whatever its version.',
        fix: 'Add the labels.',
      });
      return;
    }
    const candidates = backends.flatMap((each) => each ?? []);
    const wanted = Object.fromEntries(
      Object.entries(labels.mapping ?? {}).filter(([key, value]) => !ADDED.test(key) || value === ''),
    );
    if (candidates.some((each) => matchesLabels(wanted, each))) {
      const added = Object.keys(labels.mapping ?? {}).filter((key) => !Object.hasOwn(wanted, key));
      if (added.length > 0) yield notJudged(`pods get ${listed(added)} only in the cluster`, labels);
      return;
    }
    yield labels.violation({
      got: `${JSON.stringify(wanted)}, which nothing behind ${owners} has`,
      expected: valuesOf(Object.keys(wanted), candidates),
      effect: `Requests that are routed to subset ${name} get 503.`,
      fix: 'Correct the labels, or add them to the pod template.',
    });
  },
});

/** The labels of the backends of a host; undefined if the files do not show them. */
function backendsOf({ resource, namespace }: KnownHost, cluster: ClusterIndex): readonly Labels[] | undefined {
  const isService = resource.object.kind === 'Service';
  const spec = Field.of(resource).at('spec');
  const selector = (isService ? spec.at('selector') : spec.at('workloadSelector', 'labels')).mapping ?? {};
  if (Object.keys(selector).length > 0) {
    const labelsOf = (kind: string, ...steps: readonly string[]) =>
      cluster.ofKindIn(namespace, kind).map((each) => Field.of(each).at('spec', ...steps).textEntries);
    const found = [
      ...cluster.podsIn(namespace).map(({ labels }) => labels),
      ...labelsOf(WORKLOAD_ENTRY, 'labels'),
      ...labelsOf(WORKLOAD_GROUP, 'metadata', 'labels'),
    ].filter((labels) => matchesLabels(selector, labels));
    return found.length === 0 ? undefined : found;
  }
  if (isService) return undefined;
  const endpoints = spec.at('endpoints').items;
  if (endpoints.length === 0 && spec.at('resolution').text === 'NONE') return undefined;
  return endpoints.map((endpoint) => endpoint.at('labels').textEntries);
}

function valuesOf(keys: readonly string[], candidates: readonly Labels[]): string {
  const found = keys.map((key) => {
    const values = [...new Set(candidates.flatMap((labels) => labels[key] ?? []))].sort();
    return `${key} ${values.length === 0 ? 'on no pod' : listed(values, ' or ')}`;
  });
  return `labels of its pods: ${listed(found)}`;
}

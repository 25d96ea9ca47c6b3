import { Field } from '../../../../manifest/field.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { isMadeByCluster } from '../../../model/live/made-by-cluster.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const SLICE = 'discovery.k8s.io/EndpointSlice';

export default defineRule<Field>({
  id: 'network/service-has-endpoints',
  severity: 'warning',
  scope: 'object',
  summary: 'Every Service gets its endpoints from one place: its selector, or objects that are written for it.',
  rationale:
    'Without a selector a Service sends traffic where its Endpoints say, and nowhere if there are none. Endpoints written by hand beside a selector take over the traffic until the controller corrects them.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors',
  appliesTo: ['Service'],
  reads: ['Endpoints', 'discovery.k8s.io/EndpointSlice'],
  *about(resource) {
    const spec = Field.of(resource).at('spec');
    if (spec.at('type').text !== 'ExternalName') yield spec;
  },
  *check(spec, cluster) {
    const [selector, ports] = [spec.at('selector'), spec.at('ports')];
    const selects = selector.entries.length > 0;
    const found = endpointsOf(spec.resource, cluster);
    // A controller fills in what the selector selects.
    const written = found !== undefined && selects && isMadeByCluster(found.object) ? undefined : found;
    if (!selects && written === undefined) {
      yield selector.violation({
        expected: 'the labels of the pods that answer, or Endpoints of the same name',
        effect: 'Every connection is refused, unless something else writes the endpoints.',
        fix: 'Add the selector.',
      });
    }
    if (selects && written !== undefined) {
      const label = `${written.object.kind} ${written.object.metadata.name}`;
      yield selector.violation({
        got: `${selector.shown}, beside ${label}`,
        expected: 'a selector or endpoints, not both',
        effect: 'It sends traffic of the Service to addresses that no selector has chosen.',
        fix: `Remove ${label}.`,
      });
    }
    if (ports.items.length === 0 && spec.at('clusterIP').text !== 'None') {
      yield ports.violation({
        expected: 'at least one port',
        effect: 'The API server refuses a Service without ports unless it is headless.',
        fix: 'Name the ports.',
      });
    }
  },
  passes: example(`
---
apiVersion: v1
kind: Endpoints
metadata: { name: db, namespace: apps }
subsets: [{ addresses: [{ ip: 192.0.2.1 }], ports: [{ port: 5432 }] }]`),
  fails: example(''),
});

function endpointsOf(service: Resource, cluster: ClusterIndex): Resource | undefined {
  const { name } = service.object.metadata;
  const namespace = namespaceOf(service);
  return (
    cluster.find('Endpoints', namespace, name) ??
    cluster
      .ofKindIn(namespace, SLICE)
      .find((slice) => Field.of(slice).at('metadata', 'labels', 'kubernetes.io/service-name').text === name)
  );
}

function example(endpoints: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: db, namespace: apps }
spec: { ports: [{ port: 5432 }] }${endpoints}
`;
}

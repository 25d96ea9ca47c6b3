import { listAt, objectAt, shown, stringAt, stringsAt, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const SLICE = 'discovery.k8s.io/EndpointSlice';

export default defineRule({
  id: 'network/service-has-endpoints',
  severity: 'warning',
  scope: 'object',
  summary: 'Every Service gets its endpoints from one place: its selector, or objects that are written for it.',
  rationale:
    'Without selector a Service sends traffic where its Endpoints say, and nowhere if there are none; beside a selector, Endpoints written by hand are somebody who takes the traffic over until the controller sets them right.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors',
  appliesTo: ['Service'],
  passes: `
apiVersion: v1
kind: Service
metadata: { name: db, namespace: apps }
spec: { ports: [{ port: 5432 }] }
---
apiVersion: v1
kind: Endpoints
metadata: { name: db, namespace: apps }
subsets: [{ addresses: [{ ip: 192.0.2.1 }], ports: [{ port: 5432 }] }]
`,
  fails: `
apiVersion: v1
kind: Service
metadata: { name: db, namespace: apps }
spec: { ports: [{ port: 5432 }] }
`,
  *check(resource, cluster) {
    const { object } = resource;
    if (stringAt(object, 'spec', 'type') === 'ExternalName') return;
    const selects = Object.keys(objectAt(object, 'spec', 'selector') ?? {}).length > 0;
    const written = writtenFor(resource, cluster);
    if (!selects && written === undefined) {
      yield {
        path: 'spec.selector',
        got: shown(valueAt(object, 'spec', 'selector')),
        expected: 'the labels of the pods that answer, or Endpoints of the same name',
        fix: 'Add the selector; as it stands every connection is refused, unless something else writes the endpoints.',
      };
    }
    if (selects && written !== undefined) {
      yield {
        path: 'spec.selector',
        got: `${shown(valueAt(object, 'spec', 'selector'))}, beside ${written.object.kind} ${written.object.metadata.name}`,
        expected: 'a selector or endpoints, not both',
        fix: `Remove ${written.object.kind} ${written.object.metadata.name}: it sends traffic of the Service to addresses that no selector has chosen.`,
      };
    }
    if (listAt(object, 'spec', 'ports').length === 0 && stringAt(object, 'spec', 'clusterIP') !== 'None') {
      yield {
        path: 'spec.ports',
        got: shown(valueAt(object, 'spec', 'ports')),
        expected: 'at least one port',
        fix: 'Name the ports: only a headless Service may be without, and the API server refuses any other.',
      };
    }
  },
});

function writtenFor(service: Resource, cluster: ClusterIndex): Resource | undefined {
  const { name } = service.object.metadata;
  const namespace = namespaceOf(service);
  return (
    cluster.find('Endpoints', namespace, name) ??
    cluster
      .ofKindIn(namespace, SLICE)
      .find(({ object }) => stringsAt(object, 'metadata', 'labels')['kubernetes.io/service-name'] === name)
  );
}

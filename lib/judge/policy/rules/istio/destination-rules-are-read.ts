import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import { ruleHost } from '../../../model/istio/destination-rules.js';
import { lookUpHost } from '../../../model/istio/hosts.js';
import { rootNamespaceOf } from '../../../model/istio/mesh-config.js';
import { DESTINATION_RULE } from '../../../model/istio/traffic-kinds.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const example = (namespace: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: ${namespace} }
spec: { host: web.apps.svc.cluster.local, trafficPolicy: { connectionPool: { tcp: { maxConnections: 100 } } } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web }] }
`;

export default defineRule({
  id: 'istio/destination-rules-are-read',
  severity: 'warning',
  scope: 'object',
  summary: 'A DestinationRule stands where proxies look for it.',
  rationale:
    "A proxy looks for rules in its own namespace, then in the Service's, then in the root namespace. A rule in any other namespace is read by nobody, whatever it exports.",
  source: 'https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration-sharing',
  appliesTo: [DESTINATION_RULE],
  passes: example('apps'),
  fails: example('mesh-rules'),
  *check(resource, cluster) {
    const namespace = namespaceOf(resource);
    if (namespace === rootNamespaceOf(cluster) || cluster.podsIn(namespace).length > 0) return;
    const host = ruleHost(resource);
    const owners = lookUpHost(cluster, host, namespace).filter(({ resource: { object } }) => object.kind === 'Service');
    if (owners.length === 0 || owners.some((owner) => owner.namespace === namespace)) return;
    const places = listed([...new Set(owners.map((owner) => owner.namespace))]);
    yield {
      path: 'metadata.namespace',
      got: `${namespace}, which has no pod, while ${listed(owners.map(({ resource: { object } }) => objectLabel(object)))} is in ${places}`,
      expected: `namespace ${places}, or a namespace of callers`,
      fix: `Move the rule to namespace ${places} for all callers, or to the namespace of those that are meant; as it is, no proxy reads it.`,
    };
  },
});

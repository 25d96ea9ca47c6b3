import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import { ruleHost } from '../../../model/istio/destination-rules.js';
import { lookUpHost } from '../../../model/istio/hosts.js';
import { rootNamespaceOf } from '../../../model/istio/mesh-config.js';
import { DESTINATION_RULE } from '../../../model/istio/traffic-kinds.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { notJudged } from '../../outcome.js';
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
  id: 'istio/destination-rules-are-where-proxies-look',
  severity: 'warning',
  scope: 'object',
  summary: 'A DestinationRule is in a namespace where proxies look for it.',
  rationale:
    "A proxy looks for rules in its own namespace, then in the Service's, then in the root namespace. No proxy reads a rule in another namespace, whatever it exports.",
  source: 'https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration-sharing',
  appliesTo: [DESTINATION_RULE],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'Service',
    'install.istio.io/IstioOperator',
    'networking.istio.io/ServiceEntry',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example('apps'),
  fails: example('mesh-rules'),
  *check(resource, cluster) {
    const namespace = namespaceOf(resource);
    if (namespace === rootNamespaceOf(cluster) || cluster.podsIn(namespace).length > 0) return;
    const owners = lookUpHost(cluster, ruleHost(resource), namespace)
      .map((known) => known.resource)
      .filter(({ object }) => object.kind === 'Service');
    if (owners.length === 0) yield notJudged(`no pod of namespace ${namespace} is among the files`);
    if (owners.length === 0 || owners.some((owner) => namespaceOf(owner) === namespace)) return;
    const places = listed([...new Set(owners.map(namespaceOf))]);
    yield Field.of(resource)
      .at('metadata', 'namespace')
      .violation({
        got: `${namespace}, which has no pod, while ${listed(owners.map(({ object }) => objectLabel(object)))} is in ${places}`,
        expected: `namespace ${places}, or a namespace of callers`,
        effect: 'No proxy reads the rule.',
        fix: `Move it to namespace ${places} to apply it to all callers, or to the namespace of the callers it is for.`,
      });
  },
});

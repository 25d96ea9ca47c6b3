import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import { objectAt, shown } from '../../../../manifest/read.js';
import { rootNamespaceOf } from '../../../model/istio/mesh-config.js';
import { namespacePolicies, workloadPolicies } from '../../../model/istio/peer-authentication.js';
import { inboundPorts } from '../../../model/istio/protocols.js';
import { PEER_AUTHENTICATION, podsSelectedBy, selectorOf } from '../../../model/istio/selectors.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/peer-authentications-take-effect',
  severity: 'error',
  scope: 'object',
  summary: 'Every PeerAuthentication is read by the proxies it is meant for, with each of its ports.',
  rationale:
    'Istio keeps the oldest PeerAuthentication of a scope and passes over the others, over selectors in the root namespace, and over ports that the container does not have, without a word.',
  source: 'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
  appliesTo: [PEER_AUTHENTICATION],
  passes: example('8080'),
  fails: example('80'),
  *check(resource, cluster) {
    const namespace = namespaceOf(resource);
    const labels = selectorOf(resource);
    const ports = Object.keys(objectAt(resource.object, 'spec', 'portLevelMtls') ?? {});
    if (labels === undefined) {
      const [first] = namespacePolicies(namespace, cluster);
      if (first !== undefined && first !== resource) {
        yield {
          path: 'metadata.name',
          got: `${objectLabel(resource.object)} beside ${objectLabel(first.object)}, both without a selector`,
          expected: 'one PeerAuthentication without a selector in a namespace',
          fix: `Join them: Istio reads the oldest alone, and of two that are made together ${first.object.metadata.name}, so this one does nothing.`,
        };
      }
      if (ports.length > 0) {
        yield {
          path: 'spec.portLevelMtls',
          got: `ports ${listed(ports)} without a selector`,
          expected: 'a selector beside portLevelMtls',
          fix: 'Select the workload that has these ports; for a namespace or the mesh the ports are refused or passed over.',
        };
      }
      return;
    }
    if (namespace === rootNamespaceOf(cluster)) {
      yield {
        path: 'spec.selector',
        got: `${shown(labels)} in the root namespace ${namespace}`,
        expected: 'no selector there',
        fix: 'Move it to the namespace of the workload, or remove the selector to make it hold for the mesh: with one, Istio passes over it in every namespace.',
      };
      return;
    }
    const pods = podsSelectedBy(resource, cluster);
    const rivals = new Set(pods.flatMap((pod) => workloadPolicies(pod, cluster).slice(0, 1)));
    for (const first of rivals) {
      if (first === resource) continue;
      const shared = pods.filter((pod) => workloadPolicies(pod, cluster)[0] === first);
      yield {
        path: 'spec.selector',
        got: `${listed(shared.map((pod) => pod.resource.object.metadata.name))}, which ${objectLabel(first.object)} selects too`,
        expected: 'one PeerAuthentication for each workload',
        fix: `Join them: Istio reads the oldest alone, and of two that are made together ${first.object.metadata.name}, so this one does nothing there.`,
      };
    }
    for (const port of ports) {
      if (pods.length === 0 || pods.some((pod) => inboundPorts(pod, cluster).includes(Number(port)))) continue;
      const known = [...new Set(pods.flatMap((pod) => inboundPorts(pod, cluster)))].sort((a, b) => a - b);
      // Pods that declare no port may have any.
      if (known.length === 0) continue;
      yield {
        path: at('spec.portLevelMtls', port),
        got: `${port}, which is no port of ${listed(pods.map((pod) => pod.resource.object.metadata.name))}`,
        expected: `a port of the container: ${listed(known)}`,
        fix: 'Name the port that the container listens on, not that of a Service: Istio passes over the others, and the mode of the workload holds.',
      };
    }
  },
});

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

import { listed } from '../../../../manifest/listed.js';
import { hasSidecar, isGateway, isInMesh } from '../../../model/istio/injection.js';
import { becauseOf, mtlsOf } from '../../../model/istio/peer-authentication.js';
import { inboundPorts } from '../../../model/istio/protocols.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/workloads-are-strict',
  severity: 'error',
  scope: 'object',
  summary: 'A PeerAuthentication says for every port of every workload in the mesh what it takes.',
  rationale:
    'Where none says a mode, PERMISSIVE holds, which takes plain text beside mTLS: whoever reaches the pod calls it unseen and without an identity, and rules for identities do not know him.',
  source: 'https://istio.io/latest/docs/concepts/security/#permissive-mode',
  appliesTo: POD_KINDS,
  passes: example('apps'),
  fails: example('web'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined || !isInMesh(pod, cluster) || isGateway(pod)) return;
    // A mode that an object says is judged there, once for all that it holds for.
    const mtls = mtlsOf(pod, undefined, cluster);
    if (mtls.decidedBy !== undefined) return;
    const ports = inboundPorts(pod, cluster);
    const open = ports.filter((port) => mtlsOf(pod, port, cluster).decidedBy === undefined);
    if (ports.length > 0 && open.length === 0) return;
    const { name } = resource.object.metadata;
    const where =
      ports.length === 0 ? `${name}, whose ports are not declared,` : listed(open.map((port) => `${name}:${port}`));
    const past = hasSidecar(pod, cluster) ? '' : ', past ztunnel';
    yield {
      path: pod.metadataPath,
      got: `connections to ${where} may be plain text, ${becauseOf(mtls)}`,
      expected: 'mTLS mode STRICT at every port',
      fix: `Add a PeerAuthentication without a selector and with mode STRICT to namespace ${pod.namespace} or to the root namespace; as it stands any caller that reaches the pod is served without an identity${past}.`,
    };
  },
});

function example(namespace: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: ${namespace} }
spec: { mtls: { mode: STRICT } }
`;
}

import { listed } from '../../../../manifest/listed.js';
import { hasSidecar, isGateway } from '../../../model/istio/injection.js';
import { becauseOf, mtlsOf } from '../../../model/istio/peer-authentication.js';
import { inboundPorts } from '../../../model/istio/service-ports.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { istioPodRule } from '../../istio-pod-rule.js';

export default istioPodRule({
  id: 'istio/workloads-have-an-mtls-mode',
  severity: 'error',
  summary: 'A PeerAuthentication sets a mode for every port of every workload in the mesh.',
  rationale:
    'Where none sets a mode, PERMISSIVE applies, which accepts plaintext beside mTLS: anyone who reaches the pod can call it without encryption and without an identity, so that rules for identities do not match.',
  source: 'https://istio.io/latest/docs/concepts/security/#permissive-mode',
  appliesTo: POD_KINDS,
  reads: [
    '*',
    'ConfigMap',
    'Namespace',
    'Service',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'security.istio.io/PeerAuthentication',
  ],
  passes: example('apps'),
  fails: example('web'),
  proxy: 'any',
  unless: (pod) => isGateway(pod),
  *check(pod, cluster) {
    // Another rule judges a mode at the object that sets it, once for all that it applies to.
    const mtls = mtlsOf(pod, undefined, cluster);
    if (mtls.decidedBy !== undefined) return;
    const ports = inboundPorts(pod, cluster);
    const open = ports.filter((port) => mtlsOf(pod, port, cluster).decidedBy === undefined);
    if (ports.length > 0 && open.length === 0) return;
    const { name } = pod.resource.object.metadata;
    const place =
      ports.length === 0 ? `${name}, whose ports are not declared,` : listed(open.map((port) => `${name}:${port}`));
    yield pod.metadata.violation({
      got: `connections to ${place} may be plaintext, ${becauseOf(mtls)}`,
      expected: 'mTLS mode STRICT at every port',
      effect: `Every caller that reaches the pod is served without an identity${hasSidecar(pod, cluster) ? '' : ', past ztunnel'}.`,
      fix: `Add a PeerAuthentication without a selector and with mode STRICT to namespace ${pod.namespace} or to the root namespace.`,
    });
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

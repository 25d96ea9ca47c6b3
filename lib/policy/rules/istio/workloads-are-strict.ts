import { objectLabel } from '../../../manifest/object.js';
import type { ClusterIndex } from '../../cluster-index.js';
import { hasSidecar, isGateway, isInMesh } from '../../istio/injection.js';
import { becauseOf, type EffectiveMtls, mtlsOf } from '../../istio/peer-authentication.js';
import { inboundPorts } from '../../istio/protocols.js';
import { POD_KINDS, type PodTemplate } from '../../pod.js';
import { defineRule, type Report } from '../../rule.js';

export default defineRule({
  id: 'istio/workloads-are-strict',
  severity: 'error',
  scope: 'object',
  summary: 'Every port of every workload in the mesh takes mTLS alone.',
  rationale:
    'PERMISSIVE, which is the default, takes plain text beside mTLS: whoever reaches the pod calls it unseen and without an identity, and rules for identities do not know him.',
  source: 'https://istio.io/latest/docs/concepts/security/#permissive-mode',
  appliesTo: POD_KINDS,
  passes: example('STRICT'),
  fails: example('PERMISSIVE'),
  *check(subject, cluster) {
    const pod = cluster.podOf(subject);
    if (pod === undefined || !isInMesh(pod, cluster) || isGateway(pod)) return;
    const ports = inboundPorts(pod, cluster);
    const open = ports.map((port) => ({ port, mtls: mtlsOf(pod, port, cluster) })).filter(isOpen);
    const groups = new Map<string, { readonly ports: number[]; readonly mtls: EffectiveMtls }>();
    for (const { port, mtls } of open) {
      const key = `${mtls.mode} ${mtls.path} ${mtls.decidedBy === undefined ? '' : objectLabel(mtls.decidedBy.object)}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { ports: [port], mtls });
      else group.ports.push(port);
    }
    for (const { ports: numbers, mtls } of groups.values()) yield report(pod, numbers, mtls, cluster);
    const rest = mtlsOf(pod, undefined, cluster);
    if (ports.length === 0 && isOpen({ mtls: rest })) yield report(pod, [], rest, cluster);
  },
});

function isOpen({ mtls }: { readonly mtls: EffectiveMtls }): boolean {
  return mtls.mode !== 'STRICT';
}

function report(pod: PodTemplate, ports: readonly number[], mtls: EffectiveMtls, cluster: ClusterIndex): Report {
  const name = pod.subject.object.metadata.name;
  const where =
    ports.length === 0 ? `${name}, whose ports are not declared` : ports.map((port) => `${name}:${port}`).join(', ');
  const inPlain = mtls.mode === 'DISABLE' ? 'are plain text, even between proxies' : 'may be plain text';
  const sidecar = hasSidecar(pod, cluster);
  return {
    path: pod.metadataPath,
    got: `connections to ${where} ${inPlain}, ${becauseOf(mtls)}`,
    expected: 'mTLS mode STRICT at every port',
    fix: fixFor(mtls, pod, sidecar),
  };
}

function fixFor({ decidedBy, path }: EffectiveMtls, pod: PodTemplate, sidecar: boolean): string {
  const effect = `any caller that reaches the pod is served without an identity${sidecar ? '' : ', past ztunnel'}`;
  if (decidedBy === undefined) {
    return `Add a PeerAuthentication without a selector and with mode STRICT to namespace ${pod.namespace} or to the root namespace; as it stands ${effect}.`;
  }
  return `Set ${path} of ${objectLabel(decidedBy.object)} to STRICT; as it stands ${effect}.`;
}

function example(mode: string): string {
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
metadata: { name: default, namespace: apps }
spec: { mtls: { mode: ${mode} } }
`;
}

import { Field } from '../../../../manifest/field.js';
import { listAt, stringAt, stringListAt, valueAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { isInjected } from '../../../model/linkerd/injection.js';
import { type ControlPlaneInstall, controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { controllerExample } from '../../examples/linkerd-control-plane.js';
import { NO_CONTROL_PLANE } from '../../linkerd/control-plane-objects.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const ENFORCE = 'pod-security.kubernetes.io/enforce';
/** The levels that reject privileges which the mesh needs. */
const LIMITING = ['baseline', 'restricted'];

const example = (level: string) => `${controllerExample()}---
apiVersion: v1
kind: Namespace
metadata: { name: apps, annotations: { linkerd.io/inject: enabled }, labels: { ${ENFORCE}: ${level} } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: apps }
spec: { template: { spec: { containers: [{ name: web }] } } }
`;

export default defineRule({
  id: 'linkerd/pod-security-admits-the-mesh',
  severity: 'error',
  scope: 'object',
  summary: "No namespace enforces a pod-security level that rejects the mesh's containers.",
  rationale:
    "The proxy's init container needs NET_ADMIN and NET_RAW, which the levels baseline and restricted do not allow: every injected pod is rejected. linkerd-cni replaces the init container, but itself needs directories of the node.",
  source: 'https://linkerd.io/2-edge/features/cni/',
  appliesTo: ['Namespace'],
  reads: [...POD_KINDS, 'ConfigMap'],
  passes: example('privileged'),
  fails: example('restricted'),
  about: (resource, cluster) => {
    const install = controlPlaneInstallOf(cluster);
    const level = Field.of(resource).at('metadata', 'labels', ENFORCE);
    if (level.text === undefined) return [];
    if (install !== undefined) return [{ level, install }];
    const injected = cluster.podsIn(resource.object.metadata.name).some((pod) => isInjected(pod, cluster));
    return injected && LIMITING.includes(level.text) ? [notJudged(NO_CONTROL_PLANE, level)] : [];
  },
  *check({ level, install }, cluster) {
    if (!LIMITING.includes(level.text ?? '')) return;
    const { name } = level.resource.object.metadata;
    const rejected = cluster.podsIn(name).find((pod) => needsMore(pod, install, cluster));
    if (rejected === undefined) return;
    yield level.violation({
      got: `${level.text}, with ${rejected.resource.object.kind} ${rejected.resource.object.metadata.name}`,
      expected: 'privileged',
      fix: mountsNode(rejected)
        ? 'Enforce privileged here: the plugin writes to the node.'
        : 'Run the mesh with linkerd-cni, whose pods need no privileges, or enforce privileged and audit restricted.',
    });
  },
});

/** Whether the pods have, or get, what both levels reject. */
function needsMore(pod: PodTemplate, { cni }: ControlPlaneInstall, cluster: ClusterIndex): boolean {
  if (isInjected(pod, cluster)) return !cni;
  if (pod.labels['linkerd.io/cni-resource'] !== undefined) return mountsNode(pod);
  return pod.containers.some(
    ({ name, spec }) =>
      name === 'linkerd-init' && stringListAt(spec, 'securityContext', 'capabilities', 'add').includes('NET_ADMIN'),
  );
}

function mountsNode({ spec }: PodTemplate): boolean {
  return listAt(spec, 'volumes').some(
    (volume) => valueAt(volume, 'hostPath') !== undefined && stringAt(volume, 'name') !== undefined,
  );
}

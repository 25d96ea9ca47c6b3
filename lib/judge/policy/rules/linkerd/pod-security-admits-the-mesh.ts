import { at } from '../../../../manifest/field-path.js';
import { listAt, stringAt, stringListAt, stringsAt, valueAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { isInjected } from '../../../model/linkerd/injection.js';
import { type ControlPlaneInstall, controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { controllerExample } from '../../examples/linkerd-control-plane.js';
import { defineRule } from '../../rule.js';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

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
  summary: 'No namespace enforces a pod-security level that refuses the containers of the mesh.',
  rationale:
    "The init container of the proxy needs NET_ADMIN and NET_RAW, which the levels baseline and restricted refuse: every injected pod is turned away. linkerd-cni takes the init container's place, and itself needs folders of the node.",
  source: 'https://linkerd.io/2-edge/features/cni/',
  appliesTo: ['Namespace'],
  passes: example('privileged'),
  fails: example('restricted'),
  *check({ object }, cluster) {
    const install = controlPlaneInstallOf(cluster);
    if (install === undefined) return;
    const level = stringsAt(object, 'metadata', 'labels')[ENFORCE];
    if (level !== 'baseline' && level !== 'restricted') return;
    const refused = cluster.podsIn(object.metadata.name).find((pod) => needsMore(pod, install, cluster));
    if (refused === undefined) return;
    yield {
      path: at('metadata', 'labels', ENFORCE),
      got: `${level}, with ${refused.resource.object.kind} ${refused.resource.object.metadata.name}`,
      expected: 'privileged',
      fix: mountsNode(refused)
        ? 'Enforce no more than privileged here: the plugin writes to the node.'
        : 'Run the mesh with linkerd-cni, whose pods need no privileges, or enforce privileged and audit restricted.',
    };
  },
});

/** Whether the pods hold, or get, what both levels refuse. */
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

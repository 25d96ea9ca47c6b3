import { listed } from '../../../../manifest/listed.js';
import { stringAt, valueAt } from '../../../../manifest/read.js';
import { autoContainer, hasSidecar } from '../../../model/istio/injection.js';
import { type Install, installsOf } from '../../../model/istio/mesh-config.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const PREFIX = 'sidecar.istio.io/proxy';
const RESOURCES = ['CPU', 'CPULimit', 'Memory', 'MemoryLimit'];

export default defineRule({
  id: 'istio/proxy-limits-are-set',
  severity: 'warning',
  scope: 'object',
  summary: 'Every sidecar has requests and limits, for this pod or for the mesh.',
  rationale:
    'A sidecar is in every pod: without limits a burst at one takes the memory of its node. And one annotation replaces all resources of the mesh, so that the others are gone.',
  source: 'https://istio.io/latest/docs/reference/config/annotations/#SidecarProxyCPULimit',
  appliesTo: POD_KINDS,
  passes: example(
    'sidecar.istio.io/proxyCPU: 100m, sidecar.istio.io/proxyCPULimit: "1", sidecar.istio.io/proxyMemory: 128Mi, sidecar.istio.io/proxyMemoryLimit: 256Mi',
  ),
  fails: example('sidecar.istio.io/proxyCPU: 100m'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined || !hasSidecar(pod, cluster)) return;
    // A proxy that stands in the manifest has its resources there.
    if (autoContainer(pod) !== undefined || pod.containers.some(({ name }) => name === 'istio-proxy')) return;
    const set = RESOURCES.filter((resource) => pod.ownAnnotations[`${PREFIX}${resource}`] !== undefined);
    const installs = installsOf(cluster);
    if (set.length === 0 && installs.length > 0 && installs.every(bounds)) return;
    const missing = RESOURCES.filter((resource) => !set.includes(resource));
    if (missing.length === 0) return;
    const path = `${pod.metadataPath}.annotations`;
    if (set.length > 0) {
      yield {
        path,
        got: `${listed(set.map((resource) => PREFIX + resource))} alone`,
        expected: `${listed(missing.map((resource) => PREFIX + resource))} beside them`,
        fix: 'Set all four: as soon as one is there, the injector leaves out the resources of the mesh.',
      };
      return;
    }
    yield {
      path,
      got: `no resources for the sidecar${installs.length === 0 ? ', as far as these files tell' : ', neither here nor for the mesh'}`,
      expected: `${listed(RESOURCES.map((resource) => PREFIX + resource))}, or values.global.proxy.resources`,
      fix: 'Set them: without a limit the sidecar may take the memory of its node.',
    };
  },
});

/** Whether the mesh gives every sidecar limits: those of its values, or those of the chart where it fills them in. */
function bounds({ values, fillsDefaults }: Install): boolean {
  return ['cpu', 'memory'].every((resource) => {
    const limits = valueAt(values, 'global', 'proxy', 'resources', 'limits');
    const given = valueAt(limits, resource);
    if (given === undefined) return fillsDefaults && limits !== null;
    return stringAt(limits, resource) !== '' && given !== null;
  });
}

function example(annotations: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, annotations: { ${annotations} } }
spec: { containers: [{ name: web }] }
`;
}

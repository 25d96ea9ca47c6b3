import { listed } from '../../../../manifest/listed.js';
import { type Install, installsOf } from '../../../model/istio/mesh-config.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { istioPodRule } from '../../istio-pod-rule.js';

const RESOURCES = ['CPU', 'CPULimit', 'Memory', 'MemoryLimit'].map((name) => `sidecar.istio.io/proxy${name}`);

export default istioPodRule({
  id: 'istio/proxy-limits-are-set',
  severity: 'warning',
  summary: 'Every sidecar has requests and limits, set for the pod or for the mesh.',
  rationale:
    'Every pod has a sidecar: without limits a burst at one of them can use up the memory of its node. A single annotation replaces all resources of the mesh, so that the others are gone.',
  source: 'https://istio.io/latest/docs/reference/config/annotations/#SidecarProxyCPULimit',
  appliesTo: POD_KINDS,
  reads: [
    '*',
    'ConfigMap',
    'Namespace',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example(
    'sidecar.istio.io/proxyCPU: 100m, sidecar.istio.io/proxyCPULimit: "1", sidecar.istio.io/proxyMemory: 128Mi, sidecar.istio.io/proxyMemoryLimit: 256Mi',
  ),
  fails: example('sidecar.istio.io/proxyCPU: 100m'),
  proxy: 'sidecar',
  // A proxy container in the manifest has its resources there.
  unless: ({ containers }) => containers.some(({ name }) => name === 'istio-proxy'),
  *check(pod, cluster) {
    const annotations = pod.metadata.at('annotations');
    const set = RESOURCES.filter((key) => annotations.at(key).text !== undefined);
    const missing = RESOURCES.filter((key) => !set.includes(key));
    if (missing.length === 0) return;
    if (set.length > 0) {
      yield annotations.violation({
        got: `only ${listed(set)}`,
        expected: `${listed(missing)} beside them`,
        effect: 'As soon as one is set, the injector leaves out the resources of the mesh.',
        fix: 'Set all four.',
      });
      return;
    }
    const installs = installsOf(cluster);
    if (installs.length > 0 && installs.every(setsLimits)) return;
    yield annotations.violation({
      got: `no resources for the sidecar${installs.length === 0 ? ' in these files' : ', neither here nor for the mesh'}`,
      expected: `${listed(RESOURCES)}, or values.global.proxy.resources`,
      effect: 'Without a limit the sidecar can use up the memory of its node.',
      fix: 'Set them.',
    });
  },
});

/** Whether the mesh gives every sidecar limits: those of its values, or those of the chart where it fills them in. */
function setsLimits({ values, fillsDefaults }: Install): boolean {
  const limits = values.at('global', 'proxy', 'resources', 'limits');
  return ['cpu', 'memory'].every((resource) => {
    const given = limits.at(resource).value;
    if (given === undefined) return fillsDefaults && limits.value !== null;
    return given !== '' && given !== null;
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

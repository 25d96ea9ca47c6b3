import { at } from '../../../../manifest/field-path.js';
import { readYaml } from '../../../../manifest/kube-yaml.js';
import { isObject } from '../../../../manifest/read.js';
import { autoContainer, hasSidecar, isGateway } from '../../../model/istio/injection.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const CHANGES: Readonly<Record<string, string>> = {
  'inject.istio.io/templates': 'what is injected is of another template than that of the mesh',
  'proxy.istio.io/config': 'the proxy has settings of its own, and those of the mesh no longer hold for it',
  'proxy.istio.io/overrides': 'the proxy container is what the annotation says, rights and image included',
  'sidecar.istio.io/bootstrapOverride': 'the proxy starts from a configuration that the control plane did not write',
  'sidecar.istio.io/proxyImage': 'the proxy is of another image, which upgrades of the mesh pass by',
  'sidecar.istio.io/userVolume': 'the proxy reads files that the control plane does not know of',
  'sidecar.istio.io/userVolumeMount': 'the proxy reads files that the control plane does not know of',
};

/** Settings of the proxy that teams may well have of their own: how it starts, ends and is traced. */
const HARMLESS = [
  'concurrency',
  'drainDuration',
  'holdApplicationUntilProxyStarts',
  'terminationDrainDuration',
  'tracing',
];

export default defineRule({
  id: 'istio/proxy-is-as-installed',
  severity: 'warning',
  scope: 'object',
  summary: 'The sidecars of workloads are as the mesh installs them.',
  rationale:
    'Who deploys a workload is by these annotations who decides what its proxy is: another image, another configuration or another template may leave out mTLS and every policy.',
  source: 'https://istio.io/latest/docs/reference/config/annotations/',
  appliesTo: POD_KINDS,
  passes: example('sidecar.istio.io/proxyCPU: 100m'),
  fails: example('sidecar.istio.io/proxyImage: example.org/proxy:1.30.3'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined || !hasSidecar(pod, cluster)) return;
    if (autoContainer(pod) !== undefined || isGateway(pod)) return;
    for (const [key, value] of Object.entries(pod.ownAnnotations)) {
      const effect = Object.hasOwn(CHANGES, key) ? CHANGES[key] : undefined;
      if (effect === undefined) continue;
      if (key === 'inject.istio.io/templates' && value.trim() === 'sidecar') continue;
      if (key === 'proxy.istio.io/config' && isHarmless(value)) continue;
      yield {
        path: at(pod.metadataPath, 'annotations', key),
        got: key,
        expected: 'a proxy as the mesh installs it',
        fix: `Remove the annotation, and set what is needed for the mesh: as it stands ${effect}.`,
      };
    }
  },
});

/** Whether an annotation with settings of the proxy has only such as do not touch what it enforces. */
function isHarmless(text: string): boolean {
  try {
    const [settings] = readYaml(text);
    return isObject(settings) && Object.keys(settings).every((key) => HARMLESS.includes(key));
  } catch {
    return false;
  }
}

function example(annotation: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, annotations: { ${annotation} } }
spec: { containers: [{ name: web }] }
`;
}

import { isMapping } from '../../../../formats/mapping.js';
import { readYaml } from '../../../../manifest/kube-yaml.js';
import { isGateway } from '../../../model/istio/injection.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { istioPodRule } from '../../istio-pod-rule.js';

const CHANGES: Readonly<Record<string, string>> = {
  'inject.istio.io/templates': 'The injector uses another template than the mesh.',
  'proxy.istio.io/config': 'The proxy has settings of its own in place of those of the mesh.',
  'proxy.istio.io/overrides': 'The annotation defines the proxy container, its rights and image included.',
  'sidecar.istio.io/bootstrapOverride': 'The proxy starts from a configuration that the control plane did not write.',
  'sidecar.istio.io/proxyImage': 'The proxy uses another image, which upgrades of the mesh do not update.',
  'sidecar.istio.io/userVolume': 'The proxy reads files that the control plane does not know.',
  'sidecar.istio.io/userVolumeMount': 'The proxy reads files that the control plane does not know.',
};

/** Settings of the proxy that teams may change: how it starts, ends and is traced. */
const HARMLESS = [
  'concurrency',
  'drainDuration',
  'holdApplicationUntilProxyStarts',
  'terminationDrainDuration',
  'tracing',
];

export default istioPodRule({
  id: 'istio/proxy-is-not-customized',
  severity: 'warning',
  summary: 'The sidecars of workloads are as the mesh installs them.',
  rationale:
    'With these annotations anyone who deploys a workload decides what its proxy is: another image, configuration or template may omit mTLS and every policy.',
  source: 'https://istio.io/latest/docs/reference/config/annotations/',
  appliesTo: POD_KINDS,
  reads: [
    '*',
    'ConfigMap',
    'Namespace',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example('sidecar.istio.io/proxyCPU: 100m'),
  fails: example('sidecar.istio.io/proxyImage: example.org/proxy:1.30.3'),
  proxy: 'sidecar',
  unless: (pod) => isGateway(pod),
  *check({ metadata }) {
    for (const [key, annotation] of metadata.at('annotations').entries) {
      const effect = Object.hasOwn(CHANGES, key) ? CHANGES[key] : undefined;
      const text = annotation.text;
      if (effect === undefined || text === undefined) continue;
      if (key === 'inject.istio.io/templates' && text.trim() === 'sidecar') continue;
      if (key === 'proxy.istio.io/config' && isHarmless(text)) continue;
      yield annotation.violation({
        got: key,
        expected: 'a proxy as the mesh installs it',
        effect,
        fix: 'Remove the annotation, and change the settings of the mesh instead.',
      });
    }
  },
});

/** Whether settings of the proxy do not change what it enforces. */
function isHarmless(text: string): boolean {
  try {
    const [settings] = readYaml(text);
    return isMapping(settings) && Object.keys(settings).every((key) => HARMLESS.includes(key));
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

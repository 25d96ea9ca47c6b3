import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { booleanAt, type Found, listAt, objectAt, stringAt, valueAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { namespaceLabels } from '../../../model/network/network-policy.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { matchesSelector } from '../../../model/selector.js';
import { BUNDLE } from '../../../model/trust/anchors.js';
import { filesRead } from '../../../model/trust/files-read.js';
import { mentionedNames } from '../../../model/trust/secrets.js';
import { defineRule } from '../../rule.js';

const example = (name: string) => `apiVersion: v1
kind: Namespace
metadata: { name: apps }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: web, namespace: apps }
data: { web.conf: '' }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers: [{ name: web, image: example.org/web:1.4.2 }]
  volumes: [{ name: config, configMap: { name: ${name} } }]
`;
/** ConfigMaps that controllers put into every namespace. */
const EVERYWHERE = ['istio-ca-root-cert', 'kube-root-ca.crt', 'openshift-service-ca.crt'];

/** A place of a pod that reads a ConfigMap. */
interface Use {
  readonly path: string;
  readonly name: string;
  /** The keys that must be there. */
  readonly keys: readonly string[];
}

export default defineRule({
  id: 'pod/config-map-exists',
  severity: 'error',
  scope: 'object',
  summary: 'Every ConfigMap that a pod reads is in its namespace, with the keys that are read.',
  rationale: 'A pod whose ConfigMap or key is missing does not start, and waits without an end.',
  source: 'https://kubernetes.io/docs/concepts/configuration/configmap/',
  appliesTo: POD_KINDS,
  passes: example('web'),
  fails: example('website'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    // Where the Namespace is not among the objects, neither need its ConfigMaps be.
    if (pod === undefined || cluster.namespace(pod.namespace) === undefined) return;
    for (const use of usesOf(pod, cluster)) {
      const report = reportOf(use, pod, cluster);
      if (report !== undefined) yield report;
    }
  },
});

function reportOf({ path, name, keys }: Use, { namespace }: PodTemplate, cluster: ClusterIndex): Fault | undefined {
  const found = cluster.find('ConfigMap', namespace, name);
  const bundle = cluster.find(BUNDLE, '', name);
  const target = bundle && objectAt(bundle.object, 'spec', 'target');
  let present: readonly string[];
  if (found !== undefined) {
    present = ['data', 'binaryData'].flatMap((field) => Object.keys(objectAt(found.object, field) ?? {}));
  } else if (objectAt(target, 'configMap') !== undefined) {
    const selector = valueAt(target, 'namespaceSelector');
    if (selector !== undefined && !matchesSelector(selector, namespaceLabels(namespace, cluster))) {
      return {
        path,
        got: `${name}, which its Bundle writes into other namespaces`,
        expected: `a Bundle whose namespaceSelector matches namespace ${namespace}`,
        fix: 'Correct the selector of the Bundle, or the labels of the Namespace.',
      };
    }
    present = bundleKeys(target);
  } else {
    if (EVERYWHERE.includes(name) || mentionedNames(cluster).has(name)) return undefined;
    return {
      path,
      got: name,
      expected: `a ConfigMap of namespace ${namespace}, or a Bundle that writes it`,
      fix: 'Correct the name, or add the ConfigMap; without it the pod does not start.',
    };
  }
  const missing = keys.filter((key) => !present.includes(key));
  if (missing.length === 0) return undefined;
  return {
    path,
    got: `${name} without ${listed(missing)}`,
    expected: present.length === 0 ? 'a ConfigMap with the key' : `keys among ${listed([...present].sort())}`,
    fix: 'Correct the key here, or where the ConfigMap is made.',
  };
}

function bundleKeys(target: Found): readonly string[] {
  const formats = ['jks', 'pkcs12'].map((format) => valueAt(target, 'additionalFormats', format, 'key'));
  return [valueAt(target, 'configMap', 'key'), ...formats].filter((key) => typeof key === 'string');
}

function usesOf(pod: PodTemplate, cluster: ClusterIndex): readonly Use[] {
  const uses: Use[] = [];
  const add = (reference: Found, path: string, keys: readonly string[]) => {
    const name = stringAt(reference, 'name');
    if (name === undefined || name === '' || booleanAt(reference, 'optional') === true) return;
    uses.push({ path: at(path, 'name'), name, keys });
  };
  for (const [index, volume] of listAt(pod.spec, 'volumes').entries()) {
    const path = at(pod.specPath, 'volumes', index);
    const reference = objectAt(volume, 'configMap');
    add(reference, at(path, 'configMap'), [
      ...itemKeys(reference),
      ...(isBundle(reference, cluster) ? filesRead(pod, stringAt(volume, 'name') ?? '', cluster) : []),
    ]);
    for (const [position, source] of listAt(volume, 'projected', 'sources').entries()) {
      const projected = objectAt(source, 'configMap');
      add(projected, at(path, 'projected', 'sources', position, 'configMap'), itemKeys(projected));
    }
  }
  for (const { path, spec } of pod.containers) {
    for (const [index, variable] of listAt(spec, 'env').entries()) {
      const reference = objectAt(variable, 'valueFrom', 'configMapKeyRef');
      const key = stringAt(reference, 'key');
      add(reference, at(path, 'env', index, 'valueFrom', 'configMapKeyRef'), key === undefined ? [] : [key]);
    }
    for (const [index, source] of listAt(spec, 'envFrom').entries()) {
      add(objectAt(source, 'configMapRef'), at(path, 'envFrom', index, 'configMapRef'), []);
    }
  }
  return uses;
}

function itemKeys(reference: Found): readonly string[] {
  return listAt(reference, 'items').flatMap((item) => stringAt(item, 'key') ?? []);
}

/** Whether all files of a volume come from a Bundle, under the Bundle's own names. */
function isBundle(reference: Found, cluster: ClusterIndex): boolean {
  const name = stringAt(reference, 'name');
  return name !== undefined && listAt(reference, 'items').length === 0 && cluster.find(BUNDLE, '', name) !== undefined;
}

import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { runsIstio } from '../../../model/istio/injection.js';
import { namespaceLabels } from '../../../model/network/network-policy.js';
import { type ConfigSource, configSources, namePaths } from '../../../model/pods/config-sources.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { matchesSelector } from '../../../model/selector.js';
import { BUNDLE } from '../../../model/trust/anchors.js';
import { filesRead } from '../../../model/trust/files-read.js';
import { mentionedNames } from '../../../model/trust/secrets.js';
import { everyPod } from '../../about.js';
import { type ObjectName, whyUnknown } from '../../declared/missing.js';
import { objectsExist } from '../../declared/objects-exist.js';
import { type NotJudged, notJudged, type Outcome } from '../../outcome.js';

/** ConfigMap that Kubernetes itself writes into every namespace. */
const ROOT_OF_CLUSTER = 'kube-root-ca.crt';
/** ConfigMap that istiod writes into every namespace. */
const ROOT_OF_ISTIO = 'istio-ca-root-cert';
/** ConfigMap that OpenShift writes into every namespace. */
const ROOT_OF_OPENSHIFT = 'openshift-service-ca.crt';

/** A ConfigMap that a pod reads. */
interface Use extends ObjectName {
  readonly namespace: string;
  /** The keys that must be there. */
  readonly keys: readonly string[];
}

export default objectsExist<Use>({
  id: 'pod/config-map-exists',
  severity: 'error',
  summary: 'Every ConfigMap that a pod reads exists in its namespace, with the keys that are read.',
  rationale: 'A pod whose ConfigMap or key is missing does not start: it stays in ContainerCreating.',
  source: 'https://kubernetes.io/docs/concepts/configuration/configmap/',
  appliesTo: POD_KINDS,
  reads: [
    '*',
    'ConfigMap',
    'Namespace',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'trust.cert-manager.io/Bundle',
  ],
  names: (resource, cluster) =>
    everyPod(resource, cluster).flatMap((pod) =>
      configSources(pod, 'ConfigMap').map((source) => useOf(source, pod, cluster)),
    ),
  found: (configMap, { field, keys }) => missingKeys(field, keys, keysOf(configMap)),
  otherwise: ({ field, namespace, name, keys }, cluster) => {
    const target = bundleTarget(name, cluster);
    if (target?.at('configMap').mapping !== undefined) {
      return writesInto(target, namespace, cluster)
        ? missingKeys(field, keys, bundleKeys(target))
        : [writtenElsewhere(field, namespace)];
    }
    if (name === ROOT_OF_CLUSTER || (name === ROOT_OF_ISTIO && runsIstio(cluster))) return [];
    if (name === ROOT_OF_ISTIO) return [notJudged(`istiod writes ${name}, and nothing among the files shows istiod`)];
    if (name === ROOT_OF_OPENSHIFT) return [notJudged(`only OpenShift writes ${name}`)];
    return mentionedNames(cluster).has(name)
      ? [notJudged(`${name} is named elsewhere too, so a program may write it`)]
      : undefined;
  },
  states: {
    field: namePaths('ConfigMap'),
    to: 'ConfigMap',
    or: 'a Bundle that writes it',
    effect: 'The pod does not start.',
  },
  passes: example('web'),
  fails: example('website'),
});

function writtenElsewhere(field: Field, namespace: string): Outcome {
  return field.violation({
    got: `${field.shown}, which its Bundle writes into other namespaces`,
    expected: `a Bundle whose namespaceSelector matches namespace ${namespace}`,
    fix: 'Correct the selector of the Bundle, or the labels of the Namespace.',
  });
}

function* missingKeys(name: Field, keys: readonly string[], present: readonly string[]): Iterable<Outcome> {
  const lacking = keys.filter((key) => !present.includes(key));
  if (lacking.length === 0) return;
  yield name.violation({
    got: `${name.shown} without ${listed(lacking)}`,
    expected: present.length === 0 ? 'a ConfigMap with the key' : `keys among ${listed([...present].sort())}`,
    fix: 'Correct the key here, or where the ConfigMap is made.',
  });
}

function keysOf(configMap: Field['resource']): readonly string[] {
  const root = Field.of(configMap);
  return [...root.at('data').entries, ...root.at('binaryData').entries].map(([key]) => key);
}

/** Where the Bundle of that name writes its certificates. */
function bundleTarget(name: string, cluster: ClusterIndex): Field | undefined {
  const bundle = cluster.find(BUNDLE, '', name);
  return bundle && Field.of(bundle).at('spec', 'target');
}

function writesInto(target: Field, namespace: string, cluster: ClusterIndex): boolean {
  const selector = target.at('namespaceSelector');
  return selector.value === undefined || matchesSelector(selector.value, namespaceLabels(namespace, cluster));
}

function bundleKeys(target: Field): readonly string[] {
  const formats = ['jks', 'pkcs12'].map((format) => target.at('additionalFormats', format, 'key'));
  return [target.at('configMap', 'key'), ...formats].flatMap(({ text }) => text ?? []);
}

/** With the files that the pod reads of a volume whose files all come from a Bundle, under the Bundle's own names. */
function useOf(
  { name: field, keys, reference, volume }: ConfigSource,
  pod: PodTemplate,
  cluster: ClusterIndex,
): Use | NotJudged {
  const { namespace } = pod;
  const name = field.text ?? '';
  const unknown = whyUnknown({ kind: 'ConfigMap', namespace, name }, 'namespace', cluster);
  if (unknown !== undefined) return notJudged(unknown);
  const isBundle = reference.path === volume?.at('configMap').path && keys.length === 0 && bundleTarget(name, cluster);
  const read = isBundle ? [...filesRead(pod, volume?.at('name').text ?? '', cluster)] : keys;
  return { field, namespace, name, keys: read };
}

function example(name: string): string {
  return `
apiVersion: v1
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
}

import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { stringsAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { DATAPLANE_MODE, INJECT, INJECTION, REVISION, revisionsOf } from '../../../model/istio/injection.js';
import { rootNamespaceOf } from '../../../model/istio/mesh-config.js';
import { SECURITY_KINDS, selectorOf } from '../../../model/istio/selectors.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { notJudged, type Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule<Field>({
  id: 'istio/namespaces-choose-one-revision',
  severity: 'error',
  scope: 'object',
  summary: 'Every namespace in the mesh chooses one existing control plane with one label.',
  rationale:
    'If a namespace has both labels, the older one wins, so that an upgrade by revision skips the namespace. A revision that no control plane has injects nothing, without an error.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0123/',
  appliesTo: ['Namespace', ...POD_KINDS],
  reads: [
    'ConfigMap',
    'admissionregistration.k8s.io/MutatingWebhookConfiguration',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'sailoperator.io/IstioRevisionTag',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
    'security.istio.io/RequestAuthentication',
  ],
  passes: example('istio.io/rev: prod'),
  fails: example('istio-injection: enabled, istio.io/rev: prod'),
  about: (resource, cluster) => {
    const pod = cluster.podOf(resource);
    if (pod !== undefined) return decidesForItself(pod, cluster) ? [pod.metadata.at('labels')] : [];
    const labels = Field.of(resource).at('metadata', 'labels');
    const isLabelled = CHOICES.some((key) => labels.at(key).text !== undefined);
    return isLabelled || unselectivePolicy(resource, cluster) !== undefined ? [labels] : [];
  },
  *check(labels, cluster) {
    yield* labels.resource.object.kind === 'Namespace'
      ? namespaceFaults(labels, cluster)
      : unknownRevision(labels.at(REVISION), labels.at(REVISION).shown, cluster);
  },
});

const CHOICES = [INJECTION, REVISION, DATAPLANE_MODE];

/** The label of pods takes effect only where the Namespace has none. */
function decidesForItself(pod: PodTemplate, cluster: ClusterIndex): boolean {
  const above = stringsAt(cluster.namespace(pod.namespace)?.object, 'metadata', 'labels');
  return pod.labels[REVISION] !== undefined && above[INJECTION] === undefined && above[REVISION] === undefined;
}

function* namespaceFaults(labels: Field, cluster: ClusterIndex): Iterable<Outcome> {
  const [injection, revision, mode] = [labels.at(INJECTION), labels.at(REVISION), labels.at(DATAPLANE_MODE)];
  if (injection.text !== undefined && revision.text !== undefined) {
    yield revision.violation({
      got: `${REVISION}: ${revision.text} beside ${INJECTION}: ${injection.text}`,
      expected: 'one of the two',
      ...(injection.text === 'enabled'
        ? {
            effect: `The default revision injects the pods, and ${revision.text} does not.`,
            fix: `Remove ${INJECTION}.`,
          }
        : { effect: `${INJECTION} wins, and no pod gets a sidecar.`, fix: 'Remove one of them.' }),
    });
  } else if (mode.text === 'ambient' && (injection.text === 'enabled' || revision.text !== undefined)) {
    yield mode.violation({
      got: `ambient beside ${injection.text === undefined ? `${REVISION}: ${revision.text}` : `${INJECTION}: ${injection.text}`}`,
      expected: 'sidecars or ambient',
      effect: 'Pods get a sidecar, and ztunnel does not handle them.',
      fix: 'Remove one of them.',
    });
  } else if (injection.text !== undefined && injection.text !== 'enabled' && injection.text !== 'disabled') {
    yield injection.violation({
      expected: 'enabled or disabled',
      effect: 'With any other value no pod gets a sidecar.',
      fix: 'Write enabled.',
    });
  } else if (revision.text !== undefined) {
    yield* unknownRevision(revision, revision.text, cluster);
  } else if (injection.text === 'enabled') {
    yield* unknownRevision(injection, 'default', cluster);
  } else if (injection.text === undefined && mode.text === undefined) {
    yield* missingLabel(labels, cluster);
  }
}

/** The first policy that is for all pods of a namespace; undefined for the root namespace, whose policies are for the mesh. */
function unselectivePolicy(namespace: Resource, cluster: ClusterIndex): Resource | undefined {
  const { name } = namespace.object.metadata;
  if (namespace.object.kind !== 'Namespace' || name === rootNamespaceOf(cluster)) return undefined;
  return SECURITY_KINDS.flatMap((kind) => cluster.ofKindIn(name, kind)).find(
    (policy) => selectorOf(policy) === undefined,
  );
}

function* missingLabel(labels: Field, cluster: ClusterIndex): Iterable<Outcome> {
  const policy = unselectivePolicy(labels.resource, cluster);
  if (policy === undefined) return;
  const { name } = labels.resource.object.metadata;
  const pods = cluster.podsIn(name);
  if (pods.length === 0) yield notJudged(`no pod of namespace ${name} is among the files`);
  if (pods.length === 0 || pods.some((pod) => pod.labels[INJECT] === 'true' || pod.labels[REVISION] !== undefined)) {
    return;
  }
  yield labels.violation({
    got: `no label of Istio on namespace ${name}, which has ${policy.object.kind} ${policy.object.metadata.name}`,
    expected: `${INJECTION}: enabled, ${REVISION} or ${DATAPLANE_MODE}: ambient`,
    effect: 'No pod of the namespace is in the mesh, and nothing enforces its policies.',
    fix: 'Add one of these labels.',
  });
}

function* unknownRevision(label: Field, wanted: string, cluster: ClusterIndex): Iterable<Outcome> {
  const known = revisionsOf(cluster);
  if (known === undefined) yield notJudged('no control plane of Istio is among the files');
  if (known === undefined || known.has(wanted)) return;
  yield label.violation({
    got: `revision ${wanted}, which no control plane has`,
    expected: `one of ${listed(known.names)}`,
    effect: 'No webhook has this revision, so no pod gets a sidecar.',
    fix: 'Name a revision or a tag that is installed.',
  });
}

function example(labels: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { ${labels} } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio-prod, namespace: istio-system }
data: { mesh: '' }
`;
}

import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { stringsAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { DATAPLANE_MODE, INJECTION, REVISION, revisionsOf } from '../../../model/istio/injection.js';
import { rootNamespaceOf } from '../../../model/istio/mesh-config.js';
import { SECURITY_KINDS, selectorOf } from '../../../model/istio/selectors.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/namespaces-choose-one-revision',
  severity: 'error',
  scope: 'object',
  summary: 'Every namespace in the mesh says by one label which control plane injects it, and there is one.',
  rationale:
    'Where both labels stand the older one counts, so an upgrade by revision passes the namespace by; and a revision that nobody serves injects nothing, without an error.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0123/',
  appliesTo: ['Namespace', ...POD_KINDS],
  passes: example('istio.io/rev: prod'),
  fails: example('istio-injection: enabled, istio.io/rev: prod'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod !== undefined) {
      const own = pod.labels[REVISION];
      const above = stringsAt(cluster.namespace(pod.namespace)?.object, 'metadata', 'labels');
      const counts = above[INJECTION] === undefined && above[REVISION] === undefined;
      if (own !== undefined && counts) yield* unknown(cluster, own, at(pod.metadataPath, 'labels', REVISION));
      return;
    }
    const { name } = resource.object.metadata;
    const labels = stringsAt(resource.object, 'metadata', 'labels');
    const [injection, revision, mode] = [labels[INJECTION], labels[REVISION], labels[DATAPLANE_MODE]];
    const sidecars = injection === 'enabled' || revision !== undefined;
    if (injection !== undefined && revision !== undefined) {
      yield {
        path: at('metadata.labels', REVISION),
        got: `${REVISION}: ${revision} beside ${INJECTION}: ${injection}`,
        expected: 'one of the two',
        fix:
          injection === 'enabled'
            ? `Remove ${INJECTION}: while it is there the default revision injects the pods, and ${revision} does not.`
            : `Remove one: as it stands ${INJECTION} counts, and no pod gets a sidecar.`,
      };
    } else if (mode === 'ambient' && sidecars) {
      yield {
        path: at('metadata.labels', DATAPLANE_MODE),
        got: `ambient beside ${injection === undefined ? `${REVISION}: ${revision}` : `${INJECTION}: ${injection}`}`,
        expected: 'sidecars or ambient',
        fix: 'Remove one: pods get a sidecar, and ztunnel leaves them alone.',
      };
    } else if (injection !== undefined && injection !== 'enabled' && injection !== 'disabled') {
      yield {
        path: at('metadata.labels', INJECTION),
        got: injection,
        expected: 'enabled or disabled',
        fix: 'Write enabled: with any other value no pod gets a sidecar.',
      };
    } else if (revision !== undefined) {
      yield* unknown(cluster, revision, at('metadata.labels', REVISION));
    } else if (injection === 'enabled') {
      yield* unknown(cluster, 'default', at('metadata.labels', INJECTION));
    } else if (injection === undefined && mode === undefined && name !== rootNamespaceOf(cluster)) {
      const policies = SECURITY_KINDS.flatMap((kind) => cluster.ofKindIn(name, kind)).filter(
        (policy) => selectorOf(policy) === undefined,
      );
      const pods = cluster.podsIn(name);
      const asked = pods.some(
        (template) => template.labels['sidecar.istio.io/inject'] === 'true' || template.labels[REVISION] !== undefined,
      );
      const [policy] = policies;
      if (policy === undefined || pods.length === 0 || asked) return;
      yield {
        path: 'metadata.labels',
        got: `no label of Istio on namespace ${name}, which has ${policy.object.kind} ${policy.object.metadata.name}`,
        expected: `${INJECTION}: enabled, ${REVISION} or ${DATAPLANE_MODE}: ambient`,
        fix: 'Add one of them: without it no pod of the namespace is in the mesh, and its policies are obeyed by nobody.',
      };
    }
  },
});

function* unknown(cluster: ClusterIndex, wanted: string, path: string): Iterable<Fault> {
  const known = revisionsOf(cluster);
  if (known === undefined || known.has(wanted)) return;
  yield {
    path,
    got: `revision ${wanted}, which no control plane has`,
    expected: `one of ${listed(known.names)}`,
    fix: 'Name a revision or a tag that is installed: no webhook answers to this one, so no pod gets a sidecar.',
  };
}

function example(labels: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { ${labels} } }
`;
}

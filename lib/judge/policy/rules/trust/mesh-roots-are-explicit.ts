import { Field } from '../../../../manifest/field.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { natsServersOf } from '../../../model/nats/server.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { BUNDLE, IDENTITY_BUNDLE } from '../../../model/trust/anchors.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'trust/mesh-roots-are-explicit',
  severity: 'error',
  scope: 'object',
  summary: 'The roots of a mesh, and those by which NATS servers verify their peers, are listed one by one.',
  rationale:
    'If the public CAs are among the roots, anyone with a certificate from one of them is a peer. With a selector, anyone who may label a ConfigMap or Secret can add a root.',
  source: 'https://cert-manager.io/docs/trust/trust-manager/',
  appliesTo: [BUNDLE],
  reads: [...POD_KINDS, 'ConfigMap', 'Namespace'],
  passes: example(''),
  fails: example(', { useDefaultCAs: true }'),
  about: (resource, cluster) => {
    const { name } = resource.object.metadata;
    if (name !== IDENTITY_BUNDLE && !isMountedByNats(name, cluster)) return [];
    return Field.of(resource).at('spec', 'sources').items;
  },
  *check(source) {
    const defaults = source.at('useDefaultCAs');
    if (defaults.value === true) {
      yield defaults.violation({
        expected: 'only the roots of this fleet',
        fix: 'Remove the source, and give programs that call public servers a bundle of their own.',
      });
    }
    for (const type of ['configMap', 'secret']) {
      const selector = source.at(type, 'selector');
      if (selector.value === undefined) continue;
      const fix = `Name the ${type} that has the root.`;
      yield selector.violation({ got: 'whatever has these labels', expected: 'a name', fix });
    }
  },
});

function isMountedByNats(name: string, cluster: ClusterIndex): boolean {
  return natsServersOf(cluster).some(({ pod }) =>
    pod.field.at('volumes').items.some((volume) => volume.at('configMap', 'name').text === name),
  );
}

function example(source: string): string {
  return `apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: linkerd-identity-trust-roots }
spec:
  sources: [{ secret: { name: trust-anchor, key: tls.crt } }${source}]
  target: { configMap: { key: ca-bundle.crt } }
`;
}

import type { ClusterIndex } from '../../../model/cluster-index.js';
import { natsServersOf } from '../../../model/nats/server.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { BUNDLE, IDENTITY_BUNDLE } from '../../../model/trust/anchors.js';
import { fieldRule } from '../../declared/field-rule.js';

export default fieldRule({
  id: 'trust/mesh-roots-are-explicit',
  severity: 'error',
  summary: 'The roots of a mesh, and those by which NATS servers verify their peers, are listed one by one.',
  rationale:
    'If the public CAs are among the roots, anyone with a certificate from one of them is a peer. With a selector, anyone who may label a ConfigMap or Secret can add a root.',
  source: 'https://cert-manager.io/docs/trust/trust-manager/',
  appliesTo: [BUNDLE],
  reads: [...POD_KINDS, 'ConfigMap', 'Namespace'],
  passes: example(''),
  fails: example(', { useDefaultCAs: true }'),
  of: 'object',
  unless: ({ resource }, cluster) => {
    const { name } = resource.object.metadata;
    return name !== IDENTITY_BUNDLE && !isMountedByNats(name, cluster);
  },
  states: [
    {
      field: 'spec.sources[*].useDefaultCAs',
      must: { notEqual: true },
      expected: 'only the roots of this fleet',
      fix: 'Remove the source, and give programs that call public servers a bundle of their own.',
    },
    ...['configMap', 'secret'].map((type) => ({
      field: `spec.sources[*].${type}.selector`,
      must: 'be absent' as const,
      expected: 'a name',
      fix: `Name the ${type} that has the root.`,
    })),
  ],
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

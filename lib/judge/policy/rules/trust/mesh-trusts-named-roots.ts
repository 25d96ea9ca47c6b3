import { at } from '../../../../manifest/field-path.js';
import { booleanAt, listAt, stringAt, valueAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { natsServersOf } from '../../../model/nats/server.js';
import { BUNDLE, IDENTITY_BUNDLE } from '../../../model/trust/anchors.js';
import { defineRule } from '../../rule.js';

const example = (source: string) => `apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: linkerd-identity-trust-roots }
spec:
  sources: [{ secret: { name: trust-anchor, key: tls.crt } }${source}]
  target: { configMap: { key: ca-bundle.crt } }
`;

export default defineRule({
  id: 'trust/mesh-trusts-named-roots',
  severity: 'error',
  scope: 'object',
  summary: 'The roots of a mesh, and those by which NATS knows its peers, are named one by one.',
  rationale:
    'With the public CAs among its roots, whoever gets a certificate from any of them is a peer; with a selector, whoever may label a ConfigMap or Secret adds a root.',
  source: 'https://cert-manager.io/docs/trust/trust-manager/',
  appliesTo: [BUNDLE],
  passes: example(''),
  fails: example(', { useDefaultCAs: true }'),
  *check({ object }, cluster) {
    const { name } = object.metadata;
    if (name !== IDENTITY_BUNDLE && !isMountedByNats(name, cluster)) return;
    for (const [index, source] of listAt(object, 'spec', 'sources').entries()) {
      const path = at('spec', 'sources', index);
      if (booleanAt(source, 'useDefaultCAs') === true) {
        yield {
          path: at(path, 'useDefaultCAs'),
          got: 'true',
          expected: 'the roots of this fleet alone',
          fix: 'Remove the source; programs that call public servers get a bundle of their own.',
        };
      }
      for (const type of ['configMap', 'secret']) {
        if (valueAt(source, type, 'selector') === undefined) continue;
        yield {
          path: at(path, type, 'selector'),
          got: 'whatever has these labels',
          expected: 'a name',
          fix: `Name the ${type} that holds the root.`,
        };
      }
    }
  },
});

function isMountedByNats(name: string, cluster: ClusterIndex): boolean {
  return natsServersOf(cluster).some(({ pod }) =>
    listAt(pod.spec, 'volumes').some((volume) => stringAt(volume, 'configMap', 'name') === name),
  );
}

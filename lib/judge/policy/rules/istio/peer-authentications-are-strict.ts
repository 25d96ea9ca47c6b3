import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { objectAt, shown, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { rootNamespaceOf } from '../../../model/istio/mesh-config.js';
import { type MtlsMode, modeIn, namespacePolicies } from '../../../model/istio/peer-authentication.js';
import { PEER_AUTHENTICATION, selectorOf } from '../../../model/istio/selectors.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const EFFECTS: Readonly<Record<Exclude<MtlsMode, 'STRICT'>, string>> = {
  PERMISSIVE:
    'as it stands plain text is taken beside mTLS: whoever reaches the pods is served, unseen and without an identity',
  DISABLE: 'as it stands all is plain text, even between proxies, and no caller has an identity',
};

export default defineRule({
  id: 'istio/peer-authentications-are-strict',
  severity: 'error',
  scope: 'object',
  summary: 'No PeerAuthentication takes plain text: each says STRICT, or leaves it to one above it that does.',
  rationale:
    'PERMISSIVE takes plain text beside mTLS, and DISABLE nothing else, for pods that these files may not hold: those of other files, and those that come later.',
  source:
    'https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode',
  appliesTo: [PEER_AUTHENTICATION],
  passes: example('STRICT'),
  fails: example('PERMISSIVE'),
  *check(resource, cluster) {
    const scope = scopeOf(resource, cluster);
    const mode = modeIn(valueAt(resource.object, 'spec', 'mtls'));
    if (mode !== undefined) yield* report('spec.mtls.mode', mode, scope);
    else if (holdsForTheMesh(resource, cluster)) {
      yield {
        path: 'spec.mtls.mode',
        got: `no mode, which is PERMISSIVE for ${scope}`,
        expected: 'STRICT',
        fix: `Set STRICT: there is nothing above it to inherit from, and ${EFFECTS.PERMISSIVE}.`,
      };
    }
    for (const [port, settings] of Object.entries(objectAt(resource.object, 'spec', 'portLevelMtls') ?? {})) {
      const ofPort = modeIn(settings);
      if (ofPort === undefined) continue;
      const more = ' Who scrapes metrics needs no open port: the sidecar offers those of the workload on 15020.';
      yield* report(at('spec.portLevelMtls', port, 'mode'), ofPort, `port ${port} of ${scope}`, more);
    }
  },
});

function* report(path: string, mode: MtlsMode, scope: string, more = ''): Iterable<Fault> {
  if (mode === 'STRICT') return;
  const fix = `Set STRICT, and lead callers from outside of the mesh through a gateway: ${EFFECTS[mode]}.${more}`;
  yield { path, got: `${mode}, for ${scope}`, expected: 'STRICT', fix };
}

/** Whose mode it is: said of the object alone, whatever pods are among the files. */
function scopeOf(resource: Resource, cluster: ClusterIndex): string {
  const labels = selectorOf(resource);
  const namespace = namespaceOf(resource);
  if (labels !== undefined) {
    const written = Object.entries(labels).map(([key, value]) => `${key}=${shown(value)}`);
    return `pods with ${listed(written)} in namespace ${namespace}`;
  }
  return namespace === rootNamespaceOf(cluster) ? 'the whole mesh' : `namespace ${namespace}`;
}

function holdsForTheMesh(resource: Resource, cluster: ClusterIndex): boolean {
  return namespacePolicies(rootNamespaceOf(cluster), cluster)[0] === resource;
}

function example(mode: string): string {
  return `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: apps }
spec: { mtls: { mode: ${mode} } }
`;
}

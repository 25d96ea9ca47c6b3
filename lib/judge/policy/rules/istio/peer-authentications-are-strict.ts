import { Field, type Violation } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { Resource } from '../../../../manifest/resource.js';
import { shown } from '../../../../manifest/shown.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { rootNamespaceOf } from '../../../model/istio/mesh-config.js';
import { type MtlsMode, modeIn, namespacePolicies } from '../../../model/istio/peer-authentication.js';
import { isMeshWide, PEER_AUTHENTICATION, selectorOf } from '../../../model/istio/selectors.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const EFFECTS: Readonly<Record<Exclude<MtlsMode, 'STRICT'>, string>> = {
  PERMISSIVE:
    'Plaintext is accepted besides mTLS: everyone who reaches the pods is served, without encryption and without an identity.',
  DISABLE: 'All traffic is plaintext, even between proxies, and no caller has an identity.',
};

export default defineRule({
  id: 'istio/peer-authentications-are-strict',
  severity: 'error',
  scope: 'object',
  summary: 'No PeerAuthentication allows plaintext: each sets STRICT, or inherits it.',
  rationale:
    'PERMISSIVE allows plaintext beside mTLS, and DISABLE allows only plaintext, also for pods that are in other files or are added later.',
  source:
    'https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode',
  appliesTo: [PEER_AUTHENTICATION],
  reads: ['ConfigMap', 'install.istio.io/IstioOperator', 'sailoperator.io/Istio', 'sailoperator.io/IstioRevision'],
  passes: example('STRICT'),
  fails: example('PERMISSIVE'),
  *check(policy, cluster) {
    const spec = Field.of(policy).at('spec');
    const scope = scopeOf(policy, cluster);
    if (modeIn(spec.at('mtls')) === undefined && appliesToTheMesh(policy, cluster)) {
      yield spec.at('mtls', 'mode').violation({
        got: `no mode, which is PERMISSIVE for ${scope}`,
        expected: 'STRICT',
        effect: `There is nothing to inherit a mode from. ${EFFECTS.PERMISSIVE}`,
        fix: 'Set STRICT.',
      });
    }
    yield* laxMode(spec.at('mtls'), scope);
    for (const [port, block] of spec.at('portLevelMtls').entries) {
      yield* laxMode(block, `port ${port} of ${scope}`, SCRAPERS);
    }
  },
});

const SCRAPERS = ' Scrapers need no open port: the sidecar serves the metrics of the workload on 15020.';

function* laxMode(block: Field, scope: string, hint = ''): Iterable<Violation> {
  const mode = modeIn(block);
  if (mode === undefined || mode === 'STRICT') return;
  yield block.at('mode').violation({
    got: `${mode}, for ${scope}`,
    expected: 'STRICT',
    effect: EFFECTS[mode],
    fix: `Set STRICT, and route callers outside the mesh through a gateway.${hint}`,
  });
}

/** What a policy applies to, judged by the object alone, whatever pods are among the files. */
function scopeOf(policy: Resource, cluster: ClusterIndex): string {
  const labels = selectorOf(policy);
  const namespace = namespaceOf(policy);
  if (labels !== undefined) {
    const written = Object.entries(labels).map(([key, value]) => `${key}=${shown(value)}`);
    return `pods with ${listed(written)} in namespace ${namespace}`;
  }
  return isMeshWide(policy, cluster) ? 'the whole mesh' : `namespace ${namespace}`;
}

function appliesToTheMesh(policy: Resource, cluster: ClusterIndex): boolean {
  return namespacePolicies(rootNamespaceOf(cluster), cluster)[0] === policy;
}

function example(mode: string): string {
  return `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: apps }
spec: { mtls: { mode: ${mode} } }
`;
}

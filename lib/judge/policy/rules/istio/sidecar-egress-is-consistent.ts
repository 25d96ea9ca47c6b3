import { Field } from '../../../../manifest/field.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { hostsWithin, isWildcard, qualified, whyUnknown } from '../../../model/istio/hosts.js';
import { installsOf } from '../../../model/istio/mesh-config.js';
import { SIDECAR } from '../../../model/istio/traffic-kinds.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { notJudged, type Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/** One host of an egress listener. */
interface EgressHost {
  readonly field: Field;
  /** How many other hosts the listener has. */
  readonly others: number;
  /** Whether the listener has the host before. */
  readonly isRepeated: boolean;
}

export default defineRule<EgressHost | Field>({
  id: 'istio/sidecar-egress-is-consistent',
  severity: 'warning',
  scope: 'object',
  summary: 'Every egress host of a Sidecar is known and listed once, and no Sidecar opens what the mesh closes.',
  rationale:
    'The proxy does not know a host that is misspelled, and refuses calls to it. A host that is listed twice, or beside every host, shows that the list is not what it seems. ALLOW_ANY overrides REGISTRY_ONLY of the mesh.',
  source: 'https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener',
  appliesTo: [SIDECAR],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Service',
    'install.istio.io/IstioOperator',
    'networking.istio.io/ServiceEntry',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example('./web.apps.svc.cluster.local'),
  fails: example('./wbe.apps.svc.cluster.local'),
  about: (resource) => {
    const mode = Field.of(resource).at('spec', 'outboundTrafficPolicy', 'mode');
    return [...egressHosts(resource), ...(mode.text === 'ALLOW_ANY' ? [mode] : [])];
  },
  *check(target, cluster) {
    yield* 'others' in target ? hostFaults(target, cluster) : openMode(target, cluster);
  },
});

function egressHosts(sidecar: Resource): readonly EgressHost[] {
  return Field.of(sidecar)
    .at('spec', 'egress')
    .items.flatMap((listener) => {
      const hosts = listener.at('hosts').items.filter(({ text }) => text !== undefined);
      const first = new Map(hosts.map((field) => [fullNameOf(field), field] as const).reverse());
      return hosts.map((field) => ({
        field,
        others: hosts.length - 1,
        isRepeated: first.get(fullNameOf(field)) !== field,
      }));
    });
}

function* hostFaults({ field, others, isRepeated }: EgressHost, cluster: ClusterIndex): Iterable<Outcome> {
  const own = namespaceOf(field.resource);
  if (field.text === '*/*' && others > 0) {
    yield field.violation({
      got: `*/* beside ${others} more`,
      expected: 'the hosts that are called, or only */*',
      effect: 'The other hosts restrict nothing, and the proxy knows every host of the mesh.',
      fix: 'Remove it.',
    });
    return;
  }
  if (isRepeated) {
    yield field.violation({ got: `${field.shown} again`, expected: 'each host once', fix: 'Remove it.' });
    return;
  }
  const [scope, host] = partsOf(field);
  if (host === undefined || isWildcard(host) || scope === '*' || scope === '~') return;
  const name = qualified(host, scope);
  if (hostsWithin(cluster, name, own).length > 0) return;
  const unknown = whyUnknown(cluster, name);
  yield unknown === undefined
    ? field.violation({
        got: `${field.shown}, which no Service or ServiceEntry that namespace ${own} sees has`,
        expected: 'namespace/host with the full name of the host',
        effect: 'The proxy does not know the host that is meant, and refuses calls to it.',
        fix: 'Correct it.',
      })
    : notJudged(unknown);
}

function* openMode(mode: Field, cluster: ClusterIndex): Iterable<Outcome> {
  const installs = installsOf(cluster);
  if (installs.length === 0) yield notJudged('no control plane of Istio is among the files');
  if (!installs.some(({ meshConfig }) => meshConfig.at('outboundTrafficPolicy', 'mode').text === 'REGISTRY_ONLY'))
    return;
  yield mode.violation({
    got: 'ALLOW_ANY, while the mesh says REGISTRY_ONLY',
    expected: 'REGISTRY_ONLY, with a ServiceEntry for each external host',
    effect: 'These pods can reach any host that no NetworkPolicy blocks.',
    fix: 'Set REGISTRY_ONLY.',
  });
}

/** Namespace and host of an entry. */
function partsOf(field: Field): readonly [scope: string, host: string | undefined] {
  const [scope = '', host] = field.shown.split('/');
  return [scope === '.' ? namespaceOf(field.resource) : scope, host];
}

function fullNameOf(field: Field): string {
  return partsOf(field).join('/');
}

function example(host: string): string {
  return `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: web, namespace: apps }
spec: { egress: [{ hosts: ["${host}", "istio-system/*"] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
`;
}

import { at } from '../../../../manifest/field-path.js';
import { listAt, stringAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { hostsWithin, isSurelyAbsent, isWildcard, qualified } from '../../../model/istio/hosts.js';
import { installsOf } from '../../../model/istio/mesh-config.js';
import { SIDECAR } from '../../../model/istio/traffic-kinds.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/sidecar-egress-is-clear',
  severity: 'warning',
  scope: 'object',
  summary: 'Every egress host of a Sidecar is known and named once, and no Sidecar opens what the mesh closes.',
  rationale:
    'A host that is misspelled is missing in the proxy, and calls to it are refused; one that is named twice, or beside every host, shows that the list is not what it seems; and ALLOW_ANY undoes REGISTRY_ONLY of the mesh.',
  source: 'https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener',
  appliesTo: [SIDECAR],
  passes: example('./web.apps.svc.cluster.local'),
  fails: example('./wbe.apps.svc.cluster.local'),
  *check(resource, cluster) {
    const own = namespaceOf(resource);
    for (const [index, listener] of listAt(resource.object, 'spec', 'egress').entries()) {
      const path = at('spec', 'egress', index, 'hosts');
      const hosts = listAt(listener, 'hosts').filter((host) => typeof host === 'string');
      const seen = new Set<string>();
      for (const [position, written] of hosts.entries()) {
        const report = reportOn(written, hosts, seen, own, cluster);
        seen.add(fullNameOf(written, own));
        if (report !== undefined) yield { path: at(path, position), ...report };
      }
    }
    const closed = installsOf(cluster).find(
      ({ meshConfig }) => stringAt(meshConfig, 'outboundTrafficPolicy', 'mode') === 'REGISTRY_ONLY',
    );
    if (closed === undefined || stringAt(resource.object, 'spec', 'outboundTrafficPolicy', 'mode') !== 'ALLOW_ANY')
      return;
    yield {
      path: 'spec.outboundTrafficPolicy.mode',
      got: 'ALLOW_ANY, while the mesh says REGISTRY_ONLY',
      expected: 'REGISTRY_ONLY, with a ServiceEntry for each host outside',
      fix: 'Close it: as it is, these pods reach any host that a NetworkPolicy does not keep from them.',
    };
  },
});

function reportOn(
  written: string,
  hosts: readonly string[],
  seen: ReadonlySet<string>,
  own: string,
  cluster: ClusterIndex,
) {
  if (written === '*/*' && hosts.length > 1) {
    return {
      got: `*/* beside ${hosts.length - 1} more`,
      expected: 'the hosts that are called, or */* alone',
      fix: 'Remove it: as it is, the others narrow nothing, and the proxy knows every host of the mesh.',
    };
  }
  if (seen.has(fullNameOf(written, own))) {
    return { got: `${written} again`, expected: 'each host once', fix: 'Remove it.' };
  }
  const [scope, host] = split(written, own);
  if (host === undefined || isWildcard(host) || scope === '*' || scope === '~') return undefined;
  const name = qualified(host, scope);
  if (hostsWithin(cluster, name, own).length > 0 || !isSurelyAbsent(cluster, name)) return undefined;
  return {
    got: `${written}, which no Service and no ServiceEntry is that namespace ${own} sees`,
    expected: 'namespace/host with the full name of the host',
    fix: 'Correct it: as it is, the proxy does not know the host that is meant, and calls to it are refused.',
  };
}

function split(written: string, own: string): readonly [scope: string, host: string | undefined] {
  const [scope = '', host] = written.split('/');
  return [scope === '.' ? own : scope, host];
}

function fullNameOf(written: string, own: string): string {
  return split(written, own).join('/');
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

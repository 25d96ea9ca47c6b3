import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import { listAt, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import { covers, knownHosts, qualified } from '../../../model/istio/hosts.js';
import { exportScopes, meet } from '../../../model/istio/scopes.js';
import { SERVICE_ENTRY } from '../../../model/istio/traffic-kinds.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const example = (host: string) => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: external, namespace: shop }
spec: { hosts: ["${host}"], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: STATIC, endpoints: [{ address: 10.9.9.9 }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
`;

export default defineRule({
  id: 'istio/service-entries-take-no-hosts',
  severity: 'error',
  scope: 'object',
  summary: 'No ServiceEntry takes a host that belongs to another namespace.',
  rationale:
    "Endpoints of a ServiceEntry for the host of a Service, or of another namespace's entry, receive requests that are meant for that one: whoever may write it reads them and answers for it.",
  source: 'https://istio.io/latest/docs/ops/best-practices/security/#understand-traffic-capture-limitations',
  appliesTo: [SERVICE_ENTRY],
  passes: example('api.example.com'),
  fails: example('web.apps.svc.cluster.local'),
  *check(resource, cluster) {
    const namespace = namespaceOf(resource);
    const scopes = exportScopes(resource.object, namespace);
    const others = knownHosts(cluster).filter(
      (known) => known.resource !== resource && known.namespace !== namespace && meet(scopes, known.scopes),
    );
    for (const [index, written] of listAt(resource.object, 'spec', 'hosts').entries()) {
      if (typeof written !== 'string') continue;
      const host = qualified(written, namespace);
      const owner = others.find((known) =>
        known.resource.object.kind === 'Service'
          ? covers(host, known.host)
          : known.host === host && resolvesElsewhere(known.resource, resource),
      );
      if (owner === undefined) continue;
      yield {
        path: at('spec', 'hosts', index),
        got: `${written}, of ${objectLabel(owner.resource.object)}, exported to ${scopes === '*' ? 'all namespaces' : listed([...scopes])}`,
        expected: 'hosts of its own namespace, or outside of the cluster, that no other namespace registers',
        fix: `Remove the host, or set exportTo to the namespaces that are meant: ".". As it is, callers of ${owner.host} may be sent to the endpoints of this entry, which read the requests and answer them.`,
      };
    }
  },
});

/** Whether two entries of a host name different endpoints; entries that look the host up in DNS come to the same end. */
function resolvesElsewhere(a: Resource, b: Resource): boolean {
  const [one, two] = [a, b].map(({ object }) => JSON.stringify(valueAt(object, 'spec', 'endpoints') ?? []));
  return one !== two;
}

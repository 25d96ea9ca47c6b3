import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import { covers, type KnownHost, knownHosts } from '../../../model/istio/hosts.js';
import { exportScopes, meet } from '../../../model/istio/scopes.js';
import { SERVICE_ENTRY } from '../../../model/istio/traffic-kinds.js';
import { type VirtualHost, virtualHosts } from '../../../model/istio/virtual-services.js';
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

export default defineRule<VirtualHost>({
  id: 'istio/service-entries-do-not-override-hosts',
  severity: 'error',
  scope: 'object',
  summary: 'No ServiceEntry overrides a host of another namespace.',
  rationale:
    "A ServiceEntry for the host of a Service, or of another namespace's ServiceEntry, receives requests that are meant for that one: anyone who can write it can read and answer them.",
  source: 'https://istio.io/latest/docs/ops/best-practices/security/#understand-traffic-capture-limitations',
  appliesTo: [SERVICE_ENTRY],
  reads: ['Service'],
  passes: example('api.example.com'),
  fails: example('web.apps.svc.cluster.local'),
  about: virtualHosts,
  *check({ field, host, written }, cluster) {
    const entry = field.resource;
    const scopes = exportScopes(entry);
    const owner = knownHosts(cluster).find(
      (known) =>
        known.resource !== entry &&
        known.namespace !== namespaceOf(entry) &&
        meet(scopes, known.scopes) &&
        overrides(entry, host, known),
    );
    if (owner === undefined) return;
    yield field.violation({
      got: `${written}, of ${objectLabel(owner.resource.object)}, exported to ${scopes === '*' ? 'all namespaces' : listed([...scopes])}`,
      expected: 'hosts of its own namespace, or external hosts that no other namespace registers',
      effect: `Requests for ${owner.host} may go to the endpoints of this entry, which can read and answer them.`,
      fix: 'Remove the host, or set exportTo to the namespaces that are meant: ".".',
    });
  },
});

function overrides(entry: Resource, host: string, known: KnownHost): boolean {
  if (known.resource.object.kind === 'Service') return covers(host, known.host);
  return known.host === host && resolvesElsewhere(known.resource, entry);
}

/** Whether two entries of a host have different endpoints; entries that look the host up in DNS have the same. */
function resolvesElsewhere(a: Resource, b: Resource): boolean {
  const [one, two] = [a, b].map((entry) => JSON.stringify(Field.of(entry).at('spec', 'endpoints').value ?? []));
  return one !== two;
}

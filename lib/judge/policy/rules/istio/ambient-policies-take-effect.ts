import type { Fault } from '../../../../diagnostic.js';
import { objectLabel } from '../../../../manifest/object.js';
import { listAt, objectAt, stringsAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { actionOf, httpPartsOf, rulesOf, says, sourcesOf } from '../../../model/istio/access-rules.js';
import { DATAPLANE_MODE, INJECTION, injectionOf, REVISION } from '../../../model/istio/injection.js';
import {
  AUTHORIZATION_POLICY,
  hasTarget,
  PEER_AUTHENTICATION,
  podsSelectedBy,
  REQUEST_AUTHENTICATION,
} from '../../../model/istio/selectors.js';
import { kindOf, namespaceOf } from '../../../model/pods/pod.js';
import { matchesLabels } from '../../../model/selector.js';
import { defineRule } from '../../rule.js';

const SIDECAR = 'networking.istio.io/Sidecar';
const ENVOY_FILTER = 'networking.istio.io/EnvoyFilter';

const UNREAD =
  'Attach what is meant to a waypoint, and close egress by a NetworkPolicy: there is no sidecar that reads it, and what it closes or limits is open.';

export default defineRule({
  id: 'istio/ambient-policies-take-effect',
  severity: 'warning',
  scope: 'object',
  summary: 'Policies for pods of ambient are such as ztunnel obeys.',
  rationale:
    'ztunnel knows connections, not requests: it leaves out what a policy says of HTTP, and reads neither Sidecars nor EnvoyFilters nor RequestAuthentications, which are for waypoints.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0167/',
  appliesTo: [AUTHORIZATION_POLICY, ENVOY_FILTER, PEER_AUTHENTICATION, REQUEST_AUTHENTICATION, SIDECAR],
  passes: example('ports: ["8080"]'),
  fails: example('methods: [GET]'),
  *check(resource, cluster) {
    if (hasTarget(resource)) return;
    const kind = kindOf(resource.object);
    const pods = selectedBy(resource, cluster);
    const ambient = pods.filter((pod) => injectionOf(pod, cluster).mode === 'ambient');
    const [first] = ambient;
    if (pods.length === 0 && (kind === SIDECAR || kind === ENVOY_FILTER) && isForAmbientNamespace(resource, cluster)) {
      yield {
        path: 'spec',
        got: `${objectLabel(resource.object)}, for a namespace in ambient`,
        expected: kind === ENVOY_FILTER ? 'targetRefs to a waypoint' : 'no Sidecar there',
        fix: UNREAD,
      };
    }
    // What also selects pods with sidecars has its effect there.
    if (first === undefined || ambient.length < pods.length) return;
    const name = first.resource.object.metadata.name;
    if (kind === AUTHORIZATION_POLICY) {
      yield* ofAccess(resource, name);
    } else if (kind === PEER_AUTHENTICATION) {
      const modes = [
        objectAt(resource.object, 'spec', 'mtls'),
        ...Object.values(objectAt(resource.object, 'spec', 'portLevelMtls') ?? {}),
      ];
      if (modes.some((mtls) => JSON.stringify(mtls ?? {}).includes('DISABLE'))) {
        yield {
          path: 'spec',
          got: `DISABLE, for ${name} in ambient`,
          expected: 'STRICT',
          fix: 'Set STRICT: ztunnel does not know DISABLE, and goes on with PERMISSIVE.',
        };
      }
    } else {
      yield {
        path: 'spec',
        got: `${objectLabel(resource.object)}, for ${name} in ambient`,
        expected:
          kind === REQUEST_AUTHENTICATION || kind === ENVOY_FILTER ? 'targetRefs to a waypoint' : 'no Sidecar there',
        fix:
          kind === REQUEST_AUTHENTICATION
            ? 'Attach it to a waypoint by targetRefs: ztunnel reads no tokens, so none is checked.'
            : UNREAD,
      };
    }
  },
});

/** Whether an object is for a whole namespace whose pods, as far as they may be written elsewhere, are of ambient. */
function isForAmbientNamespace(resource: Resource, cluster: ClusterIndex): boolean {
  if (objectAt(resource.object, 'spec', 'workloadSelector') !== undefined) return false;
  const labels = stringsAt(cluster.namespace(namespaceOf(resource))?.object, 'metadata', 'labels');
  const injected = labels[INJECTION] === 'enabled' || labels[REVISION] !== undefined;
  return labels[DATAPLANE_MODE] === 'ambient' && !injected;
}

function* ofAccess(resource: Resource, name: string): Iterable<Fault> {
  const action = actionOf(resource);
  if (action === 'CUSTOM' || action === 'AUDIT') {
    yield {
      path: 'spec.action',
      got: `${action}, for ${name} in ambient`,
      expected: 'ALLOW or DENY, or targetRefs to a waypoint',
      fix: 'Attach it to a waypoint by targetRefs: ztunnel leaves the policy out.',
    };
    return;
  }
  for (const rule of rulesOf(resource)) {
    const [part] = httpPartsOf(rule);
    const remote = sourcesOf(rule).find(({ source }) => says(source, 'remoteIpBlocks'));
    const domain = sourcesOf(rule).find(({ source }) => says(source, 'trustDomains'));
    const path = part?.path ?? remote?.path ?? domain?.path;
    if (path === undefined) continue;
    yield {
      path,
      got: `${part?.name ?? (remote === undefined ? 'trustDomains' : 'remoteIpBlocks')}, for ${name} in ambient`,
      expected: 'principals, namespaces, addresses and ports, or targetRefs to a waypoint',
      fix:
        action === 'ALLOW'
          ? 'Attach the policy to a waypoint by targetRefs: ztunnel leaves the whole rule out, and refuses whom it allows.'
          : 'Attach the policy to a waypoint by targetRefs: ztunnel leaves the field out, and refuses more than is meant.',
    };
  }
}

function selectedBy(resource: Resource, cluster: ClusterIndex) {
  const kind = kindOf(resource.object);
  if (kind !== SIDECAR && kind !== ENVOY_FILTER) return podsSelectedBy(resource, cluster);
  if (listAt(resource.object, 'spec', 'targetRefs').length > 0) return [];
  const labels = objectAt(resource.object, 'spec', 'workloadSelector', 'labels') ?? {};
  return cluster.podsIn(namespaceOf(resource)).filter((pod) => matchesLabels(labels, pod.labels));
}

function example(operation: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio.io/dataplane-mode: ambient } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec: { rules: [{ from: [{ source: { principals: [cluster.local/ns/edge/sa/gateway] } }], to: [{ operation: { ${operation} } }] }] }
`;
}

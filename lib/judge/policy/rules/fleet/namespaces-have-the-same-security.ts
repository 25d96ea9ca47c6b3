import { at } from '../../../../manifest/field-path.js';
import { listAt, objectAt, stringsAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { DEFAULT_POLICY_ANNOTATION, INBOUND_POLICIES } from '../../../model/linkerd/inbound-policy.js';
import { INJECT_ANNOTATION, INJECTING } from '../../../model/linkerd/injection.js';
import { PROXY_RESOURCES, resourceAnnotation } from '../../../model/linkerd/proxy-resources.js';
import { isolates } from '../../../model/network/network-policy.js';
import { defineRule } from '../../rule.js';

/** One thing that guards a namespace: the higher the rank, the more it keeps out. */
interface Guard {
  readonly path: string;
  readonly got: string;
  readonly rank: number;
}

interface GuardedNamespace {
  readonly resource: Resource;
  readonly guards: Readonly<Record<string, Guard>>;
}

const PSS_LABEL = 'pod-security.kubernetes.io/enforce';
const PSS_LEVELS = ['privileged', 'baseline', 'restricted'];
/** From the most open to the most closed; a value that Linkerd does not know counts as open. */
const POLICY_RANKS: Readonly<Record<string, number>> = {
  'cluster-unauthenticated': 1,
  'all-authenticated': 2,
  'cluster-authenticated': 3,
  deny: 4,
};

export default defineRule<ReadonlyMap<string, GuardedNamespace>>({
  id: 'fleet/namespaces-have-the-same-security',
  severity: 'error',
  scope: 'fleet',
  summary: 'A namespace that several clusters have is guarded in each as strictly as in any.',
  rationale:
    'What is closed in one cluster and forgotten in another shows in neither alone, and who wants in takes the weaker one.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#default-policies',
  appliesTo: ['Namespace'],
  passes: {
    east: namespaceExample('deny'),
    west: namespaceExample('deny'),
  },
  fails: {
    east: namespaceExample('deny'),
    west: namespaceExample('all-authenticated'),
  },
  collect(cluster) {
    return new Map(
      cluster
        .ofKind('Namespace')
        .map((resource) => [resource.object.metadata.name, { resource, guards: guardsOf(resource, cluster) }]),
    );
  },
  *check(all) {
    const best = new Map<string, { readonly cluster: string; readonly guard: Guard }>();
    for (const [cluster, namespaces] of all) {
      for (const [name, { guards }] of namespaces) {
        for (const [kind, guard] of Object.entries(guards)) {
          const known = best.get(`${name} ${kind}`);
          if (known === undefined || guard.rank > known.guard.rank) best.set(`${name} ${kind}`, { cluster, guard });
        }
      }
    }
    for (const [cluster, namespaces] of all) {
      for (const [name, { resource, guards }] of namespaces) {
        for (const [kind, guard] of Object.entries(guards)) {
          const strictest = best.get(`${name} ${kind}`);
          if (strictest === undefined || strictest.guard.rank <= guard.rank) continue;
          yield {
            cluster,
            resource,
            path: guard.path,
            got: guard.got,
            expected: `${strictest.guard.got}, as in cluster ${strictest.cluster}`,
            fix: 'Guard the namespace alike in every cluster, or give it another name where it serves another purpose.',
          };
        }
      }
    }
  },
});

function guardsOf(resource: Resource, cluster: ClusterIndex): Readonly<Record<string, Guard>> {
  const annotations = stringsAt(resource.object, 'metadata', 'annotations');
  const labels = stringsAt(resource.object, 'metadata', 'labels');
  const level = labels[PSS_LABEL];
  const meshed = INJECTING.includes(annotations[INJECT_ANNOTATION] ?? '');
  const annotation = (key: string, rank: number): Guard => ({
    path: at('metadata', 'annotations', key),
    got: annotations[key] ?? 'nothing',
    rank,
  });
  const policy = annotations[DEFAULT_POLICY_ANNOTATION] ?? '';
  // Which mesh a cluster has is its own affair.
  const inIstio = labels['istio.io/rev'] !== undefined || labels['istio-injection'] === 'enabled';
  return {
    injection: annotation(INJECT_ANNOTATION, meshed || inIstio ? 1 : 0),
    // Clusters without the mesh lack the rest for one and the same reason, which is reported once.
    ...(meshed && {
      policy: annotation(
        DEFAULT_POLICY_ANNOTATION,
        INBOUND_POLICIES.includes(policy) ? (POLICY_RANKS[policy] ?? 0) : 0,
      ),
      ...Object.fromEntries(
        PROXY_RESOURCES.map((resource) => {
          const key = resourceAnnotation(resource);
          // How much a proxy may take follows from the cluster; that it is bounded does not.
          const guard = annotation(key, annotations[key] === undefined ? 0 : 1);
          return [resource, guard.rank === 0 ? guard : { ...guard, got: 'a quantity' }];
        }),
      ),
    }),
    podSecurity: {
      path: at('metadata', 'labels', PSS_LABEL),
      got: level ?? 'nothing',
      rank: Math.max(0, PSS_LEVELS.indexOf(level ?? '')),
    },
    ingress: defaultDeny(resource, 'ingress', cluster),
    egress: defaultDeny(resource, 'egress', cluster),
  };
}

function defaultDeny({ object }: Resource, direction: 'ingress' | 'egress', cluster: ClusterIndex): Guard {
  const denied = cluster.ofKindIn(object.metadata.name, 'networking.k8s.io/NetworkPolicy').some((policy) => {
    const selector = objectAt(policy.object, 'spec', 'podSelector') ?? {};
    const closes = listAt(policy.object, 'spec', direction).length === 0;
    return Object.keys(selector).length === 0 && isolates(policy, direction) && closes;
  });
  return {
    path: 'metadata.name',
    got: `${denied ? 'a' : 'no'} NetworkPolicy that denies ${direction} by default`,
    rank: denied ? 1 : 0,
  };
}

function namespaceExample(policy: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata:
  name: apps
  annotations: { linkerd.io/inject: enabled, config.linkerd.io/default-inbound-policy: ${policy} }
`;
}

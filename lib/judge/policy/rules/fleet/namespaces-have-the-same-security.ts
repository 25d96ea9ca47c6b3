import { Field } from '../../../../manifest/field.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { DEFAULT_POLICY_ANNOTATION, INBOUND_POLICIES } from '../../../model/linkerd/inbound-policy.js';
import { INJECT_ANNOTATION, INJECTING } from '../../../model/linkerd/injection.js';
import { PROXY_RESOURCES, resourceAnnotation } from '../../../model/linkerd/proxy-resources.js';
import { type Direction, isolates } from '../../../model/network/network-policy.js';
import { withPeers } from '../../fleet-targets.js';
import { defineRule } from '../../rule.js';

/** A security setting of a namespace: the higher its rank, the stricter it is. */
interface Guard {
  readonly path: string;
  readonly got: string;
  readonly rank: number;
}

interface GuardedNamespace {
  readonly resource: Resource;
  readonly guards: Readonly<Record<string, Guard>>;
}

/** A namespace that several clusters have. */
interface SharedNamespace extends GuardedNamespace {
  readonly cluster: string;
  readonly others: readonly (Pick<GuardedNamespace, 'guards'> & { readonly cluster: string })[];
}

const PSS_LABEL = 'pod-security.kubernetes.io/enforce';
const PSS_LEVELS = ['privileged', 'baseline', 'restricted'];
/** From the most open to the strictest; a value that Linkerd does not know counts as open. */
const POLICY_RANKS: Readonly<Record<string, number>> = {
  'cluster-unauthenticated': 1,
  'all-authenticated': 2,
  'cluster-authenticated': 3,
  deny: 4,
};

export default defineRule<ReadonlyMap<string, GuardedNamespace>, SharedNamespace>({
  id: 'fleet/namespaces-have-the-same-security',
  severity: 'error',
  scope: 'fleet',
  summary: 'A namespace that several clusters have has the same security settings in each.',
  rationale:
    'Neither cluster alone shows that a setting of one is missing in the other, and an intruder takes the weaker one.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#default-policies',
  appliesTo: ['Namespace'],
  reads: ['networking.k8s.io/NetworkPolicy'],
  collect(cluster) {
    return new Map(
      cluster
        .ofKind('Namespace')
        .map((resource) => [resource.object.metadata.name, { resource, guards: guardsOf(resource, cluster) }]),
    );
  },
  *about(all) {
    for (const { cluster, facts, peers } of withPeers(all)) {
      for (const [name, { resource, guards }] of facts) {
        const others = peers.flatMap((peer) => {
          const other = peer.facts.get(name);
          return other === undefined ? [] : [{ cluster: peer.cluster, guards: other.guards }];
        });
        if (others.length > 0) yield { cluster, resource, guards, others };
      }
    }
  },
  *check({ cluster, resource, guards, others }) {
    for (const [kind, guard] of Object.entries(guards)) {
      const [strictest] = others
        .flatMap((other) => {
          const theirs = other.guards[kind];
          return theirs === undefined ? [] : [{ cluster: other.cluster, ...theirs }];
        })
        .sort((a, b) => b.rank - a.rank);
      if (strictest === undefined || strictest.rank <= guard.rank) continue;
      yield {
        ...{ cluster, resource, path: guard.path, got: guard.got },
        expected: `${strictest.got}, as in cluster ${strictest.cluster}`,
        fix: 'Give the namespace the same settings in every cluster, or another name if it serves another purpose.',
      };
    }
  },
  passes: {
    east: namespaceExample('deny'),
    west: namespaceExample('deny'),
  },
  fails: {
    east: namespaceExample('deny'),
    west: namespaceExample('all-authenticated'),
  },
});

function guardsOf(resource: Resource, cluster: ClusterIndex): Readonly<Record<string, Guard>> {
  const metadata = Field.of(resource).at('metadata');
  const [annotations, labels] = [metadata.at('annotations'), metadata.at('labels')];
  const level = labels.at(PSS_LABEL);
  const meshed = INJECTING.includes(annotations.at(INJECT_ANNOTATION).text ?? '');
  const policy = annotations.at(DEFAULT_POLICY_ANNOTATION);
  // Clusters may have different meshes.
  const inIstio = labels.at('istio.io/rev').text !== undefined || labels.at('istio-injection').text === 'enabled';
  return {
    injection: guard(annotations.at(INJECT_ANNOTATION), meshed || inIstio ? 1 : 0),
    // Clusters without the mesh lack the rest for the same reason, which is reported once.
    ...(meshed && {
      policy: guard(policy, INBOUND_POLICIES.includes(policy.text ?? '') ? (POLICY_RANKS[policy.text ?? ''] ?? 0) : 0),
      ...Object.fromEntries(
        PROXY_RESOURCES.map((name) => {
          const limit = annotations.at(resourceAnnotation(name));
          // How much a proxy may use depends on the cluster; that it has a limit does not.
          return [name, limit.text === undefined ? guard(limit, 0) : { ...guard(limit, 1), got: 'a quantity' }];
        }),
      ),
    }),
    podSecurity: guard(level, Math.max(0, PSS_LEVELS.indexOf(level.text ?? ''))),
    ingress: defaultDeny(metadata, 'ingress', cluster),
    egress: defaultDeny(metadata, 'egress', cluster),
  };
}

function guard({ path, text = 'nothing' }: Field, rank: number): Guard {
  return { path, got: text, rank };
}

function defaultDeny(metadata: Field, direction: Direction, cluster: ClusterIndex): Guard {
  const { path, text = '' } = metadata.at('name');
  const denied = cluster.ofKindIn(text, 'networking.k8s.io/NetworkPolicy').some((policy) => {
    const spec = Field.of(policy).at('spec');
    const allowed = [...spec.at('podSelector').entries, ...spec.at(direction).items];
    return allowed.length === 0 && isolates(policy, direction);
  });
  const got = `${denied ? 'a' : 'no'} NetworkPolicy that denies ${direction} by default`;
  return { path, got, rank: denied ? 1 : 0 };
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

import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { grantsOfServer } from '../../../model/linkerd/grants.js';
import { admitsUnauthenticated, defaultInboundPolicyOf } from '../../../model/linkerd/inbound-policy.js';
import { isInjected } from '../../../model/linkerd/injection.js';
import { serversOfPort } from '../../../model/linkerd/server.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { portsOf } from '../../../model/pods/ports.js';
import { withPeers } from '../../fleet-targets.js';
import { whyUndecided } from '../../linkerd/meshed-pods.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

interface GuardedPort {
  readonly resource: Resource;
  readonly path: string;
  /** 0 for anyone, 1 for named networks, 2 for any mesh identity by default, 3 for named identities or nobody. */
  readonly rank: number;
  /** Why the rank is not known. */
  readonly unknown?: string;
}

/** A port that several clusters have, and the other cluster that protects it best. */
interface SharedPort {
  readonly cluster: string;
  readonly port: GuardedPort;
  readonly strictest: { readonly cluster: string; readonly rank: number };
}

const RANKS = [
  'open to anyone',
  'open to networks without identity',
  'open to every meshed peer',
  'open to named identities only',
];

export default defineRule<ReadonlyMap<string, GuardedPort>, SharedPort>({
  id: 'fleet/ports-have-the-same-protection',
  severity: 'error',
  scope: 'fleet',
  summary: 'A port of a workload that several clusters run has the same protection in each.',
  rationale:
    'Neither cluster alone shows that a Server of one is missing in the other: the same port needs an identity here and none there.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#server',
  appliesTo: POD_KINDS,
  reads: [
    '*',
    'ConfigMap',
    'Namespace',
    'Node',
    'policy.linkerd.io/AuthorizationPolicy',
    'policy.linkerd.io/NetworkAuthentication',
    'policy.linkerd.io/Server',
    'policy.linkerd.io/ServerAuthorization',
  ],
  collect(cluster) {
    const ports = new Map<string, GuardedPort>();
    for (const pod of cluster.pods) {
      const [undecided] = whyUndecided(pod, cluster);
      if (undecided === undefined && !isInjected(pod, cluster)) continue;
      for (const { number, field, protocol } of portsOf(pod)) {
        if (protocol !== 'TCP') continue;
        const unknown = undecided?.notJudged ?? whyUnranked(pod, number, cluster);
        const workload = `${pod.kind} ${pod.namespace}/${pod.resource.object.metadata.name}`;
        ports.set(`${workload} ${number}`, {
          resource: pod.resource,
          path: field.path,
          rank: rankOf(pod, number, cluster),
          ...(unknown === undefined ? {} : { unknown }),
        });
      }
    }
    return ports;
  },
  *about(all) {
    for (const { cluster, facts, peers } of withPeers(all)) {
      for (const [key, port] of facts) {
        const others = peers.flatMap((peer) => {
          const other = peer.facts.get(key);
          return other === undefined ? [] : [{ cluster: peer.cluster, ...other }];
        });
        const known = others.filter(({ unknown }) => unknown === undefined);
        const [strictest] = known.sort((a, b) => b.rank - a.rank);
        if (port.unknown !== undefined && others.length > 0) yield { cluster, ...notJudged(port.unknown, port) };
        else if (strictest !== undefined) yield { cluster, port, strictest };
      }
    }
  },
  *check({ cluster, port: { resource, path, rank }, strictest }) {
    if (strictest.rank <= rank) return;
    yield {
      cluster,
      resource,
      path,
      got: `a port ${RANKS[rank]}`,
      expected: `${RANKS[strictest.rank]}, as in cluster ${strictest.cluster}`,
      fix: 'Add the Server and the policies that the other cluster has for this port.',
    };
  },
  passes: { east: podExample('deny'), west: podExample('deny') },
  fails: { east: podExample('deny'), west: podExample('all-unauthenticated') },
});

/** Why nobody can tell who may connect to a port. */
function whyUnranked(pod: PodTemplate, port: number, cluster: ClusterIndex): string | undefined {
  const isKnown = serversOfPort(pod, port, cluster).length > 0 || defaultInboundPolicyOf(pod, cluster) !== undefined;
  return isKnown ? undefined : 'the files do not tell the default inbound policy';
}

function rankOf(pod: PodTemplate, port: number, cluster: ClusterIndex): number {
  const [server] = serversOfPort(pod, port, cluster);
  if (server === undefined) {
    const policy = defaultInboundPolicyOf(pod, cluster);
    if (policy === undefined || admitsUnauthenticated(policy)) return 0;
    return policy === 'deny' ? 3 : 2;
  }
  const ranks = grantsOfServer(server, cluster).map(({ by, proof, networked }) => {
    if (proof !== 'nothing') return by === server.resource ? 2 : 3;
    return networked ? 1 : 0;
  });
  return Math.min(3, ...ranks);
}

function podExample(policy: string): string {
  return `
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: apps
  annotations: { linkerd.io/inject: enabled, config.linkerd.io/default-inbound-policy: ${policy} }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
`;
}

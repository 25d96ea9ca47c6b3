import { type Json, objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import { Claims } from '../../../model/claims.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import {
  type GatewayServer,
  gatewaySelector,
  podsOfGateway,
  type ServerHost,
  serversOf,
} from '../../../model/istio/gateway-servers.js';
import { GATEWAY } from '../../../model/istio/traffic-kinds.js';
import { perCluster } from '../../../model/per-cluster.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const example = (host: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: shop, namespace: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.org] }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: web }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [${host}] }] }
`;

interface OpenedHost {
  readonly server: GatewayServer;
  readonly host: ServerHost;
}

export default defineRule<OpenedHost>({
  id: 'istio/gateway-hosts-are-unique',
  severity: 'error',
  scope: 'object',
  summary: 'Two Gateways of the same pods do not open the same port for the same host.',
  rationale:
    'The servers of a port are merged, and the older Gateway keeps the host: routes and certificates of the other one are not served.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0145/',
  appliesTo: [GATEWAY],
  reads: [...POD_KINDS, 'Namespace'],
  passes: example('web.example.org'),
  fails: example('shop.example.org'),
  about: (resource) => serversOf(resource).flatMap((server) => server.hosts.map((host) => ({ server, host }))),
  *check({ server, host }, cluster) {
    const { claims, groups, parts } = openedHosts(cluster);
    const own = groups.keyOf(host.field.resource);
    const rivalsIf = (meet: (group: string) => boolean) =>
      claims.rivalsOf(host.field.resource, openedBy(server, host), (part) => {
        const known = parts.get(part);
        if (known === undefined) return false;
        const { namespace, group } = known;
        const shared = namespace === '*' || host.namespace === '*' || namespace === host.namespace;
        return shared && meet(group);
      });
    const rivals = rivalsIf((group) => groups.meet(own, group));
    if (rivals === undefined) {
      const possible = rivalsIf((group) => groups.mayMeet(own, group));
      if (possible !== undefined) {
        const other = objectLabel(possible.first.object);
        yield notJudged(`no pod of this Gateway and none of ${other}, which opens the host too, is among the files`);
      }
      return;
    }
    const other = objectLabel(rivals.first.object);
    const others = rivals.more === 0 ? other : `${other} and ${rivals.more} more`;
    yield host.field.violation({
      got: `${host.written} on port ${server.port}, which ${others} ${rivals.more === 0 ? 'opens' : 'open'} for the same pods`,
      expected: 'each host of a port in one Gateway',
      effect: `The oldest Gateway serves the host, with its certificate; this one or ${other} has no effect.`,
      fix: 'Merge the servers into one Gateway, or use different hosts or pods.',
    });
  },
});

/** Every host of a port that a Gateway of the cluster opens, by the namespace of its routes and the selector of its pods. */
const openedHosts = perCluster((cluster) => {
  const claims = new Claims();
  const groups = new SelectorGroups(cluster);
  const parts = new Map<string, { readonly namespace: string; readonly group: string }>();
  for (const gateway of cluster.ofKind(GATEWAY)) {
    const group = groups.keyOf(gateway);
    for (const server of serversOf(gateway)) {
      for (const host of server.hosts) {
        const part = `${host.namespace} ${group}`;
        parts.set(part, { namespace: host.namespace, group });
        claims.add(openedBy(server, host), part, gateway);
      }
    }
  }
  return { claims, groups, parts };
});

function openedBy({ port, field }: GatewayServer, { host }: ServerHost): string {
  return JSON.stringify([port ?? null, field.at('bind').text ?? '', host]);
}

/** Gateways by their selectors: those with the same selector program the same pods, and are compared with others once. */
class SelectorGroups {
  readonly #cluster: ClusterIndex;
  readonly #pods = new Map<string, ReadonlySet<PodTemplate>>();
  readonly #labels = new Map<string, ReadonlyMap<string, Json>>();
  readonly #met = new Map<string, boolean>();

  constructor(cluster: ClusterIndex) {
    this.#cluster = cluster;
  }

  keyOf(gateway: Resource): string {
    const labels = Object.entries(gatewaySelector(gateway).mapping ?? {});
    const key = JSON.stringify(labels.sort(([a], [b]) => (a < b ? -1 : 1)));
    if (!this.#pods.has(key)) {
      this.#pods.set(key, new Set(podsOfGateway(gateway, this.#cluster)));
      this.#labels.set(key, new Map(labels));
    }
    return key;
  }

  /** Whether a pod may have the labels of both, for selectors of which no pod is known. */
  mayMeet(a: string, b: string): boolean {
    const [one, other] = [a, b].map((key) => this.#labels.get(key));
    const isKnown = [a, b].some((key) => (this.#pods.get(key)?.size ?? 0) > 0);
    if (isKnown || one === undefined || other === undefined) return false;
    return [...one].every(([key, value]) => (other.get(key) ?? value) === value);
  }

  /** Whether some pod has the labels of both; where no pod is known, whether the selectors are the same. */
  meet(a: string, b: string): boolean {
    if (a === b) return true;
    const pair = a < b ? `${a} ${b}` : `${b} ${a}`;
    const known = this.#met.get(pair);
    if (known !== undefined) return known;
    const others = this.#pods.get(b);
    const met = [...(this.#pods.get(a) ?? [])].some((pod) => others?.has(pod));
    this.#met.set(pair, met);
    return met;
  }
}

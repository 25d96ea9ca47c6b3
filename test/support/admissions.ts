import { ClusterIndex } from '../../lib/judge/model/cluster-index.js';
import { coversPort, operationsOf, rulesOf, sourcesOf } from '../../lib/judge/model/istio/access-rules.js';
import { policiesOf } from '../../lib/judge/model/istio/authorization.js';
import { mtlsOf } from '../../lib/judge/model/istio/peer-authentication.js';
import {
  authenticationRefs,
  MESH_TLS,
  NETWORK,
  policiesOfRoute,
  SERVICE_ACCOUNT,
} from '../../lib/judge/model/linkerd/authorization.js';
import { grantsOfServer } from '../../lib/judge/model/linkerd/grants.js';
import { accountRefs } from '../../lib/judge/model/linkerd/identities.js';
import { defaultInboundPolicyOf } from '../../lib/judge/model/linkerd/inbound-policy.js';
import { routesOfServer } from '../../lib/judge/model/linkerd/routes.js';
import { serversOfPort } from '../../lib/judge/model/linkerd/server.js';
import { refersTo } from '../../lib/judge/model/linkerd/target-ref.js';
import type { PodTemplate } from '../../lib/judge/model/pods/pod.js';
import type { ManifestObject } from '../../lib/manifest/object.js';
import { type Found, listAt, stringAt, stringListAt } from '../../lib/manifest/read.js';
import type { Resource } from '../../lib/manifest/resource.js';

/** A request of HTTP, or the bytes of a connection. */
export interface Attempt {
  /** `namespace/account`. */
  readonly caller: string;
  readonly port: number;
  readonly request?: { readonly method: string; readonly path: string };
}

/** A caller without identity, known by where it asks from. */
export const KUBELET = 'kubelet';

/** Which attempts the policies of a mesh let through to a port of pods. */
export type Admits = (pod: PodTemplate, port: number, cluster: ClusterIndex) => (attempt: Attempt) => boolean;

/** The objects of a cluster, to be asked about. */
export function indexOf(objects: readonly ManifestObject[]): ClusterIndex {
  return new ClusterIndex({
    name: 'cluster',
    resources: objects.map((object, document): Resource => ({ object, file: 'cluster.yaml', document })),
  });
}

/**
 * What Linkerd decides: by the Server of the port, and where routes are attached to it, by the policies of the one route that
 * fits a request best and by those of the Server. Who is named by networks alone is taken for the kubelet.
 */
export const linkerdAdmits: Admits = (pod, port, cluster) => {
  const [server] = serversOfPort(pod, port, cluster);
  if (server === undefined) {
    const open = defaultInboundPolicyOf(pod, cluster) !== 'deny';
    return () => open;
  }
  const grants = grantsOfServer(server, cluster);
  const routes = routesOfServer(server, cluster).map((route) => ({
    matches: listAt(route.object, 'spec', 'rules').flatMap((rule) => listAt(rule, 'matches')),
    callers: callersOf(route, cluster),
  }));
  return ({ caller, request }) => {
    const [namespace = '', name = ''] = caller.split('/');
    const whole = grants.some(
      (grant) => grant.admitted === 'everyone' || grant.admitted === 'mesh' || grant.admitsAccount({ namespace, name }),
    );
    if (whole || request === undefined || routes.length === 0) return whole;
    const fits = routes.flatMap(({ matches, callers }) =>
      matches.flatMap((match) => {
        const rank = rankOf(match, request);
        return rank === undefined ? [] : [{ callers, rank }];
      }),
    );
    const [best] = fits.sort((a, b) => b.rank - a.rank);
    return best?.callers.has(caller) === true;
  };
};

/** Who is named by the policies of a route. */
function callersOf(route: Resource, cluster: ClusterIndex): ReadonlySet<string> {
  const named = policiesOfRoute(route, cluster).flatMap(authenticationRefs);
  return new Set(
    named.flatMap((ref) => {
      if (refersTo(ref, NETWORK))
        return cluster.find(NETWORK, ref.inNamespace, ref.name) === undefined ? [] : [KUBELET];
      if (refersTo(ref, SERVICE_ACCOUNT)) return [`${ref.inNamespace}/${ref.name}`];
      const found = refersTo(ref, MESH_TLS) ? cluster.find(MESH_TLS, ref.inNamespace, ref.name) : undefined;
      return found === undefined ? [] : accountRefs(found).map((account) => `${account.namespace}/${account.name}`);
    }),
  );
}

/** How well a match fits a request, the longer path first and then the one that names the method; undefined if it does not. */
function rankOf(
  match: Found,
  { method, path }: { readonly method: string; readonly path: string },
): number | undefined {
  const wanted = stringAt(match, 'method');
  if (wanted !== undefined && wanted !== method) return undefined;
  const value = stringAt(match, 'path', 'value') ?? '/';
  const exact = stringAt(match, 'path', 'type') === 'Exact';
  const below = value === '/' ? '/' : `${value}/`;
  if (path !== value && (exact || !path.startsWith(below))) return undefined;
  return value.length * 2 + (wanted === undefined ? 0 : 1);
}

/** What Istio decides: mutual TLS must be asked for, a rule of an ALLOW policy must fit, and none of a DENY policy may. Tokens count as shown. */
export const istioAdmits: Admits = (pod, port, cluster) => {
  if (mtlsOf(pod, port, cluster).mode !== 'STRICT') return () => true;
  const rulesFor = (action: 'ALLOW' | 'DENY') =>
    policiesOf(pod, action, cluster)
      .flatMap((policy) => rulesOf(policy))
      .filter((rule) => coversPort(rule, port))
      .map((rule) => ({ sources: sourcesOf(rule), operations: operationsOf(rule) }));
  const [allowed, denied] = [rulesFor('ALLOW'), rulesFor('DENY')];
  return (attempt) => {
    const fits = ({ sources, operations }: (typeof allowed)[number]) =>
      (sources.length === 0 || sources.some((source) => names(source.value, attempt.caller))) &&
      (operations.length === 0 || operations.some((operation) => covers(operation.value, attempt)));
    return allowed.some(fits) && !denied.some(fits);
  };
};

function names(source: Found, caller: string): boolean {
  const [namespace, account] = caller.split('/');
  const principals = stringListAt(source, 'principals');
  return principals.length === 0 || principals.includes(`cluster.local/ns/${namespace}/sa/${account}`);
}

function covers(operation: Found, { port, request }: Attempt): boolean {
  const ports = stringListAt(operation, 'ports');
  const methods = stringListAt(operation, 'methods');
  const paths = stringListAt(operation, 'paths');
  if (ports.length > 0 && !ports.includes(`${port}`)) return false;
  if (request === undefined) return methods.length === 0 && paths.length === 0;
  return (
    (methods.length === 0 || methods.includes(request.method)) &&
    (paths.length === 0 ||
      paths.some((path) => (path.endsWith('*') ? request.path.startsWith(path.slice(0, -1)) : request.path === path)))
  );
}

/** What is asked about: each caller, at each port, by each request on those that speak HTTP. */
export interface Questions {
  readonly callers: readonly string[];
  readonly methods: readonly string[];
  readonly paths: readonly string[];
  /** Workloads by the name that their pods bear, with the ports to ask at and what they speak. */
  readonly ports: { readonly [workload: string]: { readonly [port: number]: 'http' | 'tcp' } };
}

/** All that is admitted of what was asked: `monitoring/prometheus → erlmcp:9090 GET /metrics`, sorted. */
export function admissionsOf(cluster: ClusterIndex, admits: Admits, namespace: string, questions: Questions): string[] {
  const { callers, methods, paths } = questions;
  const requests = methods.flatMap((method) => paths.map((path) => ({ method, path })));
  const found = cluster.podsIn(namespace).flatMap((pod) => {
    const workload = pod.labels['app.kubernetes.io/name'] ?? '';
    return Object.entries(questions.ports[workload] ?? {}).flatMap(([number, speaks]) => {
      const port = Number(number);
      const admitted = admits(pod, port, cluster);
      return callers.flatMap((caller) => {
        const place = `${caller} → ${pod.resource.object.metadata.name}:${port}`;
        if (speaks === 'tcp') return admitted({ caller, port }) ? [place] : [];
        return requests
          .filter((request) => admitted({ caller, port, request }))
          .map(({ method, path }) => `${place} ${method} ${path}`);
      });
    });
  });
  return [...new Set(found)].sort();
}

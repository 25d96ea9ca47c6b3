import { Field } from '../../../manifest/field.js';
import { listAt, stringAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { groupedBy } from '../per-cluster.js';
import { namespaceOf } from '../pods/pod.js';
import { SERVER, type Server } from './server.js';
import { refersTo, targetRef } from './target-ref.js';

export const HTTP_ROUTES = ['policy.linkerd.io/HTTPRoute', 'gateway.networking.k8s.io/HTTPRoute'] as const;
export const GRPC_ROUTE = 'gateway.networking.k8s.io/GRPCRoute';

const routesByServer = groupedBy(
  (cluster) =>
    cluster
      .ofKind(...HTTP_ROUTES, GRPC_ROUTE)
      .flatMap((route) => parentServers(route).map(({ name }) => ({ route, name }))),
  ({ route, name }) => `${namespaceOf(route)}/${name}`,
);

/** The HTTPRoutes and GRPCRoutes that are attached to a Server. */
export function routesOfServer({ namespace, name }: Server, cluster: ClusterIndex): readonly Resource[] {
  return routesByServer(cluster, `${namespace}/${name}`).map(({ route }) => route);
}

/** A Server that a route is attached to. */
export interface ParentServer {
  /** The field with the name. */
  readonly field: Field;
  readonly name: string;
}

/** The Servers that a route is attached to. They are of its own namespace, and named without port or section. */
export function parentServers(route: Resource): readonly ParentServer[] {
  return Field.of(route)
    .at('spec', 'parentRefs')
    .items.flatMap((parent) => {
      const ref = targetRef(parent.value);
      const elsewhere = ref.namespace !== undefined && ref.namespace !== namespaceOf(route);
      const narrowed = parent.at('port').value !== undefined || parent.at('sectionName').value !== undefined;
      return refersTo(ref, SERVER) && !elsewhere && !narrowed ? [{ field: parent.at('name'), name: ref.name }] : [];
    });
}

/**
 * Whether an HTTPRoute may take a request of that method for that path. Conditions that cannot be decided here, such as
 * headers and regular expressions, count as met.
 */
export function mayMatchPath(route: Resource, path: string, method = 'GET'): boolean {
  const rules = listAt(route.object, 'spec', 'rules');
  return rules.some((rule) => {
    const matches = listAt(rule, 'matches');
    return matches.length === 0 || matches.some((match) => mayMatch(match, path, method));
  });
}

function mayMatch(match: Parameters<typeof stringAt>[0], path: string, requested: string): boolean {
  const method = stringAt(match, 'method');
  if (method !== undefined && method !== requested) return false;
  const value = stringAt(match, 'path', 'value') ?? '/';
  switch (stringAt(match, 'path', 'type') ?? 'PathPrefix') {
    case 'Exact':
      return path === value;
    case 'PathPrefix':
      return path === value || path.startsWith(value.endsWith('/') ? value : `${value}/`);
    default:
      return true;
  }
}

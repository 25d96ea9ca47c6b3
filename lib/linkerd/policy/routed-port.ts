import { createHash } from 'node:crypto';
import { Construct } from 'constructs';
import {
  AuthorizationPolicy,
  HttpRoute,
  type HttpRouteSpecRulesMatches,
  HttpRouteSpecRulesMatchesMethod,
  HttpRouteSpecRulesMatchesPathType,
  MeshTlsAuthentication,
  NetworkAuthentication,
  Server,
  ServerSpecPort,
} from '../../../imports/policy.linkerd.io.js';
import { placeInStage } from '../../fleet/stage.js';
import { identityOf, type Peer, type PeerIdentity } from '../../workload/peer.js';
import { PROXY_PROTOCOLS, type ServerProtocol } from '../guarded-port.js';
import type { KubeletRequest } from './kubelet.js';
import type { RequestGrant } from './route-grants.js';
import { type RequestMatch, routeGrants } from './route-grants.js';

/** Requests that one peer may make; of every method or path where that list is undefined. */
export interface PeerGrant extends Omit<RequestGrant, 'peer'> {
  readonly from: Peer;
}

/** A port on which peers may make some requests and not others. */
export interface RoutedPortProps {
  /** Namespace of the pods and of the policies. */
  readonly namespace: string;
  /** Name of the Server, and first part of the names of its routes. */
  readonly name: string;
  /** Labels of the pods whose port is guarded. */
  readonly podLabels: { readonly [key: string]: string };
  /** Number of the container port. */
  readonly port: number;
  /** What the proxy is to expect. */
  readonly protocol: Extract<ServerProtocol, 'HTTP/1' | 'HTTP/2'>;
  /** What meshed peers may ask for, at least one. */
  readonly grants: readonly PeerGrant[];
  /** What the kubelet asks for on the port. Linkerd lets it in by itself no more once a Server has routes. */
  readonly kubeletRequests: readonly KubeletRequest[];
  /** CIDRs from which the kubelet asks. */
  readonly kubeletCidrs: readonly string[];
}

/** Most matches that one rule takes, and most rules that one route takes. */
const [MATCHES, RULES] = [8, 16];
const KUBELET = 'kubelet';

/**
 * A port whose requests are told apart: a Server, and one HTTPRoute for all requests that the same peers may make, with an
 * AuthorizationPolicy for these peers. A request that no route takes is answered 404, one of another peer 403. Paths are
 * compared as they are sent: a workload that resolves `..` or `%2e` itself is asked for more than the route says.
 *
 * The routes are those of `policy.linkerd.io`, which are there wherever Linkerd is.
 *
 * @see https://linkerd.io/2-edge/reference/authorization-policy/#httproute
 */
export class RoutedPort extends Construct {
  constructor(scope: Construct, id: string, props: RoutedPortProps) {
    super(scope, id);
    const { namespace, name } = props;
    placeInStage(this, '40-policy');
    new Server(this, 'server', {
      metadata: { name, namespace },
      spec: {
        podSelector: { matchLabels: { ...props.podLabels } },
        port: ServerSpecPort.fromNumber(props.port),
        proxyProtocol: PROXY_PROTOCOLS[props.protocol],
      },
    });
    const identities = new Map(props.grants.map(({ from }) => [keyOf(from), identityOf(from)]));
    for (const { matches, peers } of routeGrants(grantsOf(props))) {
      const callers = peers.flatMap((peer) => identities.get(peer) ?? []);
      const kubelet = peers.includes(KUBELET);
      const route = `${name}-for-${namesOf(callers, kubelet, identities)}`;
      chunks(matches, MATCHES * RULES).forEach((part, index) => {
        const routeName = index === 0 ? route : `${route}-${index + 1}`;
        this.#route(routeName, part, props);
        if (callers.length > 0) this.#admitCallers(routeName, callers, namespace);
        if (kubelet)
          this.#authorize(`${routeName}-kubelet`, routeName, 'NetworkAuthentication', `${name}-kubelet`, namespace);
      });
    }
    if (props.kubeletRequests.length === 0) return;
    new NetworkAuthentication(this, 'kubelet', {
      metadata: { name: `${name}-kubelet`, namespace },
      spec: { networks: props.kubeletCidrs.map((cidr) => ({ cidr })) },
    });
  }

  #route(route: string, matches: readonly RequestMatch[], { name, namespace }: RoutedPortProps): void {
    new HttpRoute(this, route, {
      metadata: { name: route, namespace },
      spec: {
        parentRefs: [{ group: 'policy.linkerd.io', kind: 'Server', name }],
        rules: chunks(matches, MATCHES).map((part) => ({ matches: part.map(routeMatch) })),
      },
    });
  }

  #admitCallers(route: string, callers: readonly PeerIdentity[], namespace: string): void {
    new MeshTlsAuthentication(this, `${route}-callers`, {
      metadata: { name: route, namespace },
      spec: {
        identityRefs: callers.map((caller) => ({
          kind: 'ServiceAccount',
          name: caller.serviceAccount,
          namespace: caller.namespace,
        })),
      },
    });
    this.#authorize(route, route, 'MeshTLSAuthentication', route, namespace);
  }

  #authorize(policy: string, route: string, kind: string, authentication: string, namespace: string): void {
    new AuthorizationPolicy(this, `allow-${policy}`, {
      metadata: { name: policy, namespace },
      spec: {
        targetRef: { group: 'policy.linkerd.io', kind: 'HTTPRoute', name: route },
        requiredAuthenticationRefs: [{ group: 'policy.linkerd.io', kind, name: authentication }],
      },
    });
  }
}

/** The grants of a port, those of the kubelet among them. */
export function grantsOf({
  grants,
  kubeletRequests,
}: Pick<RoutedPortProps, 'grants' | 'kubeletRequests'>): readonly RequestGrant[] {
  return [
    ...grants.map(({ from, methods, paths }) => ({ peer: keyOf(from), methods, paths })),
    ...kubeletRequests.map(({ method, path }) => ({ peer: KUBELET, methods: [method], paths: [path] })),
  ];
}

function keyOf({ namespace, name }: Peer): string {
  return `${namespace}/${name}`;
}

/** Names of the peers that share a route; with their namespaces where two peers of the port have one name. */
function namesOf(callers: readonly PeerIdentity[], kubelet: boolean, all: ReadonlyMap<string, PeerIdentity>): string {
  const names = [...all.values()].map(({ name }) => name);
  const alike = new Set(names).size < names.length;
  const own = callers.map(({ name, namespace }) => (alike ? `${namespace}-${name}` : name));
  const joined = [...own, ...(kubelet ? [KUBELET] : [])].join('-and-');
  if (joined.length <= 100) return joined;
  return `${callers.length}-callers-${createHash('sha256').update(joined).digest('hex').slice(0, 8)}`;
}

function routeMatch({ path, method }: RequestMatch): HttpRouteSpecRulesMatches {
  return {
    path:
      'exact' in path
        ? { type: HttpRouteSpecRulesMatchesPathType.EXACT, value: path.exact }
        : { type: HttpRouteSpecRulesMatchesPathType.PATH_PREFIX, value: path.prefix === '' ? '/' : path.prefix },
    ...(method !== undefined && { method: HttpRouteSpecRulesMatchesMethod[method] }),
  };
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

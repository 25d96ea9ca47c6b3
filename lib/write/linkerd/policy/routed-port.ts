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
} from '../../../../imports/policy.linkerd.io.js';
import { applyInTurn } from '../../fleet/sequence.js';
import { placeInStage } from '../../fleet/stage.js';
import type { KubeletRequest } from '../../workload/kubelet.js';
import { identityOf, type Peer } from '../../workload/peer.js';
import { PROXY_PROTOCOLS, type ServerProtocol } from '../guarded-port.js';
import { type RequestGrant, type RequestMatch, routeGrants } from './route-grants.js';
import { kubeletPolicyName, routeName } from './route-name.js';

/** Requests that one peer may make; of every method or path if that list is undefined. */
export interface PeerGrant extends Omit<RequestGrant, 'peer'> {
  readonly from: Peer;
}

/** A port on which each peer may make only some requests. */
export interface RoutedPortProps {
  /** Namespace of the pods and of the policies. */
  readonly namespace: string;
  /** Name of the Server, and first part of the names of its routes. */
  readonly name: string;
  /** Labels of the pods whose port is protected. */
  readonly podLabels: { readonly [key: string]: string };
  /** Number of the container port. */
  readonly port: number;
  /** Protocol of the port. */
  readonly protocol: Extract<ServerProtocol, 'HTTP/1' | 'HTTP/2'>;
  /** Requests that meshed peers may make. */
  readonly grants: readonly PeerGrant[];
  /** Requests of the kubelet on the port. Once a Server has routes, Linkerd no longer admits probes by default. */
  readonly kubeletRequests: readonly KubeletRequest[];
  /** CIDRs from which the kubelet probes. */
  readonly kubeletCidrs: readonly string[];
}

const KUBELET = 'kubelet';

/**
 * A port with authorization by request: a Server, and for each stated method and path an HTTPRoute with an AuthorizationPolicy for the peers
 * that may make such requests. A request that matches no route is answered 404, one from another peer 403. Paths are compared as sent: a
 * workload that resolves `..` or `%2e` itself can be asked for more than the route states.
 *
 * A change is safe at each step of its application: each route is applied after its policies, and after all narrower routes. While only some
 * of them have changed, each request is therefore authorized as before or as after the change.
 *
 * The routes are those of `policy.linkerd.io`, which Linkerd itself installs.
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
    if (props.kubeletRequests.length > 0) {
      new NetworkAuthentication(this, 'kubelet', {
        metadata: { name: `${name}-kubelet`, namespace },
        spec: { networks: props.kubeletCidrs.map((cidr) => ({ cidr })) },
      });
    }
    const identities = new Map(props.grants.map(({ from }) => [keyOf(from), identityOf(from)]));
    for (const [turn, { peers, ...match }] of routeGrants(grantsOf(props)).entries()) {
      const route = routeName(name, match);
      const scope = applyInTurn(new Construct(this, route), { sequence: `${namespace}/${name}`, turn });
      const callers = peers.flatMap((peer) => identities.get(peer) ?? []);
      if (callers.length > 0) {
        new MeshTlsAuthentication(scope, 'callers', {
          metadata: { name: route, namespace },
          spec: {
            identityRefs: callers.map((caller) => ({
              kind: 'ServiceAccount',
              name: caller.serviceAccount,
              namespace: caller.namespace,
            })),
          },
        });
        new AuthorizationPolicy(scope, 'allow-callers', {
          metadata: { name: route, namespace },
          spec: allow(route, 'MeshTLSAuthentication', route),
        });
      }
      if (peers.includes(KUBELET)) {
        new AuthorizationPolicy(scope, 'allow-kubelet', {
          metadata: { name: kubeletPolicyName(route), namespace },
          spec: allow(route, 'NetworkAuthentication', `${name}-kubelet`),
        });
      }
      new HttpRoute(scope, 'route', {
        metadata: { name: route, namespace },
        spec: {
          parentRefs: [{ group: 'policy.linkerd.io', kind: 'Server', name }],
          rules: [{ matches: [routeMatch(match)] }],
        },
      });
    }
  }
}

/** Admits the peers of an authentication to a route. */
function allow(route: string, kind: string, authentication: string) {
  return {
    targetRef: { group: 'policy.linkerd.io', kind: 'HTTPRoute', name: route },
    requiredAuthenticationRefs: [{ group: 'policy.linkerd.io', kind, name: authentication }],
  };
}

/** The grants of a port, including those of the kubelet. */
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

function routeMatch({ path, method }: RequestMatch): HttpRouteSpecRulesMatches {
  return {
    path:
      'exact' in path
        ? { type: HttpRouteSpecRulesMatchesPathType.EXACT, value: path.exact }
        : { type: HttpRouteSpecRulesMatchesPathType.PATH_PREFIX, value: path.prefix === '' ? '/' : path.prefix },
    ...(method !== undefined && { method: HttpRouteSpecRulesMatchesMethod[method] }),
  };
}

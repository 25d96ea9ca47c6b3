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

const KUBELET = 'kubelet';

/**
 * A port whose requests are told apart: a Server, and for each method and path that is stated an HTTPRoute, with an
 * AuthorizationPolicy for the peers that may ask for it. A request that no route takes is answered 404, one of another peer 403.
 * Paths are compared as they are sent: a workload that resolves `..` or `%2e` itself is asked for more than the route says.
 *
 * A change is safe at each step of its application: each route comes after its policies, and after all narrower ones, so that
 * whatever route judges a request while only some have changed, it judges as before or as after.
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

/** Lets in on a route whoever an authentication knows. */
function allow(route: string, kind: string, authentication: string) {
  return {
    targetRef: { group: 'policy.linkerd.io', kind: 'HTTPRoute', name: route },
    requiredAuthenticationRefs: [{ group: 'policy.linkerd.io', kind, name: authentication }],
  };
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

function routeMatch({ path, method }: RequestMatch): HttpRouteSpecRulesMatches {
  return {
    path:
      'exact' in path
        ? { type: HttpRouteSpecRulesMatchesPathType.EXACT, value: path.exact }
        : { type: HttpRouteSpecRulesMatchesPathType.PATH_PREFIX, value: path.prefix === '' ? '/' : path.prefix },
    ...(method !== undefined && { method: HttpRouteSpecRulesMatchesMethod[method] }),
  };
}

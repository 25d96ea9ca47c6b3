import { Construct } from 'constructs';
import {
  AuthorizationPolicy,
  MeshTlsAuthentication,
  NetworkAuthentication,
  Server,
  ServerSpecPort,
  ServerSpecProxyProtocol,
} from '../../../imports/policy.linkerd.io.js';
import { InvalidInput, throwIfAny } from '../../diagnostic.js';
import { checkTypes, type Judges, judgeOptions } from '../../input/judge.js';
import { list, mapping, oneOf, optional, options, type Shape } from '../../input/shape.js';
import { anyText, integer, label, objectName } from '../../input/values.js';
import { cidrFaults } from '../fleet/networks.js';
import { placeInStage } from '../fleet/stage.js';

/** A workload of the same cluster, recognized by its ServiceAccount. @see https://linkerd.io/2-edge/reference/authorization-policy/#meshtlsauthentication */
export interface MeshedCaller {
  /** Name of the ServiceAccount of its pods. */
  readonly serviceAccount: string;
  /** Namespace of the workload. */
  readonly namespace: string;
}

/** Protocol that a proxy expects on a port; `opaque` and `TLS` are forwarded as bytes. @see https://linkerd.io/2-edge/reference/authorization-policy/#server */
export type ServerProtocol = 'HTTP/1' | 'HTTP/2' | 'gRPC' | 'opaque' | 'TLS';

/** A port, and who may reach it. @see https://linkerd.io/2-edge/reference/authorization-policy/ */
export interface GuardedPortProps {
  /** Namespace of the pods and of the policies. */
  readonly namespace: string;
  /** Name of the Server, and first part of the names of its policies. */
  readonly name: string;
  /** Labels of the pods whose port is protected. */
  readonly podLabels: { readonly [key: string]: string };
  /** Number of the container port, 1 to 65535. */
  readonly port: number;
  /** Protocol of the port. @see https://linkerd.io/2-edge/reference/authorization-policy/#server */
  readonly protocol: ServerProtocol;
  /** Workloads that may connect, recognized by the identity that their mTLS proves; at least one if stated. @default - none */
  readonly callers?: readonly MeshedCaller[];
  /** CIDRs from which peers without a mesh identity may connect; at least one if stated. @default - none */
  readonly networks?: readonly string[];
}

/** What is accepted as a caller. */
export const MESHED_CALLER: Shape<MeshedCaller> = options<MeshedCaller>({
  serviceAccount: objectName,
  namespace: label,
});

const PROPS = options<GuardedPortProps>({
  namespace: label,
  name: objectName,
  podLabels: mapping(anyText),
  port: integer(1, 65_535),
  protocol: oneOf('HTTP/1', 'HTTP/2', 'gRPC', 'opaque', 'TLS'),
  callers: optional(list(MESHED_CALLER)),
  networks: optional(list(anyText)),
});

const JUDGES: Judges<GuardedPortProps> = { networks: cidrFaults };

export const PROXY_PROTOCOLS: { readonly [Protocol in ServerProtocol]: ServerSpecProxyProtocol } = {
  'HTTP/1': ServerSpecProxyProtocol.HTTP_FORWARD_SLASH_1,
  'HTTP/2': ServerSpecProxyProtocol.HTTP_FORWARD_SLASH_2,
  gRPC: ServerSpecProxyProtocol.G_RPC,
  opaque: ServerSpecProxyProtocol.OPAQUE,
  TLS: ServerSpecProxyProtocol.TLS,
};

/**
 * A port that only stated callers may reach: a Linkerd Server, an AuthorizationPolicy for meshed callers and one for networks. No list, or an
 * empty one, is an error: an AuthorizationPolicy without requirements admits everyone.
 *
 * @see https://linkerd.io/2-edge/reference/authorization-policy/
 */
export class GuardedPort extends Construct {
  constructor(scope: Construct, id: string, props: GuardedPortProps) {
    super(scope, id);
    throwIfAny(checkTypes(`GuardedPort '${this.node.path}'`, props, PROPS, JUDGES));
    const { namespace, name, callers, networks } = props;
    const empty = [callers, networks].some((list) => list?.length === 0);
    if (empty || (callers === undefined && networks === undefined)) {
      throw new InvalidInput([
        {
          where: `GuardedPort '${namespace}/${name}'`,
          path: 'callers',
          got: callers === undefined && networks === undefined ? 'absent' : 'an empty list',
          expected: 'at least one caller or network',
          fix: 'Name who may connect, or leave the port without a Server: the default inbound policy then denies it.',
        },
      ]);
    }
    throwIfAny(judgeOptions(`GuardedPort '${namespace}/${name}'`, props, JUDGES));
    placeInStage(this, '40-policy');
    new Server(this, 'server', {
      metadata: { name, namespace },
      spec: {
        podSelector: { matchLabels: { ...props.podLabels } },
        port: ServerSpecPort.fromNumber(props.port),
        proxyProtocol: PROXY_PROTOCOLS[props.protocol],
      },
    });
    if (callers !== undefined) {
      const authentication = `${name}-callers`;
      new MeshTlsAuthentication(this, 'callers', {
        metadata: { name: authentication, namespace },
        spec: {
          identityRefs: callers.map((caller) => ({
            kind: 'ServiceAccount',
            name: caller.serviceAccount,
            namespace: caller.namespace,
          })),
        },
      });
      this.#authorize('MeshTLSAuthentication', authentication, props);
    }
    if (networks !== undefined) {
      const authentication = `${name}-networks`;
      new NetworkAuthentication(this, 'networks', {
        metadata: { name: authentication, namespace },
        spec: { networks: networks.map((cidr) => ({ cidr })) },
      });
      this.#authorize('NetworkAuthentication', authentication, props);
    }
  }

  #authorize(
    kind: 'MeshTLSAuthentication' | 'NetworkAuthentication',
    authentication: string,
    { name, namespace }: GuardedPortProps,
  ): void {
    new AuthorizationPolicy(this, `allow-${authentication}`, {
      metadata: { name: authentication, namespace },
      spec: {
        targetRef: { group: 'policy.linkerd.io', kind: 'Server', name },
        requiredAuthenticationRefs: [{ group: 'policy.linkerd.io', kind, name: authentication }],
      },
    });
  }
}

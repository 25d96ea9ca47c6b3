import { isWithinReleases, type Releases, sameMinor } from '../../../formats/release.js';
import { ENVOY_GATEWAY_GATEWAY_API } from '../../../releases/compatibility.js';
import type { Gateway, GatewayPods } from '../../workload/gateway.js';
import type { ExternalCall } from '../../workload/intents/egress.js';
import type { KubeletRequest } from '../../workload/kubelet.js';
import { DEFAULT_ENVOY_GATEWAY, ENVOY_GATEWAY_PORTS, SHUTDOWN_PORT, XDS_PORT } from './envoy-gateway.js';
import type { EnvoyGatewayClass, ExternalGatewayClass, GatewayClass } from './gateway-class.js';

/** Facts about the pods of a class. */
export interface GatewayFacts
  extends Pick<ExternalGatewayClass, 'name' | 'ports' | 'controllers' | 'sendsTo' | 'podSecurity'> {
  /** The class as it is stated. */
  readonly stated: GatewayClass;
  /** Name of the class in messages. */
  readonly title: string;
  /** Releases of the Gateway API that it supports. */
  readonly gatewayApi: { readonly named: string; readonly ends: Releases; includes(release: string): boolean };
  /** Requests of kubelets that are not probes, which Linkerd therefore does not find. */
  readonly kubelet?: { readonly port: number; readonly requests: readonly KubeletRequest[] };
  /** Account and labels of the pods of a gateway. */
  pods(gateway: Gateway): GatewayPods;
}

/** Label of gateway pods in every class. @see https://gateway-api.sigs.k8s.io/geps/gep-1762/ */
const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** The facts of a class. */
export function gatewayFacts(gatewayClass: GatewayClass): GatewayFacts {
  return gatewayClass.kind === 'envoy-gateway' ? envoyGatewayFacts(gatewayClass) : externalFacts(gatewayClass);
}

function externalFacts(gatewayClass: ExternalGatewayClass): GatewayFacts {
  const { name, serviceAccount, gatewayApi } = gatewayClass;
  const ends: Releases = [gatewayApi.oldest, gatewayApi.newest];
  return {
    ...gatewayClass,
    stated: gatewayClass,
    title: `gateway class '${name}'`,
    gatewayApi: {
      named: `${gatewayApi.oldest} to ${gatewayApi.newest}`,
      ends,
      includes: (release) => isWithinReleases(release, ends),
    },
    pods: (gateway) => ({
      serviceAccount: serviceAccount === 'gateway' ? gateway.name : `${gateway.name}-${name}`,
      labels: { [GATEWAY_NAME]: gateway.name },
    }),
  };
}

function envoyGatewayFacts(stated: EnvoyGatewayClass): GatewayFacts {
  const {
    name = 'envoy-gateway',
    release = DEFAULT_ENVOY_GATEWAY,
    controllerNamespace = 'envoy-gateway-system',
  } = stated;
  const [gatewayApi] = ENVOY_GATEWAY_GATEWAY_API[release];
  const controller: ExternalCall = {
    to: {
      kind: 'external',
      name: 'envoy-gateway',
      namespace: controllerNamespace,
      serviceAccount: 'envoy-gateway',
      podLabels: { 'control-plane': 'envoy-gateway' },
    },
    port: XDS_PORT,
  };
  return {
    name,
    stated,
    title: `Envoy Gateway ${release}`,
    ports: ENVOY_GATEWAY_PORTS,
    controllers: [controller],
    sendsTo: 'services',
    podSecurity: 'restricted',
    gatewayApi: {
      named: gatewayApi,
      ends: [gatewayApi, gatewayApi],
      includes: (release) => sameMinor(release, gatewayApi),
    },
    // Before Envoy terminates, the kubelet waits for an answer; a denied request would cut open connections.
    kubelet: {
      port: SHUTDOWN_PORT,
      requests: [
        { method: 'GET', path: '/healthz' },
        { method: 'GET', path: '/shutdown/ready' },
      ],
    },
    pods: (gateway) => ({ serviceAccount: gateway.name, labels: { [GATEWAY_NAME]: gateway.name } }),
  };
}

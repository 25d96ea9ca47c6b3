import type { Json, ManifestObject } from '../../lib/manifest/object.js';
import { at } from './synth.js';

/** What Envoy Gateway 1.8 makes of a Gateway, in GatewayNamespace mode. */
export interface EnvoyGatewayPods {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Labels of the pods. */
  readonly labels: { readonly [label: string]: string };
  /** Labels by which the Deployment, which cannot change them, knows its pods. */
  readonly selector: { readonly [label: string]: string };
  /** Ports at which the pods listen for the Gateway's listeners. */
  readonly listening: readonly number[];
  /** Ports that the containers name. */
  readonly named: readonly number[];
}

const READINESS_PORT = 19_003;

/** Facts, which the controller itself confirms where it is built: names, labels and ports follow from the two objects. */
export function envoyGatewayPods(gateway: ManifestObject, envoyProxy: ManifestObject): EnvoyGatewayPods {
  const { name, namespace = '' } = gateway.metadata;
  const own = {
    'app.kubernetes.io/name': 'envoy',
    'app.kubernetes.io/component': 'proxy',
    'app.kubernetes.io/managed-by': 'envoy-gateway',
    'gateway.networking.k8s.io/gateway-name': name,
    'gateway.envoyproxy.io/owning-gateway-name': name,
    'gateway.envoyproxy.io/owning-gateway-namespace': namespace,
  };
  const kubernetes = at(envoyProxy, 'spec.provider.kubernetes') ?? null;
  const account = at(kubernetes, 'envoyServiceAccount.name');
  const patched = itemsOf(at(kubernetes, 'envoyDeployment.patch.value.spec.template.spec.containers'));
  return {
    namespace,
    serviceAccount: typeof account === 'string' ? account : name,
    labels: { ...own, ...textsOf(at(gateway, 'spec.infrastructure.labels')) },
    selector: own,
    listening: [...new Set(itemsOf(at(gateway, 'spec.listeners')).map((listener) => podPort(at(listener, 'port'))))],
    named: [
      ...patched.flatMap((container) =>
        itemsOf(at(container, 'ports')).map((port) => Number(at(port, 'containerPort'))),
      ),
      READINESS_PORT,
    ],
  };
}

/** Ports below 1024 are for the root user. */
function podPort(port: Json | undefined): number {
  return Number(port) < 1024 ? Number(port) + 10_000 : Number(port);
}

function itemsOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function textsOf(value: Json | undefined): { readonly [key: string]: string } {
  return Object.fromEntries(Object.entries(Object(value)).map(([key, text]) => [key, String(text)]));
}

import { IntOrString, type KubeServiceProps } from '../../../../imports/k8s.js';
import { CONTROL_PLANE_NAMESPACE, CONTROL_PLANE_PORTS } from '../ports.js';
import { type Component, CREATED_BY, componentLabels, componentSelector } from './labels.js';
import type { StringMap } from './shared-values.js';
import type { LinkerdValues } from './values.js';

/** The Services of the control plane. Proxies discover single pods by the headless ones. */
export function controlPlaneServices(values: LinkerdValues): KubeServiceProps[] {
  const { identity, destination, policy } = CONTROL_PLANE_PORTS;
  return [
    service(values, 'linkerd-identity', 'identity', { ports: [grpc(identity)] }),
    service(values, 'linkerd-identity-headless', 'identity', { headless: true, ports: [grpc(identity)] }),
    service(values, 'linkerd-dst', 'destination', { ports: [grpc(destination)] }),
    service(values, 'linkerd-dst-headless', 'destination', { headless: true, ports: [grpc(destination)] }),
    service(values, 'linkerd-policy', 'destination', { headless: true, ports: [grpc(policy)] }),
    service(values, 'linkerd-policy-validator', 'destination', { ports: [webhook('policy-https')] }),
    service(values, 'linkerd-sp-validator', 'destination', { ports: [webhook('sp-validator')] }),
    service(values, 'linkerd-proxy-injector', 'proxy-injector', {
      ports: [webhook('proxy-injector')],
      // The API server speaks TLS to the webhook itself.
      annotations: { 'config.linkerd.io/opaque-ports': '443' },
    }),
  ];
}

interface ServiceShape {
  readonly headless?: boolean;
  readonly ports: NonNullable<NonNullable<KubeServiceProps['spec']>['ports']>;
  readonly annotations?: StringMap;
}

function service(
  values: LinkerdValues,
  name: string,
  component: Component,
  { headless = false, ports, annotations }: ServiceShape,
): KubeServiceProps {
  return {
    metadata: {
      name,
      namespace: CONTROL_PLANE_NAMESPACE,
      labels: componentLabels(component, values),
      annotations: { ...CREATED_BY, ...annotations },
    },
    spec: {
      ...(headless ? { clusterIp: 'None' } : { type: 'ClusterIP' }),
      selector: componentSelector(component),
      ports,
    },
  };
}

function grpc(port: number) {
  return { name: 'grpc', port, targetPort: IntOrString.fromNumber(port) };
}

function webhook(name: string) {
  return { name, port: 443, targetPort: IntOrString.fromString(name) };
}

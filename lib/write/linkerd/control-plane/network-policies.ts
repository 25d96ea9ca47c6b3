import { IntOrString, type KubeNetworkPolicyProps, type NetworkPolicyPort } from '../../../../imports/k8s.js';
import { ANYWHERE } from '../../workload/network-peers.js';
import { CONTROL_PLANE_NAMESPACE, CONTROL_PLANE_PORTS } from '../ports.js';
import { apiServerPorts } from './api-server.js';
import { componentLabels, componentSelector } from './labels.js';
import type { LinkerdValues } from './values.js';

/** Ports of the webhooks, behind the proxy, and next to it because the API server is in no mesh. */
const WEBHOOK_PORTS = { destination: [8443, 9443], 'proxy-injector': [8443], identity: [] } as const;
/** Ports of the controllers' own metrics and probes. */
const ADMIN_PORTS = { destination: [9990, 9996, 9997], identity: [9990], 'proxy-injector': [9995] } as const;
/** Ports that the proxies of all namespaces connect to. */
const MESH_PORTS = { destination: [8086, 8090], identity: [8080], 'proxy-injector': [] } as const;

/**
 * Ingress to the controllers: from the proxies of every namespace, the API server (whose address no selector matches),
 * and scrapers. Egress of the controllers: to the API server and each other.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function networkPolicies(values: LinkerdValues): KubeNetworkPolicyProps[] {
  const components = ['destination', 'identity', 'proxy-injector'] as const;
  return [
    {
      metadata: {
        name: 'linkerd-default-deny',
        namespace: CONTROL_PLANE_NAMESPACE,
        labels: componentLabels('controller', values),
      },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    },
    ...components.map((component) => ({
      metadata: {
        name: `linkerd-${component}`,
        namespace: CONTROL_PLANE_NAMESPACE,
        labels: componentLabels(component, values),
      },
      spec: {
        podSelector: { matchLabels: componentSelector(component) },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          {
            from: [{ namespaceSelector: {} }],
            ports: tcp([
              values.proxy.ports.inbound,
              values.proxy.ports.admin,
              ...MESH_PORTS[component],
              ...ADMIN_PORTS[component],
            ]),
          },
          ...(WEBHOOK_PORTS[component].length > 0 ? [{ ports: tcp(WEBHOOK_PORTS[component]) }] : []),
        ],
        egress: [
          { to: [{ namespaceSelector: { matchLabels: inNamespace('kube-system') } }], ports: dns() },
          {
            to: [{ namespaceSelector: { matchLabels: inNamespace(CONTROL_PLANE_NAMESPACE) } }],
            ports: tcp([values.proxy.ports.inbound, ...Object.values(CONTROL_PLANE_PORTS)]),
          },
          { to: ANYWHERE, ports: apiServerPorts(values) },
          ...traceEgress(values),
        ],
      },
    })),
    ...(values.disableHeartBeat ? [] : [heartbeatPolicy(values)]),
  ];
}

/** The heartbeat queries the API server and a Prometheus, and reports to Linkerd's vendor over HTTPS. */
function heartbeatPolicy(values: LinkerdValues): KubeNetworkPolicyProps {
  return {
    metadata: {
      name: 'linkerd-heartbeat',
      namespace: CONTROL_PLANE_NAMESPACE,
      labels: componentLabels('heartbeat', values),
    },
    spec: {
      podSelector: { matchLabels: componentSelector('heartbeat') },
      policyTypes: ['Ingress', 'Egress'],
      egress: [
        { to: [{ namespaceSelector: { matchLabels: inNamespace('kube-system') } }], ports: dns() },
        { to: ANYWHERE, ports: apiServerPorts(values) },
        { to: ANYWHERE, ports: tcp([443]) },
        ...prometheusEgress(values),
      ],
    },
  };
}

/** Of a Prometheus that the user sets, only the name is known. */
function prometheusEgress({ prometheusUrl }: LinkerdValues) {
  if (prometheusUrl !== '') return [];
  return [{ to: [{ namespaceSelector: { matchLabels: inNamespace('linkerd-viz') } }], ports: tcp([9090]) }];
}

/** Traces go to the collector's namespace, through its proxies. */
function traceEgress({ controller, proxy }: LinkerdValues) {
  const { namespace } = proxy.tracing.collector.meshIdentity;
  if (!controller.tracing.enabled && !proxy.tracing.enabled) return [];
  return [{ to: [{ namespaceSelector: namespace === '' ? {} : { matchLabels: inNamespace(namespace) } }] }];
}

function inNamespace(name: string) {
  return { 'kubernetes.io/metadata.name': name };
}

function dns(): NetworkPolicyPort[] {
  return ['UDP', 'TCP'].map((protocol) => ({ protocol, port: IntOrString.fromNumber(53) }));
}

function tcp(ports: readonly number[]): NetworkPolicyPort[] {
  return [...new Set(ports)]
    .sort((a, b) => a - b)
    .map((port) => ({ protocol: 'TCP', port: IntOrString.fromNumber(port) }));
}

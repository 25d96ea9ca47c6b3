import { Construct } from 'constructs';
import { IntOrString, KubeNamespace, KubeNetworkPolicy } from '../../imports/k8s.js';
import { CLUSTER, type Cluster } from '../fleet/cluster.js';
import { placeInStage } from '../fleet/stage.js';
import { rejectIfAny } from '../problem.js';
import { checkProps, optional, options } from '../props/shape.js';
import { label } from '../props/values.js';
import { checkResources, RESOURCES, type Resources } from '../workload/resources.js';
import { CONTROL_PLANE_NAMESPACE, CONTROL_PLANE_PORTS, PROXY_INBOUND_PORT } from './ports.js';
import { defaultInboundPolicy, INJECT, proxyResources } from './proxy-annotations.js';

export interface IsolatedNamespaceProps {
  /** The cluster that the namespace is in; Linkerd decides what the namespace asks for, and in Istio it stays outside the mesh. */
  readonly cluster: Cluster;
  /** Name of the namespace. */
  readonly name: string;
  /**
   * Requests and limits of the mesh proxy in each pod of the namespace; a pod's own annotations win.
   * @default cpu 50m to 100m, memory 64Mi to 128Mi @see https://linkerd.io/2-edge/reference/proxy-configuration/
   */
  readonly proxyResources?: Resources;
}

const PROPS = options<IsolatedNamespaceProps>({ cluster: CLUSTER, name: label, proxyResources: optional(RESOURCES) });

export const DEFAULT_PROXY_RESOURCES: Resources = {
  cpu: { request: '50m', limit: '100m' },
  memory: { request: '64Mi', limit: '128Mi' },
};

/**
 * A namespace in which nothing is allowed that nobody asked for: every pod is in the mesh, no connection is admitted by
 * default, and the network policies let out only what every pod needs (DNS and the mesh's control plane).
 *
 * The restricted pod-security profile is enforced where the mesh needs no privileged init container; otherwise it is
 * only audited, since enforcing it would keep the mesh's own init container out.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export class IsolatedNamespace extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: IsolatedNamespaceProps) {
    super(scope, id);
    rejectIfAny(checkProps(`IsolatedNamespace '${this.node.path}'`, props, PROPS));
    const { cluster, name } = props;
    const proxy = props.proxyResources ?? DEFAULT_PROXY_RESOURCES;
    rejectIfAny([
      ...cluster.problems,
      ...checkResources(`IsolatedNamespace '${cluster.name}/${name}': proxyResources`, proxy),
    ]);
    this.name = name;
    const meshed = cluster.linkerd !== undefined;
    const enforceable = !meshed || cluster.linkerd?.cni === true;

    const namespace = placeInStage(new Construct(this, 'namespace'), '00-namespaces');
    new KubeNamespace(namespace, 'Resource', {
      metadata: {
        name,
        labels: {
          'pod-security.kubernetes.io/enforce': enforceable ? 'restricted' : 'privileged',
          'pod-security.kubernetes.io/audit': 'restricted',
          'pod-security.kubernetes.io/warn': 'restricted',
        },
        ...(meshed && { annotations: { ...INJECT, ...defaultInboundPolicy('deny'), ...proxyResources(proxy) } }),
      },
    });

    const policy = placeInStage(new Construct(this, 'policy'), '40-policy');
    new KubeNetworkPolicy(policy, 'default-deny', {
      metadata: { name: 'default-deny', namespace: name },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    new KubeNetworkPolicy(policy, 'allow-dns', {
      metadata: { name: 'allow-dns', namespace: name },
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [
          {
            to: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
                podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
              },
            ],
            ports: [
              { protocol: 'UDP', port: IntOrString.fromNumber(53) },
              { protocol: 'TCP', port: IntOrString.fromNumber(53) },
            ],
          },
        ],
      },
    });
    if (!meshed) return;
    new KubeNetworkPolicy(policy, 'allow-linkerd-control-plane', {
      metadata: { name: 'allow-linkerd-control-plane', namespace: name },
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [
          {
            to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': CONTROL_PLANE_NAMESPACE } } }],
            ports: [PROXY_INBOUND_PORT, ...Object.values(CONTROL_PLANE_PORTS)].map((port) => ({
              protocol: 'TCP',
              port: IntOrString.fromNumber(port),
            })),
          },
        ],
      },
    });
  }
}

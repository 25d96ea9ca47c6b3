import { Construct } from 'constructs';
import { throwIfAny } from '../../diagnostic.js';
import { checkTypes, type Judges, judgeOptions } from '../../input/judge.js';
import { optional, options } from '../../input/shape.js';
import { label } from '../../input/values.js';
import { CLUSTER, type Cluster } from '../fleet/cluster.js';
import { DefaultDenyNamespace } from '../workload/default-deny-namespace.js';
import { RESOURCES, type Resources, resourceFaults } from '../workload/resources.js';
import { CONTROL_PLANE_NAMESPACE, CONTROL_PLANE_PORTS, PROXY_INBOUND_PORT } from './ports.js';
import { defaultInboundPolicy, INJECT, proxyResources } from './proxy-annotations.js';

export interface LinkerdNamespaceProps {
  /** The cluster of the namespace. In a cluster with Linkerd the namespace is in the mesh, in any other it is not. */
  readonly cluster: Cluster;
  /** Name of the namespace. */
  readonly name: string;
  /**
   * Requests and limits of the mesh proxy in each pod of the namespace, unless annotations of the pod override them.
   * @default cpu 50m to 100m, memory 64Mi to 128Mi
   * @see https://linkerd.io/2-edge/reference/proxy-configuration/
   */
  readonly proxyResources?: Resources;
}

const PROPS = options<LinkerdNamespaceProps>({ cluster: CLUSTER, name: label, proxyResources: optional(RESOURCES) });

const JUDGES: Judges<LinkerdNamespaceProps> = { proxyResources: resourceFaults };

export const DEFAULT_PROXY_RESOURCES: Resources = {
  cpu: { request: '50m', limit: '100m' },
  memory: { request: '64Mi', limit: '128Mi' },
};

/**
 * A namespace that denies everything by default: every pod is in the mesh, no connection is admitted, and network policies allow only the
 * egress that every pod needs, to DNS and the control plane of the mesh.
 *
 * The restricted pod-security profile is enforced if the mesh needs no privileged init container; otherwise it is only audited, since enforcing
 * it would reject the init container of the mesh.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export class LinkerdNamespace extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: LinkerdNamespaceProps) {
    super(scope, id);
    throwIfAny(checkTypes(`LinkerdNamespace '${this.node.path}'`, props, PROPS, JUDGES));
    const { cluster, name } = props;
    const proxy = props.proxyResources ?? DEFAULT_PROXY_RESOURCES;
    throwIfAny([...cluster.problems, ...judgeOptions(`LinkerdNamespace '${cluster.name}/${name}'`, props, JUDGES)]);
    this.name = name;
    const mesh = cluster.linkerd;
    const enforceable = mesh === undefined || mesh.cni === true;
    new DefaultDenyNamespace(this, 'namespace', {
      name,
      enforce: enforceable ? 'restricted' : 'privileged',
      ...(mesh !== undefined && {
        annotations: { ...INJECT, ...defaultInboundPolicy('deny'), ...proxyResources(proxy) },
        controlPlane: {
          mesh: 'linkerd',
          namespace: CONTROL_PLANE_NAMESPACE,
          ports: [PROXY_INBOUND_PORT, ...Object.values(CONTROL_PLANE_PORTS)],
        },
      }),
    });
  }
}

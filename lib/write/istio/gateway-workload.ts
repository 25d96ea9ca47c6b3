import { Construct } from 'constructs';
import {
  IntOrString,
  KubeDeployment,
  KubeNamespace,
  KubeNetworkPolicy,
  KubePodDisruptionBudget,
  KubeRole,
  KubeRoleBinding,
  KubeService,
  KubeServiceAccount,
} from '../../../imports/k8s.js';
import { type Diagnostic, throwIfAny } from '../../diagnostic.js';
import { isMapping } from '../../formats/mapping.js';
import { checkTypes, type Judges, judgeOptions } from '../../input/judge.js';
import { below } from '../../input/place.js';
import { missingMesh } from '../fleet/missing-mesh.js';
import { cidrFaults } from '../fleet/networks.js';
import { placeInStage } from '../fleet/stage.js';
import { resourceFaults } from '../workload/resources.js';
import { gatewayNetworkPolicies } from './gateway-network.js';
import { gatewayPod } from './gateway-pod.js';
import { type GatewayIdentity, gatewayIdentity } from './gateway-ports.js';
import { ISTIO_GATEWAY_PROPS, type IstioGatewayProps } from './gateway-workload-props.js';
import { revisionLabel } from './revision-label.js';

/**
 * The pods through which traffic enters or leaves a cluster: a proxy that istiod injects and configures, in a separate
 * namespace with the restricted profile. `Gateway` and `VirtualService` objects state which hosts it serves; without
 * them it does not listen.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/gateway/
 */
export class IstioGateway extends Construct {
  /** How policies and routes refer to the pods. */
  readonly identity: GatewayIdentity;

  constructor(scope: Construct, id: string, props: IstioGatewayProps) {
    super(scope, id);
    const where = gatewayLabel(props);
    throwIfAny(checkTypes(where, props, ISTIO_GATEWAY_PROPS, JUDGES));
    throwIfAny(checkGateway(where, props));
    this.identity = gatewayIdentity(props.gateway);
    const { namespace, serviceAccount } = this.identity;

    const namespaces = placeInStage(new Construct(this, 'namespace'), '00-namespaces');
    new KubeNamespace(namespaces, 'Resource', {
      metadata: {
        name: namespace,
        labels: {
          ...revisionLabel(props.cluster),
          'pod-security.kubernetes.io/enforce': 'restricted',
          'pod-security.kubernetes.io/audit': 'restricted',
          'pod-security.kubernetes.io/warn': 'restricted',
        },
      },
    });

    const policy = placeInStage(new Construct(this, 'policy'), '40-policy');
    for (const networkPolicy of gatewayNetworkPolicies(props))
      new KubeNetworkPolicy(policy, `network-${networkPolicy.metadata?.name}`, networkPolicy);

    const workload = placeInStage(new Construct(this, 'workload'), '60-workloads');
    new KubeServiceAccount(workload, 'account', {
      metadata: { name: serviceAccount, namespace },
      automountServiceAccountToken: false,
    });
    this.#certificateAccess(workload);
    this.#pods(workload, props);
    this.#service(workload, props);
  }

  #pods(scope: Construct, { gateway, cluster }: IstioGatewayProps): void {
    const { name, namespace, podLabels } = this.identity;
    new KubeDeployment(scope, 'deployment', {
      metadata: { name, namespace },
      spec: {
        replicas: gateway.replicas ?? 2,
        selector: { matchLabels: { ...podLabels } },
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: IntOrString.fromNumber(1), maxUnavailable: IntOrString.fromNumber(0) },
        },
        template: gatewayPod(gateway, cluster.istio?.network),
      },
    });
    new KubePodDisruptionBudget(scope, 'budget', {
      metadata: { name, namespace },
      spec: {
        maxUnavailable: IntOrString.fromNumber(1),
        selector: { matchLabels: { ...podLabels } },
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      },
    });
  }

  #service(scope: Construct, { gateway, cluster, clients }: IstioGatewayProps): void {
    const { name, namespace, podLabels, ports } = this.identity;
    const eastWest = gateway.direction === 'east-west' ? cluster.eastWest : undefined;
    const type = gateway.direction === 'egress' ? 'ClusterIP' : (eastWest?.kind ?? gateway.exposure ?? 'LoadBalancer');
    new KubeService(scope, 'service', {
      metadata: {
        name,
        namespace,
        // The istiods of other clusters find the gateway by this label.
        ...(gateway.direction === 'east-west' && {
          labels: { 'topology.istio.io/network': cluster.istio?.network ?? '' },
        }),
        // This annotation tells them that its addresses are those of the nodes.
        ...(eastWest?.kind === 'NodePort' && {
          annotations: { 'traffic.istio.io/nodeSelector': '{"kubernetes.io/os":"linux"}' },
        }),
      },
      spec: {
        type,
        // Keeps the address of the caller for policies.
        ...(type !== 'ClusterIP' && { externalTrafficPolicy: 'Local' }),
        ...(type === 'LoadBalancer' && clients !== undefined && { loadBalancerSourceRanges: [...clients] }),
        selector: { ...podLabels },
        ports: ports.map((port) => ({
          name: port.name,
          port: port.port,
          targetPort: IntOrString.fromNumber(port.containerPort),
          ...(eastWest?.kind === 'NodePort' && { nodePort: eastWest.nodePort }),
          appProtocol: port.name === 'clusters' ? 'tls' : port.name,
        })),
      },
    });
  }

  /** istiod gives the gateway only certificates that its ServiceAccount may read, although the pods never read them themselves. */
  #certificateAccess(scope: Construct): void {
    const { name, namespace, serviceAccount } = this.identity;
    new KubeRole(scope, 'role', {
      metadata: { name, namespace },
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] }],
    });
    new KubeRoleBinding(scope, 'binding', {
      metadata: { name, namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace }],
    });
  }
}

/** Names the construct even if its props have wrong types. */
function gatewayLabel(props: unknown): string {
  const gateway = isMapping(props) ? props['gateway'] : undefined;
  const name = isMapping(gateway) ? gateway['name'] : undefined;
  return typeof name === 'string' ? `IstioGateway '${name}'` : 'IstioGateway';
}

const JUDGES: Judges<IstioGatewayProps> = {
  gateway: ({ resources }) => (resources === undefined ? [] : below('resources', resourceFaults(resources))),
  clients: cidrFaults,
  destinations: cidrFaults,
};

/** Options that apply to one direction only. */
const READ_BY = {
  clients: 'entry',
  callers: 'egress',
  destinations: 'egress',
  destinationPorts: 'egress',
} as const satisfies Partial<Record<keyof IstioGatewayProps, 'entry' | 'egress'>>;

function checkGateway(where: string, props: IstioGatewayProps): Diagnostic[] {
  const { cluster, gateway } = props;
  const problems: Diagnostic[] = [
    ...cluster.problems,
    ...missingMesh(
      where,
      cluster,
      'istio',
      'Set the mesh of the cluster, or remove the gateway: only Istio injects its proxy.',
    ),
  ];
  const kind = gateway.direction === 'egress' ? 'egress' : 'entry';
  for (const [option, direction] of Object.entries(READ_BY)) {
    if (props[option as keyof typeof READ_BY] === undefined || kind === direction) continue;
    problems.push({
      where,
      path: option,
      got: `set for an ${gateway.direction} gateway`,
      expected: `none: ${direction === 'entry' ? 'gateways for incoming traffic' : 'egress gateways'} have it`,
      fix: 'Remove it, or correct the direction.',
    });
  }
  if (gateway.direction === 'east-west' && cluster.istio !== undefined && cluster.istio.network === undefined)
    problems.push({
      where,
      path: 'cluster.mesh.network',
      got: 'absent',
      expected: 'the name of the network behind the gateway',
      fix: 'Set mesh.network, and mesh.meshId, of each cluster.',
    });
  if (gateway.direction === 'east-west') problems.push(...checkEastWestGateway(where, props));
  if (gateway.direction === 'egress' && (gateway.exposure ?? 'ClusterIP') !== 'ClusterIP')
    problems.push({
      where,
      path: 'gateway.exposure',
      got: `'${gateway.exposure}' for an egress gateway`,
      expected: "'ClusterIP', or none",
      fix: 'Remove it: a client outside could send traffic out of the cluster through it.',
    });
  return [...problems, ...judgeOptions(where, props, JUDGES)];
}

/** The gateway must match what the cluster publishes to others. */
function checkEastWestGateway(where: string, { cluster, gateway }: IstioGatewayProps): Diagnostic[] {
  const { eastWest, nodes } = cluster;
  const replicas = gateway.replicas ?? 2;
  if (eastWest === undefined) {
    return [
      {
        where,
        path: 'cluster.eastWest',
        got: 'absent',
        expected: 'how other clusters reach the gateway',
        fix: 'Set eastWest of the cluster: a LoadBalancer with its cidrs, or a NodePort.',
      },
    ];
  }
  return [
    ...(gateway.exposure === undefined || gateway.exposure === eastWest.kind
      ? []
      : [
          {
            where,
            path: 'gateway.exposure',
            got: `'${gateway.exposure}', but eastWest of cluster '${cluster.name}' is a ${eastWest.kind}`,
            expected: `'${eastWest.kind}', or none`,
            fix: 'Remove it: other clusters use eastWest of the cluster.',
          },
        ]),
    ...(eastWest.kind === 'NodePort' && nodes !== undefined && replicas < nodes
      ? [
          {
            where,
            path: 'gateway.replicas',
            got: `${replicas}, but eastWest of cluster '${cluster.name}' sends them to each of its ${nodes} nodes`,
            expected: `${nodes} or more: a node without a pod of the gateway drops the traffic`,
            fix: 'Raise it, or put a load balancer in front.',
          },
        ]
      : []),
  ];
}

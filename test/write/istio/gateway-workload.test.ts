import { describe, expect, test } from 'vitest';
import type { ClusterProps } from '../../../lib/write/fleet/cluster-props.js';
import { gatewayIdentity } from '../../../lib/write/istio/gateway-ports.js';
import { IstioGateway } from '../../../lib/write/istio/gateway-workload.js';
import type { IstioGatewayProps } from '../../../lib/write/istio/gateway-workload-props.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import type { Gateway } from '../../../lib/write/workload/gateway.js';
import { changes } from '../../support/changes.js';
import { findingsOf } from '../../support/judged.js';
import { at, filesOf, find, objectsOf, refusal } from '../../support/synth.js';

const ingress: Gateway = { kind: 'gateway', name: 'ingress', namespace: 'istio-ingress', direction: 'ingress' };
const egress: Gateway = { kind: 'gateway', name: 'egress', namespace: 'istio-egress', direction: 'egress' };
const caller = {
  kind: 'external',
  name: 'shop',
  namespace: 'shop',
  serviceAccount: 'shop',
  podLabels: { app: 'shop' },
} as const;

const eastWest: Gateway = { kind: 'gateway', name: 'east-west', namespace: 'east-west', direction: 'east-west' };

type Setup = Partial<Omit<IstioGatewayProps, 'cluster'>> & Partial<Pick<ClusterProps, 'mesh' | 'eastWest' | 'nodes'>>;

function fleetWith({ mesh = { kind: 'istio', version: '1.31' }, eastWest, nodes, ...props }: Setup = {}): Fleet {
  const fleet = new Fleet('fleet');
  const cluster = fleet.addCluster('hub', {
    kubernetesVersion: '1.33',
    mesh,
    nodeAddresses: ['192.0.2.1'],
    podCidrs: ['10.42.0.0/16'],
    serviceCidrs: ['10.43.0.0/16'],
    ...(eastWest && { eastWest }),
    ...(nodes !== undefined && { nodes }),
  });
  cluster.add('gateway', (chart) => {
    new IstioGateway(chart, 'gateway', { cluster, gateway: ingress, ...props });
  });
  return fleet;
}

const objects = (setup?: Setup) => objectsOf(fleetWith(setup), 'hub');
const effect = (setup: Setup) => changes(objects(), objects(setup));
const refused = (setup: Setup) => refusal(() => filesOf(fleetWith(setup)));

describe('IstioGateway', () => {
  test('bears the label by which istiod finds it for Ingress objects, where traffic comes in by it', () => {
    const label = (setup: Setup, name: string) =>
      at(find(objects(setup), 'Deployment', name), 'spec.template.metadata.labels.istio');
    expect(label({}, 'ingress')).toBe('ingressgateway');
    expect(label({ gateway: egress }, 'egress')).toBeUndefined();
  });

  test('is pods that istiod fills in, in a namespace of their own that asks for them', () => {
    const written = objects();
    expect(written.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Namespace istio-ingress',
      'NetworkPolicy default-deny',
      'NetworkPolicy ingress',
      'ServiceAccount ingress',
      'Role ingress',
      'RoleBinding ingress',
      'PodDisruptionBudget ingress',
      'Service ingress',
      'Deployment ingress',
    ]);
    const labels = find(written, 'Namespace', 'istio-ingress').metadata.labels;
    expect(labels?.['istio.io/rev']).toBe('prod');
    expect(labels?.['pod-security.kubernetes.io/enforce']).toBe('restricted');
    const template = at(find(written, 'Deployment', 'ingress'), 'spec.template') ?? null;
    expect(at(template, 'spec.containers[0].image')).toBe('auto');
    expect(at(template, 'metadata.annotations')).toEqual({ 'inject.istio.io/templates': 'gateway' });
  });

  test('runs as the account, and bears the labels, that policies are told', () => {
    const pods = { serviceAccount: 'outside', labels: { role: 'edge' } };
    const written = objects({ gateway: { ...ingress, pods } });
    const deployment = find(written, 'Deployment', 'ingress');
    expect(at(deployment, 'spec.template.spec.serviceAccountName')).toBe('outside');
    expect(at(deployment, 'spec.template.metadata.labels.role')).toBe('edge');
    expect(at(deployment, 'spec.selector.matchLabels')).toEqual({ role: 'edge' });
    find(written, 'ServiceAccount', 'outside');
    expect(at(find(written, 'RoleBinding', 'ingress'), 'subjects[0].name')).toBe('outside');
  });

  test('says of itself what its objects have', () => {
    for (const gateway of [ingress, egress]) {
      const { name, namespace, serviceAccount, podLabels, ports } = gatewayIdentity(gateway);
      const written = objects({ gateway });
      const deployment = find(written, 'Deployment', name);
      expect(deployment.metadata.namespace).toBe(namespace);
      expect(at(deployment, 'spec.template.spec.serviceAccountName')).toBe(serviceAccount);
      expect(at(deployment, 'spec.selector.matchLabels')).toEqual(podLabels);
      expect(at(find(written, 'Service', name), 'spec.ports')).toEqual(
        ports.map(({ name: portName, port, containerPort }) => ({
          name: portName,
          port,
          targetPort: containerPort,
          appProtocol: portName,
          protocol: 'TCP',
        })),
      );
    }
  });

  test('an ingress gateway is reached by those that are named, or by all, and reaches DNS and istiod', () => {
    const spec = (setup: Setup) => find(objects(setup), 'NetworkPolicy', 'ingress')['spec'] ?? null;
    const ports = [
      { port: 8080, protocol: 'TCP' },
      { port: 8443, protocol: 'TCP' },
    ];
    expect(at(spec({}), 'ingress')).toEqual([
      { from: [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }], ports },
    ]);
    expect(at(spec({ clients: ['203.0.113.0/24'] }), 'ingress')).toEqual([
      { from: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports },
    ]);
    expect(at(spec({}), 'egress[1].ports')).toEqual([{ port: 15012, protocol: 'TCP' }]);
    expect(at(spec({}), 'egress[2]')).toBeUndefined();
    expect(at(spec({ scrapers: ['monitoring'] }), 'ingress[1].ports')).toEqual([{ port: 15020, protocol: 'TCP' }]);
  });

  test('an egress gateway is reached by its callers, and reaches the world but not the cluster', () => {
    const spec = (setup: Setup = {}) =>
      find(objects({ gateway: egress, ...setup }), 'NetworkPolicy', 'egress')['spec'] ?? null;
    expect(at(spec(), 'ingress')).toEqual([]);
    expect(at(spec({ callers: [caller] }), 'ingress[0].from')).toEqual([
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
        podSelector: { matchLabels: { app: 'shop' } },
      },
    ]);
    expect(at(spec(), 'egress[2]')).toEqual({
      to: [
        { ipBlock: { cidr: '0.0.0.0/0', except: ['10.42.0.0/16', '10.43.0.0/16', '169.254.0.0/16'] } },
        { ipBlock: { cidr: '::/0', except: ['fe80::/10'] } },
      ],
      ports: [{ port: 443, protocol: 'TCP' }],
    });
    expect(at(spec({ destinations: ['198.51.100.0/24'], destinationPorts: [8443] }), 'egress[2]')).toEqual({
      to: [{ ipBlock: { cidr: '198.51.100.0/24' } }],
      ports: [{ port: 8443, protocol: 'TCP' }],
    });
    expect(at(find(objects({ gateway: egress }), 'Service', 'egress'), 'spec.type')).toBe('ClusterIP');
  });

  test.each<[string, Partial<Gateway>, string[]]>([
    ['replicas', { replicas: 4 }, ['Deployment ingress spec.replicas: 2 -> 4']],
    ['exposure', { exposure: 'NodePort' }, ['Service ingress spec.type: LoadBalancer -> NodePort']],
    [
      'resources',
      { resources: { cpu: { request: '100m', limit: '2' }, memory: { request: '128Mi', limit: '2Gi' } } },
      ['Deployment ingress spec.template.spec.containers[istio-proxy].resources.limits.memory: 1Gi -> 2Gi'],
    ],
  ])('%s changes what it says', (_, gateway, lines) => {
    expect(effect({ gateway: { ...ingress, ...gateway } })).toEqual(lines);
  });

  test('is entered from other clusters as its own says', () => {
    const mesh = { kind: 'istio', version: '1.31', network: 'hub', meshId: 'fleet' } as const;
    const byBalancer = {
      mesh,
      gateway: eastWest,
      eastWest: { kind: 'LoadBalancer', cidrs: ['203.0.113.0/28'] },
    } as const;
    const byNodes = { ...byBalancer, eastWest: { kind: 'NodePort', nodePort: 31_443 } } as const;
    expect(changes(objects(byBalancer), objects(byNodes))).toEqual([
      'Service east-west metadata.annotations: + {"traffic.istio.io/nodeSelector":"{\\"kubernetes.io/os\\":\\"linux\\"}"}',
      'Service east-west spec.ports[clusters].nodePort: + 31443',
      'Service east-west spec.type: LoadBalancer -> NodePort',
    ]);
    expect(refused({ ...byNodes, nodes: 2 })).toEqual([]);
    expect(refused({ ...byNodes, nodes: 3 })).toEqual([
      "IstioGateway 'east-west': gateway.replicas is 2, but eastWest of cluster 'hub' sends them to each of its 3 nodes, expected 3 or more: a node without a pod of the gateway drops the traffic. Raise it, or put a load balancer in front.",
    ]);
    expect(refused({ ...byBalancer, nodes: 3, gateway: { ...eastWest, exposure: 'LoadBalancer' } })).toEqual([]);
    expect(refused({ ...byBalancer, gateway: { ...eastWest, exposure: 'NodePort' } })).toEqual([
      "IstioGateway 'east-west': gateway.exposure is 'NodePort', but eastWest of cluster 'hub' is a LoadBalancer, expected 'LoadBalancer', or none. Remove it: other clusters use eastWest of the cluster.",
    ]);
    expect(refused({ mesh, gateway: eastWest })).toEqual([
      "IstioGateway 'east-west': cluster.eastWest is absent, expected how other clusters reach the gateway. Set eastWest of the cluster: a LoadBalancer with its cidrs, or a NodePort.",
    ]);
  });

  test('passes schema and policy', async () => {
    expect(await findingsOf(fleetWith({ clients: ['203.0.113.0/24'] }))).toEqual([]);
    expect(await findingsOf(fleetWith({ gateway: egress }))).toEqual([]);
  });

  test.each<[string, Setup, string]>([
    [
      'a cluster with Linkerd',
      { mesh: { kind: 'linkerd', version: '2.20' } },
      "IstioGateway 'ingress': cluster.mesh is linkerd 2.20, expected Istio, such as { kind: 'istio', version: '1.31' }. Set the mesh of the cluster, or remove the gateway: only Istio injects its proxy.",
    ],
    [
      'callers of an ingress gateway',
      { callers: [caller] },
      "IstioGateway 'ingress': callers is set for an ingress gateway, expected none: egress gateways have it. Remove it, or correct the direction.",
    ],
    [
      'an egress gateway that the outside reaches',
      { gateway: { ...egress, exposure: 'LoadBalancer' } },
      "IstioGateway 'egress': gateway.exposure is 'LoadBalancer' for an egress gateway, expected 'ClusterIP', or none. Remove it: a client outside could send traffic out of the cluster through it.",
    ],
    [
      'a single pod',
      { gateway: { ...ingress, replicas: 1 } },
      "IstioGateway 'ingress': gateway.replicas is 1, expected an integer from 2 to 1000. Correct it, or remove it to use the default.",
    ],
  ])('fails %s', (_, setup, sentence) => {
    expect(refused(setup)).toEqual([sentence]);
  });
});

import { configExample, controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/cluster-networks-cover-the-cluster.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const config = controllerExample() + configExample('clusterNetworks: 10.0.0.0/8,fd00::/8');
const object = (apiVersion: string, kind: string, spec: string, name = 'one') =>
  `---\n{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: ${name} }, spec: { ${spec} } }\n`;
const service = (...ips: readonly string[]) =>
  object('v1', 'Service', `clusterIP: '${ips[0]}', clusterIPs: ['${ips.join("', '")}']`);
const kubeadm = (subnets: string) => `---
apiVersion: v1
kind: ConfigMap
metadata: { name: kubeadm-config, namespace: kube-system }
data: { ClusterConfiguration: "networking: { ${subnets} }" }
`;
const got = (text: string) => ({ path: 'data.values', got: `clusterNetworks: 10.0.0.0/8,fd00::/8, without ${text}` });

ruleTester(rule, {
  ignores: {
    'networks where there is no control plane': configExample('clusterNetworks: 10.0.0.0/8') + service('198.51.100.1'),
  },
  passes: {
    'accepts addresses of both families': config + service('10.43.0.10', 'fd00:1::1'),
  },
  fails: {
    'with Nodes and Services in one finding': [
      config + object('v1', 'Node', 'podCIDR: 192.168.0.0/24') + service('198.51.100.1'),
      got('192.168.0.0/24 (pods of Node one), 198.51.100.1/32 (Service default/one)'),
    ],
    'with IPv6': [config + service('2001:db8::1'), got('2001:db8::1/128 (Service default/one)')],
    'with a network that is larger than any': [
      config + object('networking.k8s.io/v1', 'ServiceCIDR', 'cidrs: [10.0.0.0/7]'),
      got('10.0.0.0/7 (ServiceCIDR one)'),
    ],
    'with a pool of Calico': [
      config + object('crd.projectcalico.org/v1', 'IPPool', 'cidr: 172.16.0.0/16'),
      got('172.16.0.0/16 (IPPool one)'),
    ],
    'with what kubeadm says': [
      config + kubeadm("podSubnet: '10.244.0.0/16,192.168.0.0/16', serviceSubnet: 172.20.0.0/16"),
      got('192.168.0.0/16 (pods by kubeadm), 172.20.0.0/16 (Services by kubeadm)'),
    ],
  },
  notJudged: {
    'a control plane without its configuration': [
      controllerExample() + configExample('a: 1').replace('name: linkerd-config', 'name: other'),
      'linkerd-config is not among the files',
    ],
    'networks that no file names': [config, 'no file names a network of pods or Services'],
    'a headless Service': [config + service('None'), 'no file names a network of pods or Services'],
    'a configuration that cannot be read': [config + kubeadm('['), 'no file names a network of pods or Services'],
  },
});

import { contains, hostCidr, isAddress, type Network, parseCidr } from '../../../../formats/cidr.js';
import { Field } from '../../../../manifest/field.js';
import { readYaml } from '../../../../manifest/kube-yaml.js';
import { listed } from '../../../../manifest/listed.js';
import { type Found, stringAt, stringListAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { unknownValues } from '../../linkerd/control-plane-objects.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/** A network of pods or Services that an object of the cluster names. */
interface Used {
  readonly cidr: string;
  readonly where: string;
}

const node = (podCidr: string) => `---
apiVersion: v1
kind: Node
metadata: { name: one }
spec: { podCIDR: ${podCidr}, podCIDRs: [${podCidr}] }
`;

export default defineRule({
  id: 'linkerd-control-plane/cluster-networks-cover-the-cluster',
  severity: 'error',
  scope: 'cluster',
  summary: 'The clusterNetworks of linkerd-config include every network of pods and Services that the files name.',
  rationale:
    'A proxy looks up only addresses within clusterNetworks. To any other address it connects without mTLS, load balancing and policy, and nothing reports it.',
  source: 'https://linkerd.io/2-edge/reference/cli/check/#l5d-cluster-networks-pods',
  appliesTo: ['ConfigMap'],
  reads: [
    'Namespace',
    'Node',
    'Service',
    'apps/Deployment',
    'crd.projectcalico.org/IPPool',
    'networking.k8s.io/ServiceCIDR',
    'projectcalico.org/IPPool',
  ],
  passes: controllerExample() + configExample('clusterNetworks: 10.0.0.0/8') + node('10.42.0.0/24'),
  fails: controllerExample() + configExample('clusterNetworks: 10.0.0.0/8') + node('198.18.0.0/24'),
  *about(cluster) {
    for (const install of everyInstall(cluster)) {
      const { config, values } = install;
      const text = stringAt(values, 'clusterNetworks');
      if (config === undefined || text === undefined) yield* unknownValues(install);
      else yield { config, text };
    }
  },
  *check({ config, text }, cluster) {
    const networks = text.split(',').flatMap((cidr) => parseCidr(cidr) ?? []);
    const used = usedNetworks(cluster);
    if (used.length === 0) yield notJudged('no file names a network of pods or Services', config);
    const outside = used.filter(({ network }) => !networks.some((outer) => contains(outer, network)));
    if (outside.length === 0) return;
    yield Field.of(config)
      .at('data', 'values')
      .violation({
        got: `clusterNetworks: ${text}, without ${listed(outside.map(({ cidr, where }) => `${cidr} (${where})`))}`,
        expected: 'every network of pods and Services',
        effect: 'A running proxy keeps the list that it was injected with.',
        fix: 'Add them, and restart the workloads.',
      });
  },
});

/** The networks that Nodes, Services and the configuration of the cluster state. NetworkPolicies prove nothing. */
function usedNetworks(cluster: ClusterIndex): readonly (Used & { readonly network: Network })[] {
  const nodes = cluster.ofKind('Node').flatMap(({ object }): Used[] => {
    const cidrs = new Set([stringAt(object, 'spec', 'podCIDR') ?? '', ...stringListAt(object, 'spec', 'podCIDRs')]);
    return [...cidrs].map((cidr) => ({ cidr, where: `pods of Node ${object.metadata.name}` }));
  });
  const services = cluster.ofKind('Service').flatMap(({ object }): Used[] => {
    const { name, namespace = 'default' } = object.metadata;
    const ips = new Set([stringAt(object, 'spec', 'clusterIP') ?? '', ...stringListAt(object, 'spec', 'clusterIPs')]);
    return [...ips].filter(isAddress).map((ip) => ({ cidr: hostCidr(ip), where: `Service ${namespace}/${name}` }));
  });
  const ranges = cluster
    .ofKind('networking.k8s.io/ServiceCIDR')
    .flatMap(({ object }): Used[] =>
      stringListAt(object, 'spec', 'cidrs').map((cidr) => ({ cidr, where: `ServiceCIDR ${object.metadata.name}` })),
    );
  const pools = cluster
    .ofKind('crd.projectcalico.org/IPPool', 'projectcalico.org/IPPool')
    .map(
      ({ object }): Used => ({ cidr: stringAt(object, 'spec', 'cidr') ?? '', where: `IPPool ${object.metadata.name}` }),
    );
  const all = [...nodes, ...services, ...ranges, ...pools, ...kubeadmNetworks(cluster)];
  return all.flatMap((used) => {
    const network = parseCidr(used.cidr);
    return network === undefined ? [] : [{ ...used, network }];
  });
}

/** kubeadm keeps its configuration in the cluster. */
function kubeadmNetworks(cluster: ClusterIndex): readonly Used[] {
  const text = stringAt(
    cluster.find('ConfigMap', 'kube-system', 'kubeadm-config')?.object,
    'data',
    'ClusterConfiguration',
  );
  const fields = { podSubnet: 'pods', serviceSubnet: 'Services' };
  return Object.entries(fields).flatMap(([field, what]): Used[] => {
    const cidrs = stringAt(parsed(text ?? ''), 'networking', field) ?? '';
    return cidrs.split(',').map((cidr) => ({ cidr, where: `${what} by kubeadm` }));
  });
}

function parsed(text: string): Found {
  try {
    return readYaml(text)[0];
  } catch {
    return undefined;
  }
}

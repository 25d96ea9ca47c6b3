import { describe, expect, test } from 'vitest';
import type { Json } from '../../../../lib/manifest/object.js';
import type { LinkerdCniOptions } from '../../../../lib/write/linkerd/cni/linkerd-cni.js';
import { at, find } from '../../../support/synth.js';
import { effect, objectsWith, RELEASES, type Setup } from '../control-plane/control-plane.js';

const WITH_CNI: Setup = { withCni: true };
const POD = 'DaemonSet linkerd-cni spec.template.spec';
const changed = (cni: LinkerdCniOptions, base: Setup = WITH_CNI) => effect({ cni }, base);

/** The configuration that is written to each node. */
function plugin(setup: Setup): Json {
  const text = at(
    find(objectsWith({ ...WITH_CNI, ...setup }), 'ConfigMap', 'linkerd-cni-config'),
    'data.cni_network_config',
  );
  return JSON.parse(String(text)) as Json;
}

describe('LinkerdCni', () => {
  test.each(RELEASES)('of %s runs the plugin of the release on every Linux node', (version) => {
    const pod =
      at(find(objectsWith({ ...WITH_CNI, version }), 'DaemonSet', 'linkerd-cni'), 'spec.template.spec') ?? null;
    const tag = { '2.19': 'v1.6.4', '2.20': 'v1.6.8' }[version];
    expect(at(pod, 'containers[0].image')).toBe(`cr.l5d.io/linkerd/cni-plugin:${tag}`);
    expect(at(pod, 'tolerations')).toEqual([{ operator: 'Exists' }]);
    expect(at(pod, 'nodeSelector')).toEqual({ 'kubernetes.io/os': 'linux' });
    expect([at(pod, 'hostNetwork'), at(pod, 'hostPID'), at(pod, 'hostIPC')]).toEqual(Array(3).fill(undefined));
  });

  test('is in a namespace of its own, the only privileged one, which no webhook changes', () => {
    const objects = objectsWith(WITH_CNI);
    expect(find(objects, 'Namespace', 'linkerd-cni').metadata).toMatchObject({
      annotations: { 'linkerd.io/inject': 'disabled' },
      labels: {
        'config.linkerd.io/admission-webhooks': 'disabled',
        'linkerd.io/cni-resource': 'true',
        'pod-security.kubernetes.io/enforce': 'privileged',
        'pod-security.kubernetes.io/audit': 'restricted',
      },
    });
    const privileged = objects
      .filter(({ metadata }) => metadata.labels?.['pod-security.kubernetes.io/enforce'] === 'privileged')
      .map(({ metadata }) => metadata.name);
    expect(privileged).toEqual(['linkerd-cni']);
    const inIt = objects.filter(({ metadata }) => metadata.namespace === 'linkerd-cni').map(({ kind }) => kind);
    expect(inIt.sort()).toEqual(['ConfigMap', 'DaemonSet', 'NetworkPolicy', 'NetworkPolicy', 'ServiceAccount']);
  });

  test('tells the plugin the ports and the user of the proxies', () => {
    const values = {
      proxy: { ports: { admin: 5191, control: 5190, inbound: 5143, outbound: 5140 }, uid: 3000, gid: 3001 },
      disableIPv6: false,
    };
    expect(at(plugin({}), 'linkerd')).toEqual({
      'incoming-proxy-port': 4143,
      'outgoing-proxy-port': 4140,
      'proxy-uid': 2102,
      'ports-to-redirect': [],
      'inbound-ports-to-ignore': ['4191', '4190'],
      simulate: false,
      'use-wait-flag': false,
      'iptables-mode': 'nft',
      ipv6: false,
    });
    expect(at(plugin({ values }), 'linkerd')).toMatchObject({
      'incoming-proxy-port': 5143,
      'outgoing-proxy-port': 5140,
      'proxy-uid': 3000,
      'proxy-gid': 3001,
      'inbound-ports-to-ignore': ['5191', '5190'],
      ipv6: true,
    });
  });

  test('configures which ports the plugin ignores, and how it redirects', () => {
    const cni = {
      ignoreInboundPorts: '9000, 9100-9110',
      ignoreOutboundPorts: '443',
      portsToRedirect: '8080,8443',
      iptablesMode: 'legacy',
      useWaitFlag: true,
      logLevel: 'debug',
    };
    expect(plugin({ cni })).toMatchObject({
      log_level: 'debug',
      linkerd: {
        'inbound-ports-to-ignore': ['4191', '4190', '9000', '9100-9110'],
        'outbound-ports-to-ignore': ['443'],
        'ports-to-redirect': [8080, 8443],
        'iptables-mode': 'legacy',
        'use-wait-flag': true,
      },
    });
  });

  test('mounts the folders of the node that it writes to, one that is both only once', () => {
    expect(changed({ destCNIBinDir: '/home/kubernetes/bin' })).toEqual([
      'ConfigMap linkerd-cni-config data.dest_cni_bin_dir: /opt/cni/bin -> /home/kubernetes/bin',
      `${POD}.containers[install-cni].volumeMounts[cni-bin-dir].mountPath: /host/opt/cni/bin -> /host/home/kubernetes/bin`,
      `${POD}.volumes[cni-bin-dir].hostPath.path: /opt/cni/bin -> /home/kubernetes/bin`,
    ]);
    expect(changed({ destCNIBinDir: '/etc/cni/net.d' })).toEqual([
      'ConfigMap linkerd-cni-config data.dest_cni_bin_dir: /opt/cni/bin -> /etc/cni/net.d',
      `${POD}.containers[install-cni].volumeMounts: - cni-bin-dir`,
      `${POD}.volumes: - cni-bin-dir`,
    ]);
  });

  test('with the option set, repairs pods that started too early, and may delete pods', () => {
    expect(changed({ repairController: { enabled: true } })).toEqual([
      'ClusterRole linkerd-cni rules: + {"apiGroups":[""],"resources":["pods"],"verbs":["delete"]}',
      'ClusterRole linkerd-cni rules: + {"apiGroups":["events.k8s.io"],"resources":["events"],"verbs":["create"]}',
      `${POD}.containers: + repair-controller`,
    ]);
    const pod = at(
      find(objectsWith({ ...WITH_CNI, cni: { repairController: { enabled: true } } }), 'DaemonSet', 'linkerd-cni'),
      'spec.template.spec',
    );
    expect(at(pod ?? null, 'containers[1].ports')).toEqual([
      { name: 'repair-admin', containerPort: 9990, protocol: 'TCP' },
    ]);
  });

  test('is placed, pulled, limited and replaced as stated', () => {
    expect(changed({ priorityClassName: 'system-node-critical' })).toEqual([
      `${POD}.priorityClassName: + system-node-critical`,
    ]);
    expect(changed({ tolerations: [{ key: 'a', operator: 'Exists' }] })).toEqual([
      `${POD}.tolerations: - {"operator":"Exists"}`,
      `${POD}.tolerations: + {"key":"a","operator":"Exists"}`,
    ]);
    expect(changed({ imagePullSecrets: [{ name: 'registry' }] })).toEqual([
      'ServiceAccount linkerd-cni imagePullSecrets: + [{"name":"registry"}]',
    ]);
    expect(changed({ image: { name: 'registry.example/cni', version: 'v2', pullPolicy: 'Always' } })).toEqual([
      `${POD}.containers[install-cni].image: cr.l5d.io/linkerd/cni-plugin:v1.6.8 -> registry.example/cni:v2`,
      `${POD}.containers[install-cni].imagePullPolicy: IfNotPresent -> Always`,
    ]);
    expect(changed({ resources: { memory: { limit: '1Gi' } } })).toEqual([
      `${POD}.containers[install-cni].resources.limits.memory: 64Mi -> 1Gi`,
    ]);
    expect(changed({ updateStrategy: { rollingUpdate: { maxUnavailable: '10%' } } })).toEqual([
      'DaemonSet linkerd-cni spec.updateStrategy.rollingUpdate.maxUnavailable: 1 -> 10%',
    ]);
    expect(changed({ podLabels: { team: 'a' } })).toEqual([
      'DaemonSet linkerd-cni spec.template.metadata.labels.team: + a',
    ]);
  });

  test('is privileged with the option set', () => {
    expect(changed({ privileged: true })).toEqual([
      `${POD}.containers[install-cni].securityContext.allowPrivilegeEscalation: - false`,
      `${POD}.containers[install-cni].securityContext.capabilities: - {"drop":["ALL"]}`,
      `${POD}.containers[install-cni].securityContext.privileged: false -> true`,
    ]);
  });

  test('reaches only the API server, at the ports that the proxies ignore', () => {
    const policy = find(
      objectsWith({ ...WITH_CNI, values: { proxyInit: { kubeAPIServerPorts: '6443-6444' } } }),
      'NetworkPolicy',
      'linkerd-cni',
    );
    expect(at(policy, 'spec.policyTypes')).toEqual(['Egress']);
    expect(at(policy, 'spec.egress[0].ports')).toEqual([{ port: 6443, endPort: 6444, protocol: 'TCP' }]);
    expect(at(policy, 'spec.egress[1]')).toBeUndefined();
  });
});

import { describe, expect, test } from 'vitest';
import type { Rule } from '../../../../lib/judge/policy/rule.js';
import hostPath from '../../../../lib/judge/policy/rules/pod/host-path-is-absent.js';
import readiness from '../../../../lib/judge/policy/rules/pod/readiness-probe-is-present.js';
import nonRoot from '../../../../lib/judge/policy/rules/pod/runs-as-non-root.js';
import { findingsOf } from '../../../support/rule-tester.js';

interface Agent {
  readonly kind?: string;
  readonly labels?: string;
  readonly folder?: string;
}

const agent = ({
  kind = 'DaemonSet',
  labels = '{ linkerd.io/cni-resource: "true" }',
  folder = '/opt/cni/bin',
}: Agent) => `
apiVersion: apps/v1
kind: ${kind}
metadata: { name: linkerd-cni, namespace: linkerd-cni }
spec:
  template:
    metadata: { labels: ${labels} }
    spec:
      containers: [{ name: install-cni, image: example.org/cni:v1.6.8 }]
      volumes: [{ name: folder, hostPath: { path: ${folder} } }]
`;

const got = (rule: Rule, given: Agent) => findingsOf(rule, agent(given)).map((finding) => finding.got);

describe('pods that install a CNI plugin', () => {
  test.each(['/opt/cni/bin', '/etc/cni/net.d', '/var/lib/rancher/k3s/data/cni'])('may mount %s', (folder) => {
    expect(got(hostPath, { folder })).toEqual([]);
  });

  test.each(['/', '/var/log', '/opt', '/opt/cnixd', '/var/lib/kubelet'])('fails where they mount %s', (folder) => {
    expect(got(hostPath, { folder })).toEqual([JSON.stringify({ path: folder })]);
  });

  test('may run as root, and answer no probe', () => {
    expect([...got(nonRoot, {}), ...got(readiness, {})]).toEqual([]);
  });

  test.each([
    { kind: 'Deployment' },
    { labels: '{}' },
    { labels: '{ linkerd.io/cni-resource: "false" }' },
    { labels: '{ k8s-app: linkerd-cni }' },
  ])('fails what only looks like them: %o', (given) => {
    expect(got(hostPath, given)).toEqual(['{"path":"/opt/cni/bin"}']);
    expect(got(nonRoot, given)).toEqual(['nothing']);
    expect(got(readiness, given)).toEqual(['nothing']);
  });
});

import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type NetworkPolicyRule, networkPolicyRules, opensPort } from '../../../model/network/network-policy.js';
import { namespaceOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { portsOf } from '../../../model/pods/ports.js';
import { notJudged, type Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/** Ports of Linkerd's and Istio's proxies, which no container of the manifests declares. */
const PROXY_PORTS = [4143, 4190, 4191, 15006, 15008, 15020, 15021, 15090];
/** A longer range has more than the ports of one service. */
const LONG = 1000;

export default defineRule<NetworkPolicyRule>({
  id: 'network/rule-names-its-ports',
  severity: 'warning',
  scope: 'object',
  summary: 'Every rule of a NetworkPolicy names its ports, and they exist.',
  rationale:
    'A rule without ports, or with a range as long as all of them, also opens the ports for administration. A port that no container declares opens nothing.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-range-of-ports',
  appliesTo: ['networking.k8s.io/NetworkPolicy'],
  reads: [...POD_KINDS, 'Namespace'],
  // A rule without peers is judged by network/policy-names-its-peers.
  about: (policy) =>
    [...networkPolicyRules(policy, 'ingress'), ...networkPolicyRules(policy, 'egress')].filter(
      ({ peers }) => peers.length > 0,
    ),
  *check(rule, cluster) {
    const selected = podsOf(rule, cluster);
    const ports = rule.field.at('ports');
    if (ports.items.length === 0) yield* allPorts(rule, selected);
    for (const entry of ports.items) {
      const [first, last] = [entry.at('port'), entry.at('endPort')];
      const length = (last.number ?? Number.NaN) - (first.number ?? Number.NaN);
      const common = { expected: 'the ports that the peers use' };
      const fix = 'Name the port, or end the range where the service ends.';
      if (first.value === undefined) {
        yield first.violation({ ...common, got: 'no port, which means all of the protocol', fix });
      } else if (length > LONG) {
        yield last.violation({ ...common, got: `${first.shown} to ${last.shown}`, fix });
      } else if (rule.direction === 'ingress') {
        yield* undeclaredPort({ ...rule, ports: [entry.value ?? {}] }, first, selected);
      }
    }
  },
  passes: example('{ port: http }'),
  fails: example('{ port: 1, endPort: 65535 }'),
});

function podsOf({ policy }: NetworkPolicyRule, cluster: ClusterIndex): readonly PodTemplate[] {
  return cluster.podsMatching(namespaceOf(policy), Field.of(policy).at('spec', 'podSelector').mapping ?? {});
}

/** A rule without ports opens all of them, which is no more than one where the pods have one. */
function* allPorts(rule: NetworkPolicyRule, selected: readonly PodTemplate[]): Iterable<Outcome> {
  const declared = rule.direction === 'egress' ? [] : selected.flatMap((pod) => portsOf(pod));
  const opened = declared.filter(({ number, protocol }) => opensPort(rule, number, undefined, protocol));
  const numbers = [...new Set(opened.map(({ number }) => number))].sort((a, b) => a - b);
  if (numbers.length === 1) return;
  yield rule.field.at('ports').violation({
    got: `no ports, which means all of them${numbers.length === 0 ? '' : `: ${listed(numbers)}`}`,
    expected: 'the ports that the peers use',
    fix: 'List the ports of the service that is meant.',
  });
}

/** A rule that opens nothing that the pods have. Pods that declare no port at all may listen on any. */
function* undeclaredPort(rule: NetworkPolicyRule, port: Field, selected: readonly PodTemplate[]): Iterable<Outcome> {
  const silent = selected.find((pod) => portsOf(pod).length === 0);
  const declared = selected.flatMap((pod) => portsOf(pod).map((each) => ({ pod, ...each })));
  if (PROXY_PORTS.some((number) => opensPort(rule, number))) return;
  if (declared.some(({ pod, number, protocol }) => opensPort(rule, number, pod, protocol))) return;
  if (selected.length === 0) yield notJudged('no pod that the policy selects is among the files');
  else if (silent !== undefined) yield notJudged(`${objectLabel(silent.resource.object)} declares no ports`);
  else {
    yield port.violation({
      got: `${port.shown}, which no selected pod declares`,
      expected: `one of ${listed([...new Set(declared.map(({ number, protocol }) => `${number}/${protocol}`))])}`,
      fix: 'Name the port of the container, not that of a Service, and its protocol.',
    });
  }
}

function example(port: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ name: http, containerPort: 8080 }, { containerPort: 9090 }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: gateway } } }], ports: [${port}] }]
`;
}

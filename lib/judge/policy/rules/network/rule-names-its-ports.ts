import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { numberAt, objectAt, shown, valueAt } from '../../../../manifest/read.js';
import {
  type Direction,
  type NetworkPolicyRule,
  networkPolicyRules,
  opensPort,
} from '../../../model/network/network-policy.js';
import { namespaceOf, type PodTemplate } from '../../../model/pods/pod.js';
import { portsOf } from '../../../model/pods/ports.js';
import { defineRule } from '../../rule.js';

/** Ports of Linkerd's and Istio's proxies, which no container of the manifests declares. */
const PROXY_PORTS = [4143, 4190, 4191, 15006, 15008, 15020, 15021, 15090];
/** A range that is longer holds more than the ports of one service. */
const LONG = 1000;

export default defineRule({
  id: 'network/rule-names-its-ports',
  severity: 'warning',
  scope: 'object',
  summary: 'Every rule of a NetworkPolicy names the ports that are meant, and they exist.',
  rationale:
    'A rule without ports, or with a range as long as all of them, opens the ports for administration beside the one that is meant; a port that no container declares opens nothing.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-range-of-ports',
  appliesTo: ['networking.k8s.io/NetworkPolicy'],
  passes: example('{ port: http }'),
  fails: example('{ port: 1, endPort: 65535 }'),
  *check(resource, cluster) {
    const selected = cluster.podsMatching(
      namespaceOf(resource),
      objectAt(resource.object, 'spec', 'podSelector') ?? {},
    );
    for (const direction of ['ingress', 'egress'] as const) {
      for (const rule of networkPolicyRules(resource, direction)) {
        if (rule.peers.length === 0) continue;
        if (rule.ports.length === 0) {
          const declared = opened(rule, direction, selected);
          if (declared.length === 1) continue;
          yield {
            path: at(rule.path, 'ports'),
            got: `no ports, which stands for all of them${declared.length === 0 ? '' : `: ${listed(declared)}`}`,
            expected: 'the ports that the peers use',
            fix: 'List the ports of the service that is meant.',
          };
        }
        for (const [index, entry] of rule.ports.entries()) {
          const [first, last] = [numberAt(entry, 'port'), numberAt(entry, 'endPort')];
          const all = valueAt(entry, 'port') === undefined;
          if (all || (first !== undefined && last !== undefined && last - first > LONG)) {
            yield {
              path: at(rule.path, 'ports', index, all ? 'port' : 'endPort'),
              got: all ? 'no port, which stands for all of the protocol' : `${first} to ${last}`,
              expected: 'the ports that the peers use',
              fix: 'Name the port, or end the range where the service ends.',
            };
          } else if (direction === 'ingress' && isForeign({ ...rule, ports: [entry] }, selected)) {
            const names = selected.flatMap((pod) =>
              portsOf(pod).map(({ number, protocol }) => `${number}/${protocol}`),
            );
            yield {
              path: at(rule.path, 'ports', index, 'port'),
              got: `${shown(valueAt(entry, 'port'))}, which no selected pod declares`,
              expected: `one of ${listed([...new Set(names)])}`,
              fix: 'Name the port of the container, not that of a Service, and its protocol.',
            };
          }
        }
      }
    }
  },
});

/** The ports that a rule opens at the pods that it selects; those of peers are not asked for. */
function opened(rule: NetworkPolicyRule, direction: Direction, selected: readonly PodTemplate[]): readonly number[] {
  if (direction === 'egress') return [];
  const ports = selected
    .flatMap((pod) => portsOf(pod))
    .filter(({ number, protocol }) => opensPort(rule, number, undefined, protocol));
  return [...new Set(ports.map(({ number }) => number))].sort((a, b) => a - b);
}

/** Whether a rule opens nothing that the pods have. Pods that declare no port at all may listen on any. */
function isForeign(rule: NetworkPolicyRule, selected: readonly PodTemplate[]): boolean {
  if (selected.length === 0 || selected.some((pod) => portsOf(pod).length === 0)) return false;
  if (PROXY_PORTS.some((port) => opensPort(rule, port))) return false;
  return !selected.some((pod) => portsOf(pod).some(({ number, protocol }) => opensPort(rule, number, pod, protocol)));
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

import { at } from '../../../manifest/field-path.js';
import { listAt, stringAt, valueAt } from '../../read.js';
import { defineRule } from '../../rule.js';

const PEERS = { ingress: 'from', egress: 'to' };
const EVERYWHERE = ['0.0.0.0/0', '::/0'];

export default defineRule({
  id: 'network/policy-names-its-peers',
  severity: 'warning',
  scope: 'object',
  summary: 'Every NetworkPolicy rule names its peers.',
  rationale: 'A rule without peers, or with an empty list of them, allows everyone.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource',
  appliesTo: ['networking.k8s.io/NetworkPolicy'],
  passes: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: gateway } } }] }] }
`,
  fails: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, ingress: [{ ports: [{ port: 8080 }] }] }
`,
  *check(subject) {
    for (const [direction, peers] of Object.entries(PEERS)) {
      for (const [index, rule] of listAt(subject.object, 'spec', direction).entries()) {
        const named = listAt(rule, peers);
        const path = at('spec', direction, index, peers);
        if (named.length === 0) {
          const got = valueAt(rule, peers) === undefined ? 'nothing' : 'an empty list';
          yield {
            path,
            got,
            expected: 'at least one peer',
            fix: 'Name the peers; as it stands the rule allows everyone.',
          };
        }
        for (const [place, peer] of named.entries()) {
          const cidr = stringAt(peer, 'ipBlock', 'cidr') ?? '';
          if (direction !== 'ingress' || !EVERYWHERE.includes(cidr)) continue;
          yield {
            path: at(path, place, 'ipBlock', 'cidr'),
            got: cidr,
            expected: 'the networks of the callers',
            fix: 'Narrow the block.',
          };
        }
      }
    }
  },
});

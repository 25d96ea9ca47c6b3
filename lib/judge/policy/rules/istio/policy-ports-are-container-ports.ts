import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { stringListAt } from '../../../../manifest/read.js';
import { conditionsOf, operationsOf, rulesOf } from '../../../model/istio/access-rules.js';
import { isGateway } from '../../../model/istio/injection.js';
import { inboundPorts } from '../../../model/istio/protocols.js';
import { AUTHORIZATION_POLICY, podsSelectedBy } from '../../../model/istio/selectors.js';
import { portsOf } from '../../../model/pods/ports.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/policy-ports-are-container-ports',
  severity: 'error',
  scope: 'object',
  summary: 'The ports of a policy are ports that the containers of its pods listen on.',
  rationale:
    'A policy is obeyed at the pod, behind the Service: a rule for the port of the Service matches nothing, and the callers whom it allows are refused, or those whom it denies are served.',
  source: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation',
  appliesTo: [AUTHORIZATION_POLICY],
  passes: example('8080'),
  fails: example('80'),
  *check(resource, cluster) {
    const pods = podsSelectedBy(resource, cluster);
    // Gateways listen where Gateway objects say, and pods that declare nothing may listen anywhere.
    if (pods.length === 0 || pods.some((pod) => isGateway(pod) || portsOf(pod).length === 0)) return;
    const known = [...new Set(pods.flatMap((pod) => inboundPorts(pod, cluster)))].sort((a, b) => a - b);
    for (const rule of rulesOf(resource)) {
      const lists = [
        ...operationsOf(rule).map(({ path, operation }) => ({
          path: at(path, 'ports'),
          ports: stringListAt(operation, 'ports'),
        })),
        ...conditionsOf(rule).flatMap(({ path, key, values }) =>
          key === 'destination.port' ? [{ path: at(path, 'values'), ports: values }] : [],
        ),
      ];
      for (const { path, ports } of lists) {
        for (const [index, port] of ports.entries()) {
          if (known.includes(Number(port))) continue;
          const effect =
            rule.action === 'ALLOW'
              ? 'the callers that the rule allows are refused'
              : 'the callers that the rule is for are served';
          yield {
            path: at(path, index),
            got: `${port}, which no selected pod listens on`,
            expected: `one of ${listed(known)}`,
            fix: `Name the port of the container, not that of a Service: as it stands ${effect}.`,
          };
        }
      }
    }
  },
});

function example(port: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec:
  selector: { matchLabels: { app: web } }
  rules: [{ from: [{ source: { principals: [cluster.local/ns/edge/sa/gate] } }], to: [{ operation: { ports: ["${port}"] } }] }]
`;
}

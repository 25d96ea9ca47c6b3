import type { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import { type AccessRule, conditionsOf, operationsOf, rulesOf } from '../../../model/istio/access-rules.js';
import { isGateway } from '../../../model/istio/injection.js';
import { AUTHORIZATION_POLICY, podsSelectedBy } from '../../../model/istio/selectors.js';
import { inboundPorts } from '../../../model/istio/service-ports.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { portsOf } from '../../../model/pods/ports.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule<PolicyPort>({
  id: 'istio/policy-ports-are-container-ports',
  severity: 'error',
  scope: 'object',
  summary: 'The ports of a policy are ports that the containers of its pods listen on.',
  rationale:
    'A policy is enforced at the pod, behind the Service: a rule for the port of the Service matches nothing, so that the callers that it allows are refused, and those that it denies are served.',
  source: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation',
  appliesTo: [AUTHORIZATION_POLICY],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'Service',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example('8080'),
  fails: example('80'),
  about: (policy, cluster) =>
    // Gateways listen where Gateway objects say.
    podsSelectedBy(policy, cluster).some(isGateway)
      ? []
      : rulesOf(policy).flatMap((rule) => portsIn(rule).map((field) => ({ field, rule }))),
  *check({ field, rule }, cluster) {
    const pods = podsSelectedBy(rule.policy, cluster);
    const silent = pods.find((pod) => portsOf(pod).length === 0);
    if (pods.length === 0) yield notJudged('no pod that the policy selects is among the files');
    // Pods that declare nothing may listen anywhere.
    if (silent !== undefined) yield notJudged(`${objectLabel(silent.resource.object)} declares no port`);
    const known = [...new Set(pods.flatMap((pod) => inboundPorts(pod, cluster)))].sort((a, b) => a - b);
    if (pods.length === 0 || silent !== undefined || known.includes(Number(field.text))) return;
    yield field.violation({
      got: `${field.shown}, which no selected pod listens on`,
      expected: `one of ${listed(known)}`,
      effect:
        rule.action === 'ALLOW'
          ? 'The callers that the rule allows are refused.'
          : 'The callers that the rule is for are served.',
      fix: 'Name the port of the container, not that of a Service.',
    });
  },
});

interface PolicyPort {
  readonly field: Field;
  readonly rule: AccessRule;
}

function portsIn(rule: AccessRule): readonly Field[] {
  const ofConditions = conditionsOf(rule).filter(({ key }) => key === 'destination.port');
  return [
    ...operationsOf(rule).flatMap((operation) => operation.at('ports').items),
    ...ofConditions.flatMap(({ field }) => field.at('values').items),
  ].filter(({ text }) => text !== undefined);
}

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

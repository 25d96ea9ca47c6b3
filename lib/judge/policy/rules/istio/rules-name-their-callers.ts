import type { Field, Violation } from '../../../../manifest/field.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type AccessRule, actionOf, operationsOf, rulesOf, sourcesOf } from '../../../model/istio/access-rules.js';
import { callersIn, callersOf } from '../../../model/istio/authorization.js';
import { hasServers, servesMesh } from '../../../model/istio/gateway-servers.js';
import { isGateway } from '../../../model/istio/injection.js';
import { AUTHORIZATION_POLICY, GATEWAY_NAME, hasTargets, podsSelectedBy } from '../../../model/istio/selectors.js';
import { breadthOf } from '../../../model/network/address-blocks.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { podNames } from '../../../model/pods/pod-names.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const WILD = ['principals', 'namespaces', 'trustDomains'] as const;

export default defineRule<AccessRule>({
  id: 'istio/rules-name-their-callers',
  severity: 'error',
  scope: 'object',
  summary: 'Every rule that allows something names its callers.',
  rationale:
    'The rules of a policy are alternatives: one without a caller, because it is empty or because a stray dash separates its to from the from, admits anyone beside the callers that the others name. A single star admits every identity of the mesh.',
  source: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule',
  appliesTo: [AUTHORIZATION_POLICY],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'Node',
    'install.istio.io/IstioOperator',
    'networking.istio.io/Gateway',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example('to'),
  fails: example('- to'),
  about: (policy, cluster) => {
    if (actionOf(policy) !== 'ALLOW' || hasTargets(policy)) return [];
    const pods = podsSelectedBy(policy, cluster);
    // Callers of a gateway for outsiders have no identity here.
    const isForGateways = pods.length > 0 && pods.every((pod) => isGateway(pod) && !servesMesh(pod, cluster));
    if (!isForGateways) return rulesOf(policy);
    // Gateways of the Gateway API serve what their Gateway says, which names no certificates of the mesh.
    const unknown = pods.find((pod) => pod.labels[GATEWAY_NAME] === undefined && !hasServers(pod, cluster));
    if (unknown === undefined) return [];
    const reason = `no Gateway of ${objectLabel(unknown.resource.object)}, which may serve only the mesh, is among the files`;
    return rulesOf(policy)
      .filter((rule) => [...faultsOf(rule, cluster)].length > 0)
      .map(({ field }) => notJudged(reason, field));
  },
  check: faultsOf,
});

function* faultsOf(rule: AccessRule, cluster: ClusterIndex): Iterable<Violation> {
  const target = targetOfPolicy(rule.policy, cluster);
  if (callersOf(rule).includes('anyone')) {
    yield missingCallers(rule, target);
    return;
  }
  for (const source of sourcesOf(rule)) {
    const callers = callersIn(source);
    for (const star of WILD.flatMap((name) => firstStar(source.at(name)))) {
      if (!callers.includes('*')) continue;
      yield star.violation({
        got: `every identity of the mesh may call ${target}`,
        expected: 'the principals of the callers',
        effect: 'A star admits every pod that gets a proxy.',
        fix: 'Name the callers, such as cluster.local/ns/edge/sa/gateway.',
      });
    }
    for (const field of [source.at('ipBlocks'), source.at('remoteIpBlocks')]) {
      const blocks = field.texts.map((cidr) => ({ cidr, except: [] }));
      if (!callers.some((name) => name.startsWith('addresses')) || breadthOf(blocks, cluster) !== 'everyone') continue;
      yield field.violation({
        got: `every address may call ${target}`,
        expected: 'the networks of the callers, or their principals',
        effect: 'The rule excludes nobody.',
        fix: 'Name the callers.',
      });
    }
  }
}

function firstStar({ items }: Field): readonly Field[] {
  return items.filter(({ text }) => text === '*').slice(0, 1);
}

function missingCallers(rule: AccessRule, target: string): Violation {
  const operations = operationsOf(rule);
  const ports = operations.flatMap((operation) => operation.at('ports').texts);
  const scope = operations.length === 0 ? '' : `, for what its to names${ports.length > 0 ? '' : ', at any port'}`;
  const isSplit = operations.length > 0 && followsRuleWithoutOperations(rule);
  return rule.field.violation({
    got: `anyone may call ${target}, because the rule has no from${scope}`,
    expected: 'a from with the principals of the callers',
    ...(isSplit
      ? {
          effect: 'This and the rule before it are two rules, and either is enough.',
          fix: 'Remove the dash before to, so that it belongs to the from of the rule before it. Probes need no rule of their own.',
        }
      : {
          fix: 'Name the callers in from, or remove the rule. Probes of the kubelet need none, because the agent answers them.',
        }),
  });
}

/** Whether the rule before has callers and no operations, so that a stray dash may have separated the two. */
function followsRuleWithoutOperations({ policy, field }: AccessRule): boolean {
  const rules = rulesOf(policy);
  const before = rules[rules.findIndex((rule) => rule.field.path === field.path) - 1];
  return before !== undefined && sourcesOf(before).length > 0 && operationsOf(before).length === 0;
}

/** The pods that a policy selects, as messages name them. */
function targetOfPolicy(policy: Resource, cluster: ClusterIndex): string {
  return podNames(podsSelectedBy(policy, cluster)) || 'what the policy selects';
}

function example(to: string): string {
  return `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec:
  selector: { matchLabels: { app: web } }
  rules:
    - from: [{ source: { principals: [cluster.local/ns/edge/sa/gateway] } }]
    ${to === 'to' ? '  to' : to}: [{ operation: { methods: [GET], ports: ["8080"] } }]
`;
}

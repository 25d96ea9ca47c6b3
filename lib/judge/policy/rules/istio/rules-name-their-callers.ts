import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { stringListAt } from '../../../../manifest/read.js';
import { type AccessRule, actionOf, operationsOf, rulesOf, sourcesOf } from '../../../model/istio/access-rules.js';
import { callersIn, callersOf } from '../../../model/istio/authorization.js';
import { servesMesh } from '../../../model/istio/gateway-servers.js';
import { isGateway } from '../../../model/istio/injection.js';
import { AUTHORIZATION_POLICY, hasTarget, podsSelectedBy } from '../../../model/istio/selectors.js';
import { breadthOf } from '../../../model/network/address-blocks.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const WILD = ['principals', 'namespaces', 'trustDomains'] as const;

export default defineRule({
  id: 'istio/rules-name-their-callers',
  severity: 'error',
  scope: 'object',
  summary: 'Every rule that allows something says whom it allows it.',
  rationale:
    'The rules of a policy are alternatives: one without a caller, be it empty or cut off its from by a stray dash, lets anyone in beside those whom the others name; and a lone star is every identity of the mesh.',
  source: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule',
  appliesTo: [AUTHORIZATION_POLICY],
  passes: example('to'),
  fails: example('- to'),
  *check(resource, cluster) {
    if (actionOf(resource) !== 'ALLOW' || hasTarget(resource)) return;
    const pods = podsSelectedBy(resource, cluster);
    // What a gateway serves is called by those who have no identity here.
    if (pods.length > 0 && pods.every((pod) => isGateway(pod) && !servesMesh(pod, cluster))) return;
    const rules = rulesOf(resource);
    for (const [index, rule] of rules.entries()) {
      const sources = sourcesOf(rule);
      if (callersOf(rule).includes('anyone')) {
        yield nobodyNamed(rule, rules[index - 1], pods);
        continue;
      }
      for (const { path, source } of sources) {
        const callers = callersIn({ path, source });
        for (const field of WILD) {
          const place = stringListAt(source, field).indexOf('*');
          if (place < 0 || !callers.includes('*')) continue;
          yield {
            path: at(path, field, place),
            got: `every identity of the mesh may call ${whom(pods)}`,
            expected: 'the principals of the callers',
            fix: 'Name the callers, such as cluster.local/ns/edge/sa/gateway: a star admits whatever gets a proxy.',
          };
        }
        for (const field of ['ipBlocks', 'remoteIpBlocks']) {
          const blocks = stringListAt(source, field).map((cidr) => ({ cidr, except: [] }));
          if (!callers.some((name) => name.startsWith('addresses')) || breadthOf(blocks, cluster) !== 'everyone')
            continue;
          yield {
            path: at(path, field),
            got: `every address may call ${whom(pods)}`,
            expected: 'the networks of the callers, or their principals',
            fix: 'Name the callers: as it stands the rule leaves nobody out.',
          };
        }
      }
    }
  },
});

function nobodyNamed(rule: AccessRule, before: AccessRule | undefined, pods: readonly PodTemplate[]): Fault {
  const operations = operationsOf(rule);
  const cut =
    operations.length > 0 && before !== undefined && sourcesOf(before).length > 0 && operationsOf(before).length === 0;
  const ports = operations.flatMap(({ operation }) => stringListAt(operation, 'ports'));
  const what = operations.length === 0 ? '' : `, for what its to names${ports.length > 0 ? '' : ', at any port'}`;
  return {
    path: rule.path,
    got: `anyone may call ${whom(pods)}, because the rule has no from${what}`,
    expected: 'a from with the principals of the callers',
    fix: cut
      ? 'Remove the dash before to, so that it belongs to the from of the rule before it: as it stands they are two rules, and either is enough. Probes need no rule of their own.'
      : 'Say who is meant in from, or remove the rule; probes of the kubelet need none, as the agent answers them.',
  };
}

function whom(pods: readonly PodTemplate[]): string {
  const names = [...new Set(pods.map(({ resource }) => resource.object.metadata.name))].sort();
  return listed(names) || 'what the policy selects';
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

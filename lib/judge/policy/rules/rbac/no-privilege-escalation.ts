import { at } from '../../../../manifest/field-path.js';
import { listAt, stringListAt } from '../../../../manifest/read.js';
import { defineRule } from '../../rule.js';

const example = (rule: string) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: web }
rules: [{ ${rule} }]
`;
const WRITES = ['create', 'patch', 'update', '*'];
const READS = ['get', 'list', 'watch', '*'];

/** Rights from which more can be made than they say, each with what it makes. */
const GROWING: readonly {
  readonly verbs: readonly string[];
  /** Any resource where absent. */
  readonly resources?: readonly string[];
  /** Whether names of resources bound the right. */
  readonly boundByNames?: true;
  /** Whether it matters in the role of one namespace too. */
  readonly inNamespace: boolean;
  readonly effect: string;
}[] = [
  { verbs: ['escalate', 'bind'], boundByNames: true, inNamespace: true, effect: 'gives itself any role' },
  { verbs: ['impersonate'], boundByNames: true, inNamespace: true, effect: 'acts as anybody' },
  {
    verbs: ['create', 'get', '*'],
    resources: ['pods/exec', 'pods/attach'],
    inNamespace: true,
    effect: 'acts as every pod that it can enter',
  },
  { verbs: ['get', 'create', '*'], resources: ['nodes/proxy'], inNamespace: false, effect: 'enters every pod' },
  {
    verbs: ['create', '*'],
    resources: ['serviceaccounts/token'],
    boundByNames: true,
    inNamespace: true,
    effect: 'acts as every ServiceAccount',
  },
  { verbs: READS, resources: ['secrets'], boundByNames: true, inNamespace: false, effect: 'reads every Secret' },
  {
    verbs: WRITES,
    resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
    boundByNames: true,
    inNamespace: false,
    effect: 'sees and changes what anybody writes',
  },
];

export default defineRule({
  id: 'rbac/no-privilege-escalation',
  severity: 'warning',
  scope: 'object',
  summary: 'No role grants a right that leads to all others.',
  rationale:
    'Some rights are worth more than they look: with them a pod that is taken over takes over the namespace, or the cluster.',
  source: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks',
  appliesTo: ['rbac.authorization.k8s.io/ClusterRole', 'rbac.authorization.k8s.io/Role'],
  passes: example("apiGroups: [''], resources: [configmaps], verbs: [get, list, watch]"),
  fails: example("apiGroups: [''], resources: [secrets], verbs: [get, list, watch]"),
  *check({ object }) {
    for (const [index, rule] of listAt(object, 'rules').entries()) {
      const verbs = stringListAt(rule, 'verbs');
      const resources = stringListAt(rule, 'resources');
      const isNamed = stringListAt(rule, 'resourceNames').length > 0;
      for (const right of GROWING) {
        if (right.boundByNames === true && isNamed) continue;
        if (!right.inNamespace && object.kind === 'Role') continue;
        const verb = verbs.find((given) => right.verbs.includes(given));
        const resource = resources.find((given) => right.resources?.includes(given) ?? true);
        if (verb === undefined || resource === undefined) continue;
        yield {
          path: at('rules', index),
          got: `${verb} ${resource}, with which the account ${right.effect}`,
          expected: 'rights that end where they say',
          fix: right.boundByNames === true ? 'Remove it, or bound it with resourceNames.' : 'Remove it.',
        };
      }
    }
  },
});

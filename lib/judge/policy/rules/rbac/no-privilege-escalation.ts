import { everyField } from '../../about.js';
import { defineRule } from '../../rule.js';

const WRITES = ['create', 'patch', 'update', '*'];
const READS = ['get', 'list', 'watch', '*'];

/** Rights that lead to more rights, each with its effect. */
const GROWING: readonly {
  readonly verbs: readonly string[];
  /** Any resource where absent. */
  readonly resources?: readonly string[];
  /** Whether names of resources limit the right. */
  readonly boundByNames?: true;
  /** Whether it is also dangerous in a role of one namespace. */
  readonly inNamespace: boolean;
  readonly effect: string;
}[] = [
  { verbs: ['escalate', 'bind'], boundByNames: true, inNamespace: true, effect: 'give itself any role' },
  { verbs: ['impersonate'], boundByNames: true, inNamespace: true, effect: 'act as anyone' },
  {
    verbs: ['create', 'get', '*'],
    resources: ['pods/exec', 'pods/attach'],
    inNamespace: true,
    effect: 'act as every pod that it can enter',
  },
  { verbs: ['get', 'create', '*'], resources: ['nodes/proxy'], inNamespace: false, effect: 'enter every pod' },
  {
    verbs: ['create', '*'],
    resources: ['serviceaccounts/token'],
    boundByNames: true,
    inNamespace: true,
    effect: 'act as every ServiceAccount',
  },
  { verbs: READS, resources: ['secrets'], boundByNames: true, inNamespace: false, effect: 'read every Secret' },
  {
    verbs: WRITES,
    resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
    boundByNames: true,
    inNamespace: false,
    effect: 'see and change what anyone writes',
  },
];

export default defineRule({
  id: 'rbac/no-privilege-escalation',
  severity: 'warning',
  scope: 'object',
  summary: 'No role grants a right that leads to all others.',
  rationale:
    'Some rights are more powerful than they look: anyone who takes over a pod that has them takes over the namespace, or the cluster.',
  source: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks',
  appliesTo: ['rbac.authorization.k8s.io/ClusterRole', 'rbac.authorization.k8s.io/Role'],
  about: everyField('rules[*]'),
  *check(rule) {
    const { texts: verbs } = rule.at('verbs');
    const { texts: resources } = rule.at('resources');
    const isNamed = rule.at('resourceNames').texts.length > 0;
    const inNamespace = rule.resource.object.kind === 'Role';
    for (const right of GROWING) {
      if ((right.boundByNames === true && isNamed) || (!right.inNamespace && inNamespace)) continue;
      const verb = verbs.find((given) => right.verbs.includes(given));
      const resource = resources.find((given) => right.resources?.includes(given) ?? true);
      if (verb === undefined || resource === undefined) continue;
      yield rule.violation({
        got: `${verb} ${resource}, which lets the account ${right.effect}`,
        expected: 'rights that do not lead to more',
        fix: right.boundByNames === true ? 'Remove it, or limit it with resourceNames.' : 'Remove it.',
      });
    }
  },
  passes: example('configmaps'),
  fails: example('secrets'),
});

function example(resource: string): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: web }
rules: [{ apiGroups: [''], resources: [${resource}], verbs: [get, list, watch] }]
`;
}

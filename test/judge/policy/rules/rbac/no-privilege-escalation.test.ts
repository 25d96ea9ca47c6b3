import rule from '../../../../../lib/judge/policy/rules/rbac/no-privilege-escalation.js';
import { object } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const role = (kind: 'ClusterRole' | 'Role', ...rules: readonly string[]) =>
  object('rbac.authorization.k8s.io/v1', kind, `rules: [${rules.map((entry) => `{ ${entry} }`).join(', ')}]`);

ruleTester(rule, {
  passes: {
    'accepts Secrets of one namespace': role('Role', 'resources: [secrets], verbs: [list]'),
    'accepts Secrets by name': role('ClusterRole', 'resources: [secrets], verbs: [get], resourceNames: [web]'),
    'accepts Secrets that are only written': role('ClusterRole', 'resources: [secrets], verbs: [create]'),
    'accepts roles by name': role('ClusterRole', 'resources: [clusterroles], verbs: [bind], resourceNames: [view]'),
    'accepts webhooks that are only read': role(
      'ClusterRole',
      'resources: [mutatingwebhookconfigurations], verbs: [get]',
    ),
    'accepts pages that are no resources': role('ClusterRole', 'nonResourceURLs: [/metrics], verbs: [get]'),
  },
  fails: {
    'in one namespace': [
      role(
        'Role',
        'resources: [roles], verbs: [get, escalate]',
        'resources: [rolebindings], verbs: [bind]',
        'resources: [serviceaccounts], verbs: [impersonate]',
        'resources: [pods, pods/exec], verbs: [create], resourceNames: [web]',
        'resources: [pods/attach], verbs: [get]',
        'resources: [serviceaccounts/token], verbs: [create]',
      ),
      { path: 'rules[0]', got: 'escalate roles, which lets the account give itself any role' },
      { path: 'rules[1]', got: 'bind rolebindings, which lets the account give itself any role' },
      { path: 'rules[2]', got: 'impersonate serviceaccounts, which lets the account act as anyone' },
      { path: 'rules[3]', fix: 'Remove it.' },
      { path: 'rules[4]' },
      { path: 'rules[5]', fix: 'Remove it, or limit it with resourceNames.' },
    ],
    'in the whole cluster': [
      role(
        'ClusterRole',
        'resources: [secrets], verbs: [watch]',
        'resources: [nodes/proxy], verbs: [get]',
        'resources: [validatingwebhookconfigurations], verbs: [patch]',
      ),
      { path: 'rules[0]', got: 'watch secrets, which lets the account read every Secret' },
      { path: 'rules[1]', got: 'get nodes/proxy, which lets the account enter every pod' },
      { path: 'rules[2]' },
    ],
  },
});

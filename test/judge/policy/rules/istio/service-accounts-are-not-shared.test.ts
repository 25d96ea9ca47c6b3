import rule from '../../../../../lib/judge/policy/rules/istio/service-accounts-are-not-shared.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { access, deployment, namespace } from '../../../model/istio/security-objects.js';

const admits = (source = 'principals: [cluster.local/ns/apps/sa/web]') =>
  access(`rules: [{ from: [{ source: { ${source} } }] }]`, 'db');
const shared = (name: string, app = name) =>
  deployment({ name })
    .replace(`serviceAccountName: ${name}`, 'serviceAccountName: web')
    .replaceAll(`app: ${name}`, `app: ${app}`);

ruleTester(rule, {
  ignores: {
    'pods outside the mesh': namespace('{}') + deployment() + shared('api') + admits(),
  },
  passes: {
    'accepts versions of one workload': namespace() + deployment() + shared('web-canary', 'web') + admits(),
    'accepts an account that no policy names':
      namespace() + deployment() + shared('api') + admits('principals: [cluster.local/ns/apps/sa/api]'),
  },
  fails: {
    'for both workloads that share it': [
      namespace() + deployment() + shared('api') + admits(),
      {
        object: 'Deployment apps/web',
        path: 'spec.template.spec.serviceAccountName',
        got: 'web, which api uses too, admitted by AuthorizationPolicy apps/db',
      },
      { object: 'Deployment apps/api', got: 'web, which web uses too, admitted by AuthorizationPolicy apps/db' },
    ],
    'for the account default, even of one workload': [
      namespace() + deployment().replace('serviceAccountName: web, ', '') + admits('serviceAccounts: [default]'),
      { got: 'default, admitted by AuthorizationPolicy apps/db' },
    ],
  },
});

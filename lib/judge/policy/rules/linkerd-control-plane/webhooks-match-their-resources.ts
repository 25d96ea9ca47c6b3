import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { listAt, stringListAt } from '../../../../manifest/read.js';
import { controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import {
  INJECTOR_WEBHOOK,
  MUTATING,
  VALIDATING,
  type Webhook,
  webhooksOf,
} from '../../../model/linkerd-control-plane/webhooks.js';
import { webhookExample } from '../../examples/linkerd-webhook.js';
import { defineRule } from '../../rule.js';

/** What a webhook is there for. */
interface Purpose {
  readonly group: string;
  readonly resources: readonly string[];
  readonly operations: readonly string[];
}

const BOTH = ['CREATE', 'UPDATE'];

/** @see https://github.com/linkerd/linkerd2/blob/version-2.20/charts/linkerd-control-plane/templates/destination-rbac.yaml */
const PURPOSES: Readonly<Record<string, Purpose>> = {
  [INJECTOR_WEBHOOK]: { group: '', resources: ['pods', 'services'], operations: ['CREATE'] },
  'linkerd-sp-validator-webhook-config': { group: 'linkerd.io', resources: ['serviceprofiles'], operations: BOTH },
  'linkerd-policy-validator-webhook-config': {
    group: 'policy.linkerd.io',
    resources: [
      'authorizationpolicies',
      'egressnetworks',
      'httplocalratelimitpolicies',
      'httproutes',
      'meshtlsauthentications',
      'networkauthentications',
      'serverauthorizations',
      'servers',
    ],
    operations: BOTH,
  },
};

const example = (resources: string) =>
  webhookExample({
    webhook: `rules: [{ operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: ${resources} }]`,
  });

export default defineRule({
  id: 'linkerd-control-plane/webhooks-match-their-resources',
  severity: 'error',
  scope: 'object',
  summary: "Each of Linkerd's webhooks is asked about everything that it is there for.",
  rationale:
    'About what no rule of the webhook names the API server asks nobody: pods start without a proxy, Services without their opaque ports, and policies without a check.',
  source:
    'https://github.com/linkerd/linkerd2/blob/version-2.20/charts/linkerd-control-plane/templates/proxy-injector-rbac.yaml',
  appliesTo: [MUTATING, VALIDATING],
  passes: example('[pods, services]'),
  fails: example('[services]'),
  *check(resource, cluster) {
    const install = controlPlaneInstallOf(cluster);
    const { name } = resource.object.metadata;
    const purpose = Object.hasOwn(PURPOSES, name) ? PURPOSES[name] : undefined;
    if (install === undefined || install.outdated || purpose === undefined) return;
    const webhooks = webhooksOf(resource);
    const [first] = webhooks;
    const lacking = purpose.resources.flatMap((resource) => {
      const operations = purpose.operations.filter(
        (operation) => !webhooks.some((webhook) => asks(webhook, purpose.group, resource, operation)),
      );
      return operations.length === 0 ? [] : [`${operations.join('/')} ${resource}`];
    });
    if (lacking.length === 0) return;
    yield {
      path: first === undefined ? 'webhooks' : at(first.path, 'rules'),
      got: `no rule for ${listed(lacking)}`,
      expected: `rules for all of ${purpose.group === '' ? 'the core group' : purpose.group} that Linkerd answers`,
      fix: 'Add them to the rules of the webhook.',
    };
  },
});

function asks({ spec }: Webhook, group: string, resource: string, operation: string): boolean {
  return listAt(spec, 'rules').some((rule) => {
    const has = (field: string, wanted: string) =>
      [wanted, '*'].some((value) => stringListAt(rule, field).includes(value));
    return has('apiGroups', group) && has('resources', resource) && has('operations', operation);
  });
}

import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { everyInstall } from '../../../model/linkerd-control-plane/install.js';
import {
  INJECTOR_WEBHOOK,
  MUTATING,
  VALIDATING,
  type Webhook,
  webhooksOf,
} from '../../../model/linkerd-control-plane/webhooks.js';
import { webhookExample } from '../../examples/linkerd-webhook.js';
import { OUTDATED } from '../../linkerd/control-plane-objects.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/** The resources that a webhook handles. */
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
  summary: "Each of Linkerd's webhooks is called for all resources that it handles.",
  rationale:
    'The API server calls no webhook for resources that none of its rules names: pods start without a proxy, Services without their opaque ports, and policies without a check.',
  source:
    'https://github.com/linkerd/linkerd2/blob/version-2.20/charts/linkerd-control-plane/templates/proxy-injector-rbac.yaml',
  appliesTo: [MUTATING, VALIDATING],
  reads: ['ConfigMap', 'Namespace', 'apps/Deployment'],
  passes: example('[pods, services]'),
  fails: example('[services]'),
  about: (resource, cluster) => {
    const { name } = resource.object.metadata;
    const purpose = Object.hasOwn(PURPOSES, name) ? PURPOSES[name] : undefined;
    return purpose === undefined ? [] : everyInstall(cluster).map(({ outdated }) => ({ resource, purpose, outdated }));
  },
  *check({ resource, purpose, outdated }) {
    if (outdated) {
      yield notJudged(OUTDATED);
      return;
    }
    const webhooks = webhooksOf(resource);
    const lacking = purpose.resources.flatMap((name) => {
      const operations = purpose.operations.filter(
        (operation) => !webhooks.some((webhook) => isCalledFor(webhook, purpose.group, name, operation)),
      );
      return operations.length === 0 ? [] : [`${operations.join('/')} ${name}`];
    });
    if (lacking.length === 0) return;
    const [first] = webhooks;
    const field = first === undefined ? Field.of(resource).at('webhooks') : first.field.at('rules');
    yield field.violation({
      got: `no rule for ${listed(lacking)}`,
      expected: `rules for everything in ${purpose.group === '' ? 'the core group' : purpose.group} that Linkerd handles`,
      fix: 'Add them to the rules of the webhook.',
    });
  },
});

function isCalledFor({ field }: Webhook, group: string, resource: string, operation: string): boolean {
  return field.at('rules').items.some((rule) => {
    const has = (name: string, wanted: string) => [wanted, '*'].some((value) => rule.at(name).texts.includes(value));
    return has('apiGroups', group) && has('resources', resource) && has('operations', operation);
  });
}

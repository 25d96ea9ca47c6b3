import type { ConfNode } from '../../../model/nats/conf-node.js';
import { confsIn } from '../../../model/nats/confs.js';
import { usersOf } from '../../../model/nats/identities.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import type { Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const fix = 'List the subjects that the user needs.';
const expected = 'the subjects that the user needs';

export default defineRule({
  id: 'nats/users-publish-named-subjects',
  severity: 'error',
  scope: 'object',
  summary: 'No user outside the system account may publish to all subjects.',
  rationale:
    'A user that may publish to all subjects can forge any message of its account, answer requests in the place of others, and change every stream.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/authorization',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
accounts { APP { users: [ { user: app, password: $APP_PASSWORD, permissions { publish { allow: [ "orders.>" ] } } } ] } }`),
  fails: serverExample(`
accounts { APP { users: [ { user: app, password: $APP_PASSWORD, permissions { publish: ">" } } ] } }`),
  *about(configMap, cluster) {
    for (const { root } of confsIn(configMap, cluster)) {
      yield* notKnown(root.at('authorization'), root.at('accounts'));
      const system = root.at('system_account').text;
      yield* usersOf(root).filter(({ account }) => account === '' || account !== system);
    }
  },
  *check({ node, permissions }) {
    if (permissions === undefined) {
      const got = 'a single user, who may publish to all subjects';
      yield node.violation({ got, expected: 'a list of users with permissions', fix });
    } else if (permissions.unknown) yield* notKnown(permissions);
    else if (permissions.at('publish').absent) {
      if (['allow_responses', 'publish_allow_responses'].some((name) => !permissions.at(name).absent)) return;
      yield (permissions.present ? permissions.at('publish') : node.at('permissions')).violation({ expected, fix });
    } else yield* checkPublish(permissions.at('publish'));
  },
});

function* checkPublish(publish: ConfNode): Generator<Outcome> {
  const allow = publish.at('allow');
  const denied = publish.at('deny').items();
  if (denied.some(({ text }) => text === '>')) return;
  if (allow.unknown) {
    yield* notKnown(allow);
    return;
  }
  const items = (allow.present ? allow : publish).items();
  const subjects = items.filter(({ text }) => text !== undefined);
  const subjectOf = ({ text = '' }: ConfNode) => text.split(/\s/)[0] ?? '';
  const all = subjects.find((subject) => /^(\*\.)*>$/.test(subjectOf(subject)));
  if (all !== undefined) yield all.violation({ got: `'${subjectOf(all)}'`, expected, fix });
  else if (items.some(({ unknown }) => unknown)) yield* notKnown(...items);
  else if (subjects.length === 0) yield allow.violation({ expected, fix });
}

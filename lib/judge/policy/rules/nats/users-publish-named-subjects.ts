import { usersOf } from '../../../model/nats/identities.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

const fix = 'Name the subjects that the user needs.';
const expected = 'the subjects that the user needs';

export default defineConfTextRule({
  id: 'nats/users-publish-named-subjects',
  severity: 'error',
  summary: 'No user may publish to all subjects, except in the system account.',
  rationale:
    'A user that may publish to all can forge any message of its account, answer requests in the name of others and change every stream.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/authorization',
  passes: `
accounts { APP { users: [ { user: app, password: $APP_PASSWORD, permissions { publish { allow: [ "orders.>" ] } } } ] } }`,
  fails: `
accounts { APP { users: [ { user: app, password: $APP_PASSWORD, permissions { publish: ">" } } ] } }`,
  *check({ root }) {
    const system = root.at('system_account').text;
    for (const { account, node, permissions } of usersOf(root)) {
      if (account !== '' && account === system) continue;
      if (permissions === undefined) {
        yield { node, got: 'a single user, who may publish to all', expected: 'a list of users with permissions', fix };
        continue;
      }
      if (permissions.unknown) continue;
      const publish = permissions.at('publish');
      if (publish.absent) {
        if (!permissions.at('allow_responses').absent || !permissions.at('publish_allow_responses').absent) continue;
        yield { node: permissions.present ? publish : node.at('permissions'), expected, fix };
        continue;
      }
      const allow = publish.at('allow');
      const deniesAll = publish
        .at('deny')
        .items()
        .some((subject) => subject.text === '>');
      if (deniesAll || allow.unknown) continue;
      const subjects = (allow.present ? allow : publish).items().filter((subject) => subject.text !== undefined);
      const all = subjects.find((subject) => /^(\*\.)*>$/.test(subject.text?.split(/\s/)[0] ?? ''));
      if (all !== undefined) yield { node: all, got: `'${all.text?.split(/\s/)[0]}'`, expected, fix };
      else if (subjects.length === 0) yield { node: allow, expected, fix };
    }
  },
});

import type { ConfNode } from '../../../model/nats/conf-node.js';
import { usersOf } from '../../../model/nats/identities.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

const WIDE_PUBLISH = new Map([
  ['$JS.>', 'all of the JetStream API, to delete any stream too'],
  ['$JS.API.>', 'all of the JetStream API, to delete any stream too'],
  ['$SYS.>', 'all requests to the servers'],
]);

export default defineConfTextRule({
  id: 'nats/users-have-least-privilege',
  severity: 'warning',
  summary: 'Users with permissions may not ask all of JetStream, nor read all subjects, except in the system account.',
  rationale:
    'Whoever takes over a client that may do so reads the messages and the replies of every other, or deletes the streams of all.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/authorization',
  passes: `
accounts { APP { users: [ { user: app, permissions { publish: "$JS.API.STREAM.INFO.ORDERS", subscribe: "_INBOX.>" } } ] } }`,
  fails: `
accounts { APP { users: [ { user: app, permissions { publish: "$JS.API.>", subscribe: ">" } } ] } }`,
  *check({ root }) {
    const system = root.at('system_account').text;
    for (const { account, permissions } of usersOf(root)) {
      if (permissions === undefined || !permissions.present || (account !== '' && account === system)) continue;
      for (const node of allowed(permissions.at('publish'))) {
        const effect = WIDE_PUBLISH.get(node.text ?? '');
        if (effect === undefined) continue;
        yield {
          node,
          got: `${node.text}: ${effect}`,
          expected: 'the subjects of the streams and consumers that the user needs',
          fix: 'Name them, as $JS.API.STREAM.INFO.<stream>.',
        };
      }
      const subscribe = permissions.at('subscribe');
      if (subscribe.at('deny').items().length > 0) continue;
      const expected = 'the subjects that the user reads';
      const fix = 'Name them; a client that asks for replies needs its inbox, _INBOX.>.';
      if (subscribe.absent) yield { node: subscribe, got: 'nothing, which is all subjects', expected, fix };
      for (const node of allowed(subscribe)) {
        if (isAll(node.text)) yield { node, got: `'${node.text}'`, expected, fix };
      }
    }
  },
});

function allowed(permission: ConfNode): readonly ConfNode[] {
  const allow = permission.at('allow');
  return (allow.present ? allow : permission).items();
}

/** A queue may stand behind the subject. */
function isAll(subject: string | undefined): boolean {
  return /^(\*\.)*>(\s|$)/.test(subject ?? '');
}

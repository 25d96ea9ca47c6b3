import type { ConfNode } from '../../../model/nats/conf-node.js';
import { confsIn } from '../../../model/nats/confs.js';
import { usersOf } from '../../../model/nats/identities.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

const WIDE_PUBLISH = new Map([
  ['$JS.>', 'all of the JetStream API, including deleting any stream'],
  ['$JS.API.>', 'all of the JetStream API, including deleting any stream'],
  ['$SYS.>', 'all requests to the servers'],
]);

export default defineRule({
  id: 'nats/users-have-least-privilege',
  severity: 'warning',
  scope: 'object',
  summary: 'No user outside the system account may use the whole JetStream API, or read all subjects.',
  rationale:
    'An attacker who takes over such a client can read the messages and replies of all others, or delete their streams.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/authorization',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
accounts { APP { users: [ { user: app, permissions { publish: "$JS.API.STREAM.INFO.ORDERS", subscribe: "_INBOX.>" } } ] } }`),
  fails: serverExample(`
accounts { APP { users: [ { user: app, permissions { publish: "$JS.API.>", subscribe: ">" } } ] } }`),
  *about(configMap, cluster) {
    for (const { root } of confsIn(configMap, cluster)) {
      yield* notKnown(root.at('authorization'), root.at('accounts'));
      const system = root.at('system_account').text;
      for (const { account, permissions } of usersOf(root)) {
        if (permissions === undefined || (account !== '' && account === system)) continue;
        if (permissions.unknown) yield* notKnown(permissions);
        else if (permissions.present) yield permissions;
      }
    }
  },
  *check(permissions) {
    const publish = permissions.at('publish');
    yield* notKnown(publish);
    for (const node of allowed(publish)) {
      if (node !== publish) yield* notKnown(node);
      const wide = WIDE_PUBLISH.get(node.text ?? '');
      if (wide === undefined) continue;
      yield node.violation({
        got: `${node.text}: ${wide}`,
        expected: 'the subjects of the streams and consumers that the user needs',
        fix: 'List them, such as $JS.API.STREAM.INFO.<stream>.',
      });
    }
    const subscribe = permissions.at('subscribe');
    yield* notKnown(subscribe);
    if (subscribe.at('deny').items().length > 0) return;
    const expected = 'the subjects that the user reads';
    const fix = 'List them. A client that waits for replies needs its inbox, _INBOX.>.';
    if (subscribe.absent) yield subscribe.violation({ got: 'nothing, which allows all subjects', expected, fix });
    for (const node of allowed(subscribe)) {
      if (node !== subscribe) yield* notKnown(node);
      if (isAll(node.text)) yield node.violation({ got: `'${node.text}'`, expected, fix });
    }
  },
});

function allowed(permission: ConfNode): readonly ConfNode[] {
  const allow = permission.at('allow');
  return (allow.present ? allow : permission).items();
}

/** A queue may follow the subject. */
function isAll(subject: string | undefined): boolean {
  return /^(\*\.)*>(\s|$)/.test(subject ?? '');
}

import { listed } from '../../../../manifest/listed.js';
import { leafAccountsOf } from '../../../model/nats/identities.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/leafnode-link-binds-an-account',
  severity: 'error',
  summary: 'Every leafnode link binds an account that the server declares.',
  rationale:
    'A link without an account binds the global one: it comes up, and no message of another account crosses it. With an account that is not declared the server does not start.',
  source:
    'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf#leafnode-remotes-entry-block',
  passes: `
accounts { APP { users: [ { nkey: UDWDLNGOSGAA7ZUWMUOLPPIGYFGNAYXYEWJNSQYXZ775NE6IWABCRC6W } ] } }
leafnodes { remotes: [ { url: "tls://hub.example.org:7422", account: APP } ] }`,
  fails: `
accounts { APP { users: [ { nkey: UDWDLNGOSGAA7ZUWMUOLPPIGYFGNAYXYEWJNSQYXZ775NE6IWABCRC6W } ] } }
leafnodes { remotes: [ { url: "tls://hub.example.org:7422" } ] }`,
  *check({ root }) {
    const accounts = root.at('accounts');
    const names = new Set(accounts.entries().map(([name]) => name));
    const fix = 'Name an account that is declared under accounts.';
    for (const node of leafAccountsOf(root)) {
      if (node.absent) {
        yield { node, expected: 'an account', fix };
      } else if (node.text !== undefined && !names.has(node.text) && !accounts.unknown && node.text !== '$G') {
        yield {
          node,
          got: node.text,
          expected: names.size === 0 ? 'a declared account' : listed([...names].sort()),
          fix,
        };
      }
    }
  },
});

import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/accounts-are-isolated.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts everything for one account': serverExample(
      'accounts { A { exports: [ { stream: ">", accounts: [ B ] } ] } }',
    ),
    'accepts a part for all': serverExample('accounts { A { exports: [ { service: "a.>" } ] } }'),
  },
  fails: {
    'for a part of the system account': [
      serverExample('accounts { S { exports: [ { service: "$SYS.REQ.SERVER.PING" } ] } }\nsystem_account: S'),
      {
        got: 'accounts.S.exports[0].service (line 1): $SYS.REQ.SERVER.PING, to every account',
        expected: 'accounts that may import it',
      },
    ],
    'for a listener that binds the system account': [
      serverExample(
        'accounts { S {} }\nsystem_account: S\nleafnodes { port: 1, authorization { user: a, account: S } }',
      ),
      { got: 'leafnodes.authorization.account (line 3): S, the system account' },
    ],
  },
  notJudged: {
    'exports in variables': [
      serverExample('accounts { A { exports: [ $EXPORT, { stream: $STREAM } ] } }'),
      'accounts.A.exports[0] is $EXPORT, whose value is not known',
      'accounts.A.exports[1].stream is $STREAM, whose value is not known',
    ],
    'leaves in a variable': [
      serverExample('leafnodes { port: 1, authorization: $LEAVES }'),
      'leafnodes.authorization is $LEAVES, whose value is not known',
    ],
    'accounts and links in a variable': [
      serverExample('accounts: $ACCOUNTS\nleafnodes: $LEAFNODES'),
      'accounts is $ACCOUNTS, whose value is not known',
      'leafnodes is $LEAFNODES, whose value is not known',
    ],
    'accounts that an include may declare': [
      serverExample('accounts { A {} }\nleafnodes { include a.conf }'),
      'leafnodes.authorization may be set in a.conf, which is not among the files',
      'leafnodes.remotes may be set in a.conf, which is not among the files',
    ],
  },
});

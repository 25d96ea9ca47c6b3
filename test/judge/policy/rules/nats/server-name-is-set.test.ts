import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/server-name-is-set.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const prefixed = [
  'env:',
  '  - { name: POD, valueFrom: { fieldRef: { fieldPath: metadata.name } } }',
  '  - { name: NAME, value: hub-$(POD) }',
];
ruleTester(rule, {
  passes: {
    'accepts a literal name of one pod': serverExample('server_name: hub'),
    'accepts a name with a prefix': serverExample('server_name: $NAME', { replicas: 3, container: prefixed }),
    'accepts a variable of an unknown include': serverExample('include ../a.conf\nserver_name: $NAME'),
  },
  fails: {
    'for a variable beside the one that the environment has': [
      serverExample('include ../nats-auth/auth.conf\nserver_name: $NAMES', { container: prefixed }),
      {
        got: 'server_name (line 2): $NAMES, which is not in the environment',
        expected: '$NAME, which has the value of metadata.name',
      },
    ],
    'for an empty name': [serverExample('server_name: ""'), { got: 'server_name (line 1): nothing' }],
    'for two pods of one name': [
      serverExample('server_name: hub', { replicas: 2 }),
      { got: 'server_name (line 1): hub for each of 2 pods' },
    ],
    'for two pods of one name by a variable': [
      serverExample('server_name: $NAME', { replicas: 2, container: ['env: [{ name: NAME, value: hub }]'] }),
      { got: 'server_name (line 1): hub for each of 2 pods' },
    ],
    'for a variable that the environment of several pods lacks': [
      serverExample('include ../nats-auth/auth.conf\nserver_name: $NAME', { replicas: 3 }),
      { got: 'server_name (line 2): $NAME, which is the same for each of 3 pods' },
    ],
  },
  notJudged: {
    'a variable of envFrom': [
      serverExample('server_name: $NAME', {
        container: ['envFrom: [{ configMapRef: { name: a } }]'],
      }),
      'server_name is $NAME, whose value is not known',
    ],
  },
});

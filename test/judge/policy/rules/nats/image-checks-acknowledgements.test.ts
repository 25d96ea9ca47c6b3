import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/image-checks-acknowledgements.js';
import { ruleTester } from '../../../../support/rule-tester.js';

function hub(
  image: string,
  { listener = 'port: 7422', type = 'LEAFNODE', permissions = 'publish: "up.>"' } = {},
): string {
  const user = `{ user: a, password: $P, allowed_connection_types: [STANDARD, ${type}], permissions { ${permissions} } }`;
  return serverExample(`leafnodes { ${listener} }\naccounts { APP { users: [ ${user} ] } }`, { image });
}

ruleTester(rule, {
  passes: {
    'accepts a later line': hub('nats:2.15.3'),
    'accepts a line that has it from the start': hub('nats:2.16'),
  },
  ignores: {
    'a server without leaves': hub('nats:2.14.7', { listener: 'remotes: []' }),
    'users of clients': hub('nats:2.14.7', { type: 'WEBSOCKET' }),
    'a leaf that may publish everything': hub('nats:2.14.7', { permissions: 'subscribe: "down.>"' }),
  },
  fails: {
    'for a line that never got it': [
      hub('nats:2.12.15'),
      {
        object: 'StatefulSet nats-system/nats',
        path: 'spec.template.spec.containers[0].image',
        got: 'nats:2.12.15',
        expected: '2.14.10 or 2.15.3, or later',
      },
    ],
    'for the last patch before, if the type is in lower case': [hub('nats:2.15.2', { type: 'leafnode' }), {}],
  },
  notJudged: {
    'a release line': [
      hub('nats:2.15-alpine'),
      'the image of container nats states 2.15, which differs from patch to patch',
    ],
    'a tag that names no release': [hub('nats:latest'), 'the image of container nats states no release'],
    'a configuration that is not among the files': [
      hub('nats:2.14.7').replace('kind: ConfigMap', 'kind: Secret'),
      '/etc/nats-config/nats.conf of container nats is not in a ConfigMap among the files',
    ],
  },
});

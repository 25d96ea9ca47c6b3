import { linkExample } from '../../../../../lib/judge/policy/examples/nats-link.js';
import rule from '../../../../../lib/judge/policy/rules/nats/servers-run-one-release.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts another patch': linkExample({ leafImage: 'nats:2.15.0' }),
  },
  notJudged: {
    'a tag that names no release': [linkExample({ leafImage: 'nats:alpine' }), 'the image does not tell the release'],
  },
  fails: {
    'for the older of two': [
      linkExample({ leafImage: 'nats:2.12.4' }),
      {
        cluster: 'leaf',
        object: 'StatefulSet nats-system/leaf',
        path: 'spec.template.spec.containers[0].image',
        got: '2.12.4',
      },
    ],
    'for the hub, where the leaf is ahead': [
      linkExample({ leafImage: 'nats:2.16.0' }),
      { cluster: 'hub', got: '2.15.3' },
    ],
  },
});

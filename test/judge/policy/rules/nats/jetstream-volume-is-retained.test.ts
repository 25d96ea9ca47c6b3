import rule from '../../../../../lib/judge/policy/rules/nats/jetstream-volume-is-retained.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const failing = String(rule.fails);

ruleTester(rule, {
  ignores: {
    'volumes of other things': failing.replace('store_dir: /data/jetstream', 'store_dir: /tmp/jetstream'),
    'servers without streams': failing.replace('jetstream {', 'jetstream { enabled: false,'),
  },
  fails: {
    'for scaling down': [
      failing.replace('whenDeleted', 'whenScaled'),
      { path: 'spec.persistentVolumeClaimRetentionPolicy.whenScaled', got: 'Delete' },
    ],
  },
  notJudged: {
    'a server whose configuration is not among the files': [
      failing.replace('name: nats-config, namespace', 'name: other, namespace'),
      '/etc/nats-config/nats.conf of container nats is not in a ConfigMap among the files',
    ],
  },
});

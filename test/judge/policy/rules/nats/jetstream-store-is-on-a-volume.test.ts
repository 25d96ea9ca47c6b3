import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/jetstream-store-is-on-a-volume.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const mounts = ['{ name: data, mountPath: /data }'];
ruleTester(rule, {
  ignores: {
    'a server without JetStream': serverExample('port: 4222'),
  },
  passes: {
    'accepts a claim': serverExample('jetstream { store_dir: /data }', {
      mounts,
      volumes: ['{ name: data, persistentVolumeClaim: { claimName: a } }'],
    }),
    'accepts a store_dir at the top': serverExample('store_dir: /data\njetstream: enabled', {
      mounts,
      volumes: ['{ name: data, persistentVolumeClaim: { claimName: a } }'],
    }),
  },
  fails: {
    'without a store_dir': [
      serverExample('jetstream: enabled'),
      {
        path: 'spec.template.spec.containers[0].volumeMounts',
        got: '/tmp/nats/jetstream by default, which is within the container',
      },
    ],
    'beside the mount': [
      serverExample('jetstream { store_dir: /database }', {
        mounts,
        volumes: ['{ name: data, persistentVolumeClaim: { claimName: a } }'],
      }),
      { got: '/database, which is within the container' },
    ],
    'below a nearer mount': [
      serverExample('jetstream { store_dir: /data/js }', {
        mounts: [...mounts, '{ name: cache, mountPath: /data/js/ }'],
        volumes: ['{ name: data, persistentVolumeClaim: { claimName: a } }', '{ name: cache, emptyDir: {} }'],
      }),
      { got: '/data/js, which is of kind emptyDir' },
    ],
    'for a mount of a volume that the pod does not declare': [
      serverExample('jetstream { store_dir: /data }', { mounts }),
      { got: '/data, which is nowhere: the pod declares no volume data' },
    ],
  },
  notJudged: {
    'a volume of another type': [
      serverExample('jetstream { store_dir: /data }', {
        mounts,
        volumes: ['{ name: data, csi: { driver: a } }'],
      }),
      'the volume at /data is of a type that is not known',
    ],
    'a variable': [
      serverExample('jetstream { store_dir: $DATA }'),
      'jetstream.store_dir is $DATA, whose value is not known',
    ],
  },
});

import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/jetstream-store-fits-its-volume.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const server = (storage: string) => ({
  spec: [
    `volumeClaimTemplates: [{ metadata: { name: data }, spec: { resources: { requests: { storage: ${storage} } } } }]`,
  ],
  mounts: ['{ name: data, mountPath: /data }'],
});
const claim = `---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: a, namespace: nats-system }
spec: { resources: { requests: { storage: 1Gi } } }
`;
const claimed = {
  volumes: ['{ name: data, persistentVolumeClaim: { claimName: a } }'],
  mounts: ['{ name: data, mountPath: /data }'],
};
ruleTester(rule, {
  passes: {
    'accepts exactly 90 %': serverExample('jetstream { store_dir: /data, max_file_store: 900 }', server('1000')),
    'accepts a server without a limit on a claim that is not known': serverExample(
      'jetstream { store_dir: /data }',
      claimed,
    ),
  },
  fails: {
    'for a byte more': [
      serverExample('jetstream { store_dir: /data, max_file_store: 901 }', server('1000')),
      { got: 'jetstream.max_file_store (line 1): 901', expected: 'at most 90 % of the volume, which is 1000' },
    ],
    'for a claim': [
      serverExample('jetstream { store_dir: /data, max_file_store: 1Gi }', claimed) + claim,
      { expected: 'at most 90 % of the volume, which is 1Gi' },
    ],
  },
  notJudged: {
    'a claim that is not known': [
      serverExample('jetstream { store_dir: /data, max_file_store: 1Ti }', claimed),
      'the size of the volume at /data is not known',
    ],
  },
});

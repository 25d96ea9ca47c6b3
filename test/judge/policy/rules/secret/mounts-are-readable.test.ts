import rule from '../../../../../lib/judge/policy/rules/secret/mounts-are-readable.js';
import { pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const mounting = (context: string, mode = 'defaultMode: 288', container = '') =>
  pod(
    `{ securityContext: { ${context} }, volumes: [{ name: other, emptyDir: {} }, { name: tls, secret: { secretName: s, ${mode} } }], containers: [{ name: a }, { name: b, ${container} volumeMounts: [{ name: tls, mountPath: /tls }] }] }`,
  );
const user = 'runAsUser: 1000, runAsGroup: 1000';

ruleTester(rule, {
  passes: {
    'accepts an fsGroup': mounting(`${user}, fsGroup: 1`, 'defaultMode: 256'),
    'accepts a mode for all': mounting(user, 'defaultMode: 420'),
    'accepts a mode that is not written': mounting(user, ''),
    'accepts root': mounting('runAsUser: 0', 'defaultMode: 256'),
    'accepts a group that every user of the image may have': mounting('runAsGroup: 0'),
    'accepts the group of root, which is the default of images': mounting('runAsUser: 1000'),
    'accepts the group of root beside others': mounting(`${user}, supplementalGroups: [0]`),
    'accepts a volume that nobody mounts': mounting(user).replace('name: tls, mountPath', 'name: other, mountPath'),
  },
  fails: {
    'without a group': [
      mounting(user),
      {
        path: 'spec.volumes[1].secret.defaultMode',
        got: '0440, and no fsGroup',
        expected: 'a file that user 1000 of container b may read',
      },
    ],
    'where the mode gives the group nothing': [
      mounting('runAsUser: 1000', 'defaultMode: 256'),
      { got: '0400, and no fsGroup' },
    ],
    'for the user of the container': [
      mounting('', 'defaultMode: 256', 'securityContext: { runAsUser: 7 },'),
      { expected: 'a file that user 7 of container b may read' },
    ],
  },
  notJudged: {
    'a user of the image whom the group does not help': [
      mounting('runAsGroup: 0', 'defaultMode: 256'),
      'the image of container b decides which user reads the files',
    ],
    'a user that the image decides on': [mounting(''), 'the image of container b decides which user reads the files'],
  },
});

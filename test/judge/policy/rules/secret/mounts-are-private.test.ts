import rule from '../../../../../lib/judge/policy/rules/secret/mounts-are-private.js';
import { live, pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const volume = (source: string) => pod(`{ containers: [{ name: a }], volumes: [{ name: v, ${source} }] }`);

ruleTester(rule, {
  passes: {
    'accepts the mode that the server writes where none is set': live(
      volume('secret: { secretName: s, defaultMode: 420 }'),
    ),
    'accepts it for a projected volume': live(
      volume('projected: { defaultMode: 420, sources: [{ secret: { name: s } }] }'),
    ),
    'accepts a mode that is not written': volume('secret: { secretName: s }'),
    'accepts any mode of a ConfigMap': volume('configMap: { name: c, defaultMode: 511 }'),
    'accepts a projected volume without Secrets': volume(
      'projected: { defaultMode: 420, sources: [{ configMap: { name: c } }] }',
    ),
  },
  fails: {
    'for all files': [
      volume('secret: { secretName: s, defaultMode: 420 }'),
      {
        path: 'spec.volumes[0].secret.defaultMode',
        got: '0644',
        expected: 'a mode without rights for others, such as 0440',
      },
    ],
    'for another mode of a live object, and for that of one file': [
      live(volume('secret: { secretName: s, defaultMode: 511, items: [{ key: a, path: a, mode: 420 }] }')),
      { path: 'spec.volumes[0].secret.defaultMode', got: '0777' },
      { path: 'spec.volumes[0].secret.items[0].mode', got: '0644' },
    ],
    'for one file': [
      volume('secret: { secretName: s, items: [{ key: a, path: a, mode: 256 }, { key: b, path: b, mode: 292 }] }'),
      { path: 'spec.volumes[0].secret.items[1].mode', got: '0444' },
    ],
    'for a projected volume, once, and for its items': [
      volume(
        'projected: { defaultMode: 420, sources: [{ secret: { name: s } }, { secret: { name: t, items: [{ key: a, path: a, mode: 511 }] } }] }',
      ),
      { path: 'spec.volumes[0].projected.defaultMode' },
      { path: 'spec.volumes[0].projected.sources[1].secret.items[0].mode', got: '0777' },
    ],
  },
});

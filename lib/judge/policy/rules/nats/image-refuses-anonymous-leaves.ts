import { compareMinors } from '../../../../formats/release.js';
import { at } from '../../../../manifest/field-path.js';
import { shown, stringAt } from '../../../../manifest/read.js';
import { acceptsLeaves } from '../../../model/nats/listeners.js';
import { serverExample } from '../../examples/nats.js';
import { defineServerPodRule } from '../../nats-pod-rule.js';

const conf = 'leafnodes { port: 7422 }';

export default defineServerPodRule({
  id: 'nats/image-refuses-anonymous-leaves',
  severity: 'error',
  summary: 'A server that accepts leaves is of release 2.12 or later.',
  rationale:
    'Earlier releases let a leaf without credentials, or with a wrong password, into the account of all clients where the listener has no authorization of its own.',
  source: 'https://github.com/nats-io/nats-server/pull/7116',
  passes: serverExample(conf, { image: 'nats:2.12.0' }),
  fails: serverExample(conf, { image: 'nats:2.10.27-alpine' }),
  *check({ conf: read, container, release }) {
    if (release === undefined || read === undefined || !acceptsLeaves(read.root)) return;
    if (compareMinors(release, '2.12') >= 0) return;
    yield {
      path: at(container.path, 'image'),
      got: shown(stringAt(container.spec, 'image')),
      expected: '2.12 or later',
      fix: 'Use a later image, on both sides of the link.',
    };
  },
});

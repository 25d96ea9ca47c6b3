import { compareMinors } from '../../../../formats/release.js';
import { acceptsLeaves } from '../../../model/nats/listeners.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { readServers, unknownPorts } from '../../nats-targets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/image-rejects-anonymous-leaves',
  severity: 'error',
  scope: 'object',
  summary: 'A server that accepts leaves has release 2.12 or later.',
  rationale:
    'If the leafnode listener has no authorization of its own, earlier releases admit a leaf without credentials, or with a wrong password, to the account of all clients.',
  source: 'https://github.com/nats-io/nats-server/pull/7116',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace'],
  passes: serverExample('leafnodes { port: 7422 }', { image: 'nats:2.12.0' }),
  fails: serverExample('leafnodes { port: 7422 }', { image: 'nats:2.10.27-alpine' }),
  *about(resource, cluster) {
    for (const server of readServers(resource, cluster)) {
      if ('notJudged' in server) yield server;
      else if (acceptsLeaves(server.root)) yield server;
      else yield* unknownPorts(server.root, 'leafnodes');
    }
  },
  *check({ container, release }) {
    if (release === undefined) yield notJudged(`the image of container ${container.name} states no release`);
    else if (compareMinors(release, '2.12') < 0) {
      const fix = 'Use a later image, on both sides of the link.';
      yield container.field.at('image').violation({ expected: '2.12 or later', fix });
    }
  },
});

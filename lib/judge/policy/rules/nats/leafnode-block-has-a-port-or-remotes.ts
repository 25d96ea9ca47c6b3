import { acceptsLeaves } from '../../../model/nats/listeners.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { linkedConfs, notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/leafnode-block-has-a-port-or-remotes',
  severity: 'error',
  scope: 'object',
  summary: 'A leafnodes block opens a port or lists the addresses of a hub.',
  rationale: 'With neither, the server starts without a warning, and no message ever crosses.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
leafnodes { remotes: [ { urls: [ "tls://hub.example.org:7422" ], account: APP } ] }`),
  fails: serverExample(`
leafnodes { remotes: [ { account: APP } ] }`),
  about: linkedConfs,
  *check({ root }) {
    const leafnodes = root.at('leafnodes');
    const remotes = leafnodes.at('remotes');
    const ports = [leafnodes.at('port'), leafnodes.at('listen')];
    if (leafnodes.unknown) {
      yield* notKnown(leafnodes);
      return;
    }
    if (!acceptsLeaves(root) && !remotes.unknown && remotes.items().length === 0) {
      if (ports.some(({ unknown }) => unknown)) yield* notKnown(...ports);
      else {
        yield leafnodes.violation({
          got: 'neither a port nor remotes',
          expected: 'a port for leaves, or remotes with the addresses of a hub',
          fix: 'Set one of them, or remove the block.',
        });
      }
    }
    for (const remote of remotes.items()) {
      const urls = remote.at('urls');
      if (remote.unknown) yield* notKnown(remote);
      else if (urls.unknown) yield* notKnown(urls);
      else if (urls.items().length === 0) {
        yield urls.violation({ expected: 'the addresses of the hub, such as tls://192.0.2.1:30722', fix: 'Add them.' });
      }
    }
  },
});

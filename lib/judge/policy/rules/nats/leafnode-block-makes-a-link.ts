import { acceptsLeaves } from '../../../model/nats/listeners.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/leafnode-block-makes-a-link',
  severity: 'error',
  summary: 'A leafnodes block opens a port or names the addresses of a hub.',
  rationale: 'The server starts without either, says nothing, and no message ever crosses.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf',
  passes: `
leafnodes { remotes: [ { urls: [ "tls://hub.example.org:7422" ], account: APP } ] }`,
  fails: `
leafnodes { remotes: [ { account: APP } ] }`,
  *check({ root }) {
    const leafnodes = root.at('leafnodes');
    if (!leafnodes.present || leafnodes.unknown) return;
    const remotes = leafnodes.at('remotes');
    const opens = acceptsLeaves(root) || ['port', 'listen'].some((name) => leafnodes.at(name).unknown);
    if (!opens && !remotes.unknown && remotes.items().length === 0) {
      yield {
        node: leafnodes,
        got: 'neither a port nor remotes',
        expected: 'a port for leaves, or remotes with the addresses of a hub',
        fix: 'State one of them, or drop the block.',
      };
    }
    for (const remote of remotes.items()) {
      const urls = remote.at('urls');
      if (remote.unknown || urls.unknown || urls.items().length > 0) continue;
      yield { node: urls, expected: 'the addresses of the hub, such as tls://192.0.2.1:30722', fix: 'Name them.' };
    }
  },
});

import { compareMinors } from '../../../../formats/release.js';
import { servedConfsIn } from '../../../model/nats/confs.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/discovered-servers-are-ignored',
  severity: 'warning',
  scope: 'object',
  summary: 'A leaf dials the addresses in its configuration, and no others.',
  rationale:
    'A hub always tells leaves its own address, even with no_advertise. Behind a NodePort that is the address of a pod, which the leaf cannot reach.',
  source:
    'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf#leafnode-remotes-entry-block',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
leafnodes { remotes: [ { url: "tls://192.0.2.1:30722", ignore_discovered_servers: true } ] }`),
  fails: serverExample(`
leafnodes { remotes: [ { url: "tls://192.0.2.1:30722" } ] }`),
  *about(configMap, cluster) {
    for (const { root, server } of servedConfsIn(configMap, cluster)) {
      const remotes = root.at('leafnodes', 'remotes');
      if (server.release === undefined && !remotes.absent) {
        yield notJudged(`the image of container ${server.container.name} states no release`);
      } else if (server.release !== undefined && compareMinors(server.release, '2.14') >= 0) {
        yield* notKnown(remotes);
        yield* remotes.items();
      }
    }
  },
  *check(remote) {
    const node = remote.at('ignore_discovered_servers');
    if (node.unknown) yield* notKnown(node);
    else if (node.flag !== true) {
      yield node.violation({
        expected: 'true',
        fix: 'Set it to true if the hub is behind a NodePort or a load balancer.',
      });
    }
  },
});

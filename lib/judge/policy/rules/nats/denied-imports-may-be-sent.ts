import { firstReleases, leafHoldsBack } from '../../../../formats/nats-conf/release-changes.js';
import { covers } from '../../../../formats/nats-subject.js';
import { servedConfsIn } from '../../../model/nats/confs.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/denied-imports-may-be-sent',
  severity: 'warning',
  scope: 'object',
  summary: 'A leaf may still send what deny_imports keeps it from receiving, or deny_exports covers it too.',
  rationale:
    'Leaves of some releases (2.12.14 and later of 2.12, 2.14.4 to 2.14.9, 2.15.0 to 2.15.2) do not send their hub what they may not receive from it, as soon as a client of the hub subscribes by a wildcard. Those messages are lost without a log line.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: example('nats:2.14.10-alpine'),
  fails: example('nats:2.14.9-alpine'),
  *about(configMap, cluster) {
    for (const { root, server } of servedConfsIn(configMap, cluster)) {
      for (const remote of root.at('leafnodes', 'remotes').items()) {
        const kept = remote.at('deny_exports').items();
        for (const denied of remote.at('deny_imports').items()) yield { server, denied, kept };
      }
    }
  },
  *check({ server, denied, kept }) {
    const { release, container } = server;
    const subject = denied.text;
    if (subject === undefined || kept.some(({ text = '' }) => covers(text, subject))) return;
    const holdsBack = release === undefined ? undefined : leafHoldsBack(release);
    if (holdsBack === undefined) {
      const why = release === undefined ? 'states no release' : `states ${release}, which differs from patch to patch`;
      yield notJudged(`the image of container ${container.name} ${why}`);
    } else if (holdsBack) {
      yield denied.violation({
        got: `${subject}, which a leaf of ${release} does not send either`,
        expected: 'the same subject in deny_exports, if nothing of it is sent',
        fix: `Use ${firstReleases('denialsLimitReceiving')}, or list what the leaf may receive in subscribe.allow of its user in the hub.`,
      });
    }
  },
});

function example(image: string): string {
  const remote = '{ url: "tls://hub.example.org:7422", account: APP, deny_imports: "orders.>" }';
  return serverExample(`leafnodes { remotes: [ ${remote} ] }`, { image });
}

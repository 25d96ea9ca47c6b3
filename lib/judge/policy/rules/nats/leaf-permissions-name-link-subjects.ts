import { firstReleases, hasChange } from '../../../../formats/nats-conf/release-changes.js';
import { overlap } from '../../../../formats/nats-subject.js';
import type { ConfNode } from '../../../model/nats/conf-node.js';
import { servedConfsIn } from '../../../model/nats/confs.js';
import { type RenamedImport, renamedImportsOf, sendingLimitsOf } from '../../../model/nats/link-permissions.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const CHANGE = 'importsByLinkSubject';

export default defineRule({
  id: 'nats/leaf-permissions-name-link-subjects',
  severity: 'error',
  scope: 'object',
  summary: "Permissions of leafnode links name imported messages by the subject that the server's release compares.",
  rationale:
    'From 2.14.8 and 2.15.1 on, a server compares the subject that the link carries, earlier the subject of the account that exports. With the other one, a denial lets the messages through, and an allowed subject lets nothing through.',
  source: 'https://github.com/nats-io/nats-server/pull/8530',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: example('plant.secret'),
  fails: example('data.secret'),
  *about(configMap, cluster) {
    for (const { root, server } of servedConfsIn(configMap, cluster)) {
      for (const { account, allowed, denied } of sendingLimitsOf(root)) {
        if (allowed.length + denied.length === 0) continue;
        for (const renamed of renamedImportsOf(root, account)) yield { server, allowed, denied, renamed };
      }
    }
  },
  *check({ server, allowed, denied, renamed }) {
    const { release, container } = server;
    const byLink = release === undefined ? undefined : hasChange(release, CHANGE);
    if (byLink === undefined) {
      const why = release === undefined ? 'states no release' : `states ${release}, which differs from patch to patch`;
      yield notJudged(`the image of container ${container.name} ${why}`);
      return;
    }
    const compared = byLink ? renamed.imported : renamed.exported;
    const expected = `a subject of ${compared}, which ${release} compares`;
    const fix = byLink
      ? `Write it as the link carries it, below ${compared}.`
      : `Write it as the other account exports it, below ${compared}, or use ${firstReleases(CHANGE)}.`;
    for (const node of denied.filter((each) => missesCompared(each, renamed, compared))) {
      yield node.violation({ expected, effect: 'The denial has no effect on imported messages.', fix });
    }
    if (allowed.some((node) => overlap(subjectOf(node), compared))) return;
    for (const node of allowed.filter((each) => missesCompared(each, renamed, compared))) {
      yield node.violation({ expected, effect: 'No imported message crosses the link.', fix });
    }
  },
});

/** Whether a subject is meant for imported messages, but in the form that is not compared. */
function missesCompared(node: ConfNode, { exported, imported }: RenamedImport, compared: string): boolean {
  const subject = subjectOf(node);
  return overlap(subject, compared === imported ? exported : imported) && !overlap(subject, compared);
}

/** A queue group may follow the subject. */
function subjectOf({ text = '' }: ConfNode): string {
  return text.split(/\s/)[0] ?? '';
}

function example(denied: string): string {
  return serverExample(`
leafnodes { port: 7422 }
accounts {
  PLANT { exports: [ { stream: "data.>" } ] }
  APP {
    imports: [ { stream: { account: PLANT, subject: "data.>" }, to: "plant.>" } ]
    users: [ { nkey: $LEAF_NKEY, allowed_connection_types: [LEAFNODE], permissions { subscribe { deny: [ "${denied}" ] } } } ]
  }
}`);
}

import { FIRST_RELEASES } from '../../../formats/nats-conf/release-changes.js';
import { overlap } from '../../../formats/nats-subject.js';
import { Field } from '../../../manifest/field.js';
import { parsePath } from '../../../manifest/field-path.js';
import type { ClusterIndex } from '../../model/cluster-index.js';
import type { ConfNode } from '../../model/nats/conf-node.js';
import { servedConfsIn } from '../../model/nats/confs.js';
import type { ConfUser } from '../../model/nats/identities.js';
import { leafUsersOf, renamedImportsOf, sendingLimitsOf } from '../../model/nats/link-permissions.js';
import type { Change } from '../change.js';

/** What releases of nats-server change for configurations that they all accept. */
export const NATS_CHANGES: readonly Change[] = [
  {
    id: 'nats/leaf-permissions-follow-imports',
    project: 'nats',
    since: FIRST_RELEASES.importsByLinkSubject,
    weight: 'behavior',
    kinds: ['ConfigMap'],
    concerns: (object, cluster) => confsWhere(object, cluster, limitsRenamedImports),
    what: 'Permissions of a leafnode link apply to the subject after the import of its account, the one that the link carries.',
    effect:
      'Permissions that name the subject of the exporting account allow and deny nothing on the link: messages stop, or pass where they were denied.',
    action: 'Name the subjects of the importing account in the permissions, and upgrade hub and leaves together.',
    source: 'https://github.com/nats-io/nats-server/pull/8530',
  },
  {
    id: 'nats/leaf-acknowledgements-need-permission',
    project: 'nats',
    since: FIRST_RELEASES.acknowledgementsNeedPermission,
    weight: 'behavior',
    kinds: ['ConfigMap'],
    concerns: (object, cluster) => confsWhere(object, cluster, (root) => leafUsersOf(root).some(losesAcknowledgements)),
    what: 'A leaf needs a permission to publish acknowledgements below $JS.ACK.',
    effect: 'The hub drops the acknowledgements of consumers behind the link, and delivers their messages again.',
    action:
      'Add the acknowledgement subjects of the streams that the leaf consumes, such as $JS.ACK.ORDERS.>, to publish.',
    source: 'https://github.com/nats-io/nats-server/blob/v2.14.10/server/leafnode.go',
  },
];

/** The entry of the ConfigMap whose configuration fits. */
function confsWhere(
  { resource }: Field,
  cluster: ClusterIndex,
  isMeant: (root: ConfNode) => boolean,
): readonly Field[] {
  const places = servedConfsIn(resource, cluster)
    .filter(({ root }) => isMeant(root))
    .map(({ root }) => root.place.path);
  return [...new Set(places)].map((path) => Field.of(resource).at(...parsePath(path)));
}

/** Whether a limit matches only one of the two subjects that an imported message has. */
function limitsRenamedImports(root: ConfNode): boolean {
  return sendingLimitsOf(root).some(({ account, allowed, denied }) =>
    renamedImportsOf(root, account).some(({ exported, imported }) =>
      [...allowed, ...denied].some(({ text = '' }) => {
        // A queue group may follow the subject.
        const [subject = ''] = text.split(/\s/);
        return overlap(subject, exported) !== overlap(subject, imported);
      }),
    ),
  );
}

const ACKNOWLEDGES = /^(?:\$JS\.ACK(?:\.|$)|\$JS\.>|>$)/;
const PULLS = /\.CONSUMER\.(?:MSG\.NEXT\.|>)|^\$JS\.(?:\w+\.)?API\.>|^>$/;

/** Whether a user may pull messages, and not acknowledge them by its permissions alone. */
function losesAcknowledgements({ permissions }: ConfUser): boolean {
  const publish = permissions?.at('publish');
  if (publish === undefined || !publish.present) return false;
  const subjects = (list: ConfNode) => list.items().flatMap(({ text }) => text ?? []);
  // A list in place of the block is what is allowed.
  const allowed = publish.at('allow').present ? subjects(publish.at('allow')) : subjects(publish);
  const denied = subjects(publish.at('deny'));
  if (denied.some((subject) => ACKNOWLEDGES.test(subject))) return true;
  return allowed.some((subject) => PULLS.test(subject)) && !allowed.some((subject) => ACKNOWLEDGES.test(subject));
}

import { Field } from '../../../manifest/field.js';
import { parsePath } from '../../../manifest/field-path.js';
import type { ClusterIndex } from '../../model/cluster-index.js';
import type { ConfNode } from '../../model/nats/conf-node.js';
import { servedConfsIn } from '../../model/nats/confs.js';
import { type ConfUser, usersOf } from '../../model/nats/identities.js';
import { acceptsLeaves } from '../../model/nats/listeners.js';
import type { Change } from '../change.js';

/** What releases of nats-server change for configurations that they all accept. */
export const NATS_CHANGES: readonly Change[] = [
  {
    id: 'nats/leaf-permissions-follow-imports',
    project: 'nats',
    since: ['2.14.8', '2.15.1'],
    weight: 'behavior',
    kinds: ['ConfigMap'],
    concerns: (object, cluster) =>
      confsWithLeaves(object, cluster, (root) =>
        leavesOf(root).some((user) => isLimited(user) && renamesImports(root, user)),
      ),
    what: 'Permissions of a leafnode link apply to the subject after the import of its account, the one that the link carries.',
    effect:
      'Permissions that name the subject of the exporting account allow and deny nothing on the link: messages stop, or pass where they were denied.',
    action: 'Name the subjects of the importing account in the permissions, and upgrade hub and leaves together.',
    source: 'https://github.com/nats-io/nats-server/pull/8530',
  },
  {
    id: 'nats/leaf-acknowledgements-need-permission',
    project: 'nats',
    since: ['2.14.10', '2.15.3'],
    weight: 'behavior',
    kinds: ['ConfigMap'],
    concerns: (object, cluster) =>
      confsWithLeaves(object, cluster, (root) => leavesOf(root).some(losesAcknowledgements)),
    what: 'A leaf needs a permission to publish acknowledgements below $JS.ACK.',
    effect: 'The hub drops the acknowledgements of consumers behind the link, and delivers their messages again.',
    action:
      'Add the acknowledgement subjects of the streams that the leaf consumes, such as $JS.ACK.ORDERS.>, to publish.',
    source: 'https://github.com/nats-io/nats-server/blob/v2.14.10/server/leafnode.go',
  },
];

/** The entry of the ConfigMap whose configuration accepts leaves and fits. */
function confsWithLeaves(
  { resource }: Field,
  cluster: ClusterIndex,
  isMeant: (root: ConfNode) => boolean,
): readonly Field[] {
  const places = servedConfsIn(resource, cluster)
    .filter(({ root }) => acceptsLeaves(root) && isMeant(root))
    .map(({ root }) => root.place.path);
  return [...new Set(places)].map((path) => Field.of(resource).at(...parsePath(path)));
}

/** The users that leaves connect as: those for leaves, or else those that any connection may use. */
function leavesOf(root: ConfNode): readonly ConfUser[] {
  const users = usersOf(root);
  const types = ({ node }: ConfUser) => node.at('allowed_connection_types');
  const meant = users.filter((user) =>
    types(user)
      .items()
      .some(({ text }) => text?.toUpperCase() === 'LEAFNODE'),
  );
  return meant.length > 0 ? meant : users.filter((user) => types(user).absent);
}

function isLimited({ permissions }: ConfUser): boolean {
  return permissions?.at('publish').present === true || permissions?.at('subscribe').present === true;
}

/** Whether the account of a user imports streams under other subjects than they have in the exporting account. */
function renamesImports(root: ConfNode, { account }: ConfUser): boolean {
  const [, node] =
    root
      .at('accounts')
      .entries()
      .find(([name]) => name === account) ?? [];
  const imports = node?.at('imports').items() ?? [];
  return imports.some((each) => each.at('stream').present && ['to', 'prefix'].some((name) => each.at(name).present));
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

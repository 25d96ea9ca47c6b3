import { firstReleases, hasChange } from '../../../../formats/nats-conf/release-changes.js';
import { leafUsersOf } from '../../../model/nats/link-permissions.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { readServers } from '../../nats-targets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const CHANGE = 'acknowledgementsNeedPermission';

export default defineRule({
  id: 'nats/image-checks-acknowledgements',
  severity: 'warning',
  scope: 'object',
  summary: 'A server that limits what its leaves publish has a release that checks their acknowledgements.',
  rationale:
    'Earlier releases accept every subject below $JS.ACK from any leaf, whatever its permissions. An attacker who takes over a leaf can acknowledge messages that other consumers have not read, so that they are lost.',
  source: 'https://github.com/nats-io/nats-server/releases',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace'],
  passes: example('nats:2.14.10-alpine'),
  fails: example('nats:2.14.9-alpine'),
  *about(resource, cluster) {
    for (const server of readServers(resource, cluster)) {
      if ('notJudged' in server) yield server;
      else if (leafUsersOf(server.root).some(({ permissions }) => permissions?.at('publish').present)) yield server;
    }
  },
  *check({ container, release }) {
    const checks = release === undefined ? undefined : hasChange(release, CHANGE);
    if (checks === true) return;
    if (release === undefined || checks === undefined) {
      const why = release === undefined ? 'states no release' : `states ${release}, which differs from patch to patch`;
      yield notJudged(`the image of container ${container.name} ${why}`);
      return;
    }
    const fix = 'Use a later image. Until you do, keep streams that leaves must not touch in an account of their own.';
    yield container.field.at('image').violation({ expected: `${firstReleases(CHANGE)}, or later`, fix });
  },
});

function example(image: string): string {
  const permissions = 'permissions { publish { allow: [ "up.>" ] } }';
  return serverExample(
    `leafnodes { port: 7422 }\naccounts { APP { users: [ { nkey: $LEAF_NKEY, allowed_connection_types: [LEAFNODE], ${permissions} } ] } }`,
    { image },
  );
}

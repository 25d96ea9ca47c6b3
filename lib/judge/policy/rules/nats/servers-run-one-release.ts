import { compareMinors } from '../../../../formats/nats-conf/fields.js';
import type { Resource } from '../../../../manifest/resource.js';
import { natsServersOf } from '../../../model/nats/server.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { linkExample } from '../../examples/nats-link.js';
import { defineRule } from '../../rule.js';

interface Release {
  readonly resource: Resource;
  readonly path: string;
  readonly release: string;
}

export default defineRule<readonly Release[]>({
  id: 'nats/servers-run-one-release',
  severity: 'error',
  scope: 'fleet',
  summary: 'All linked servers of a fleet run one minor release.',
  rationale:
    'Leafnode protocols differ between releases: a leaf of 2.14 refuses a later hub that does not advertise its address, and reports a wrong port.',
  source: 'https://docs.nats.io/release-notes/whats_new',
  appliesTo: POD_KINDS,
  passes: linkExample({ leafImage: 'nats:2.14.0' }),
  fails: linkExample({ leafImage: 'nats:2.12.4' }),
  collect: (cluster) =>
    natsServersOf(cluster).flatMap(({ pod, container, release, conf }) =>
      release === undefined || !conf?.root.at('leafnodes').present
        ? []
        : [{ resource: pod.resource, path: `${container.path}.image`, release }],
    ),
  *check(all) {
    const servers = [...all].flatMap(([cluster, releases]) => releases.map((entry) => ({ cluster, ...entry })));
    const newest = servers
      .map(({ release }) => release)
      .sort(compareMinors)
      .at(-1);
    if (newest === undefined) return;
    for (const { cluster, resource, path, release } of servers) {
      if (compareMinors(release, newest) === 0) continue;
      yield {
        cluster,
        resource,
        path,
        got: release,
        expected: `the minor release of ${newest}, which another cluster runs`,
        fix: 'Use one release on both sides of each link; while upgrading, the leaves go first.',
      };
    }
  },
});

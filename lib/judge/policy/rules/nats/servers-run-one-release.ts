import { compareMinors } from '../../../../formats/release.js';
import type { Field } from '../../../../manifest/field.js';
import { natsServersOf } from '../../../model/nats/server.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { linkExample } from '../../examples/nats-link.js';
import { defineRule } from '../../rule.js';

interface Release {
  readonly image: Field;
  readonly release: string;
}

export default defineRule<readonly Release[]>({
  id: 'nats/servers-run-one-release',
  severity: 'error',
  scope: 'fleet',
  summary: 'All linked servers of a fleet run the same minor release.',
  rationale:
    'Leafnode protocols differ between releases: a leaf of 2.14 rejects a later hub that does not advertise its address, and reports a wrong port.',
  source: 'https://docs.nats.io/release-notes/whats_new',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace'],
  passes: linkExample({ leafImage: 'nats:2.14.0' }),
  fails: linkExample({ leafImage: 'nats:2.12.4' }),
  collect: (cluster) =>
    natsServersOf(cluster).flatMap(({ container, release, conf }) =>
      release === undefined || !conf?.root.at('leafnodes').present
        ? []
        : [{ image: container.field.at('image'), release }],
    ),
  judges: (releases) => releases.length,
  *check(all) {
    const servers = [...all].flatMap(([cluster, releases]) => releases.map((entry) => ({ cluster, ...entry })));
    const newest = servers
      .map(({ release }) => release)
      .sort(compareMinors)
      .at(-1);
    if (newest === undefined) return;
    for (const { cluster, image, release } of servers) {
      if (compareMinors(release, newest) === 0) continue;
      yield {
        cluster,
        ...image.violation({
          got: release,
          expected: `the minor release of ${newest}, which another cluster runs`,
          fix: 'Use the same release on both sides of each link. To upgrade, begin with the leaves.',
        }),
      };
    }
  },
});

import { compareMinors } from '../../../../formats/release.js';
import type { Field } from '../../../../manifest/field.js';
import { natsServersOf } from '../../../model/nats/server.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { linkExample } from '../../examples/nats-link.js';
import { inCluster, whyUnlinked, withPeers } from '../../fleet-targets.js';
import { type NotJudged, notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/** A linked server. */
interface Server {
  readonly image: Field;
  /** Undefined if the image does not tell it. */
  readonly release: string | undefined;
  /** Why nobody can tell whether the server is linked; empty if it is. */
  readonly unlinked: readonly NotJudged[];
}

/** The release of a server, and the newest of the fleet. */
interface Release {
  readonly cluster: string;
  readonly image: Field;
  readonly release: string;
  readonly newest: string;
}

export default defineRule<readonly Server[], Release>({
  id: 'nats/servers-run-one-release',
  severity: 'error',
  scope: 'fleet',
  summary: 'All linked servers of a fleet run the same minor release.',
  rationale:
    'Leafnode protocols differ between releases: a leaf of 2.14 rejects a later hub that does not advertise its address, and reports a wrong port.',
  source: 'https://docs.nats.io/release-notes/whats_new',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace'],
  passes: linkExample({ leafImage: 'nats:2.15.1' }),
  fails: linkExample({ leafImage: 'nats:2.12.4' }),
  collect: (cluster) =>
    natsServersOf(cluster).flatMap((server) => {
      const { configPath, conf, container, release } = server;
      const leafnodes = conf?.root.at('leafnodes');
      // Without a file, flags are all that a server gets, and none is about links.
      if (leafnodes === undefined ? configPath === undefined : leafnodes.absent) return [];
      const unlinked = leafnodes?.unknown === false ? [] : whyUnlinked(server);
      return [{ image: container.field.at('image'), release, unlinked }];
    }),
  *about(all) {
    const clusters = withPeers(all, (releases) => releases.length > 0);
    const newest = clusters
      .flatMap(({ facts }) => facts.flatMap(({ release, unlinked }) => (unlinked.length > 0 ? [] : (release ?? []))))
      .sort(compareMinors)
      .at(-1);
    for (const { cluster, facts } of clusters) {
      for (const { image, release, unlinked } of facts) {
        if (unlinked.length > 0) yield* inCluster(cluster, unlinked);
        else if (release === undefined || newest === undefined) {
          yield { cluster, ...notJudged('the image does not tell the release', image) };
        } else yield { cluster, image, release, newest };
      }
    }
  },
  *check({ cluster, image, release, newest }) {
    if (compareMinors(release, newest) === 0) return;
    yield {
      cluster,
      ...image.violation({
        got: release,
        expected: `the minor release of ${newest}, which another cluster runs`,
        fix: 'Use the same release on both sides of each link. To upgrade, begin with the leaves.',
      }),
    };
  },
});

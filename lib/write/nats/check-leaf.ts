import { Duration } from 'cdk8s';
import type { Diagnostic } from '../../diagnostic.js';
import { sameMinor } from '../../formats/release.js';
import { checkLink } from './check-link.js';
import type { LeafPeer } from './leaf-peer.js';
import { checkLeafProps, DEFAULT_LEAF_NAME, type NatsLeafProps } from './leaf-props.js';
import { leafLabel, type NatsLeafSettings } from './leaf-settings.js';
import { checkServerSettings, serverPlace, serverSettings } from './server-settings.js';
import { checkStreams, mirrorName } from './stream.js';

/** Problems in a leaf whose hub cannot be read: all but those between the two. */
export function checkLeafAlone(props: Omit<NatsLeafProps, 'hub'>): Diagnostic[] {
  const malformed = checkLeafProps({ ...props, hub: undefined }).filter(({ path }) => path !== 'hub');
  if (malformed.length > 0) return malformed;
  const { name = DEFAULT_LEAF_NAME, reconnect = Duration.seconds(2), mirrors = [] } = props;
  return checkOwn({ settings: serverSettings(name, props), reconnect, mirrors });
}

/** Problems of a leaf, and between it and its hub. */
export function checkLeaf(leaf: NatsLeafSettings, peer: LeafPeer | undefined): Diagnostic[] {
  const { settings, hub, mirrors } = leaf;
  const where = leafLabel(settings);
  const broker = serverPlace(hub.settings);
  const problems = checkOwn(leaf);
  if (hub.leafnodes === undefined) {
    problems.push({
      where,
      path: 'hub',
      got: `the broker '${broker}', which exposes no leafnode port`,
      expected: 'a broker with a leafnode listener',
      fix: `Add leafnodes to the broker, with '${settings.cluster.name}' among its leaves.`,
    });
  } else if (peer === undefined) {
    problems.push({
      where,
      path: 'hub',
      got: `the broker '${broker}', whose leaves are ${hub.leafnodes.leaves.map((leaf) => `'${leaf.cluster.name}'`).join(', ')}`,
      expected: `'${settings.cluster.name}' among them`,
      fix: "Add this cluster to the broker's leafnodes.leaves.",
    });
  } else {
    problems.push(...checkLink(leaf, peer));
  }
  if (hub.settings.cluster === settings.cluster) {
    problems.push({
      where,
      path: 'hub',
      got: `the broker '${broker}' in the leaf's own cluster`,
      expected: 'a broker in another cluster',
      fix: 'Let clients of this cluster connect to the broker itself.',
    });
  }
  if (!sameMinor(hub.settings.version, settings.version)) {
    problems.push({
      where,
      path: 'version',
      got: `${settings.version}, and ${hub.settings.version} at its hub`,
      expected: 'one minor release on both sides',
      fix: 'Upgrade the leaves first, then the broker, until both have the same release.',
    });
  }
  for (const mirror of mirrors) {
    if (hub.streams.some((stream) => stream.name === mirror.of.name)) continue;
    problems.push({
      where,
      path: `mirror '${mirrorName(mirror)}'`,
      got: `a copy of '${mirror.of.name}', which the broker '${broker}' does not keep`,
      expected: `one of its streams: ${hub.streams.map((stream) => stream.name).join(', ') || 'it has none'}`,
      fix: "Add the stream to the broker's streams.",
    });
  }
  return problems;
}

function checkOwn({
  settings,
  reconnect,
  mirrors,
}: Pick<NatsLeafSettings, 'settings' | 'reconnect' | 'mirrors'>): Diagnostic[] {
  const where = leafLabel(settings);
  const problems = checkServerSettings(where, settings);
  const seconds = reconnect.toSeconds({ integral: false });
  if (seconds < 1 || seconds > 60) {
    problems.push({
      where,
      path: 'reconnect',
      got: `${seconds}s`,
      expected: '1s to 60s',
      fix: `${seconds > 60 ? 'Lower' : 'Raise'} it, or remove it to use the default of 2s.`,
    });
  }
  problems.push(
    ...checkStreams(
      where,
      mirrors.map((mirror) => ({
        name: mirrorName(mirror),
        maxBytes: mirror.maxBytes ?? mirror.of.maxBytes,
        ...(mirror.replicas !== undefined && { replicas: mirror.replicas }),
        ...(mirror.consumers !== undefined && { consumers: mirror.consumers }),
      })),
      settings,
    ),
  );
  return problems;
}

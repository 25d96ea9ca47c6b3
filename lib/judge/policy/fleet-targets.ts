import type { DialedAddress, Links } from '../model/nats/links.js';
import type { NatsServer } from '../model/nats/server.js';
import { notKnown, withConf } from './nats-targets.js';
import { type NotJudged, notJudged } from './outcome.js';
import type { FleetFacts, FleetNotJudged } from './rule.js';

/** The facts of one cluster. */
export interface Member<Facts> {
  readonly cluster: string;
  readonly facts: Facts;
}

/** A cluster, and those that it is compared with. */
export interface WithPeers<Facts> extends Member<Facts> {
  /** At least one. */
  readonly peers: readonly Member<Facts>[];
}

/** An address that a leaf of a cluster dials. */
export interface LeafAddress extends DialedAddress {
  readonly cluster: string;
}

/** The clusters that a rule compares: those with facts that take part. A single one has nothing to be compared with. */
export function withPeers<Facts>(
  all: FleetFacts<Facts | undefined>,
  takesPart: (facts: Facts) => boolean = () => true,
): readonly WithPeers<Facts>[] {
  const members = [...all].flatMap(([cluster, facts]) =>
    facts !== undefined && takesPart(facts) ? [{ cluster, facts }] : [],
  );
  if (members.length < 2) return [];
  return members.map((member) => ({ ...member, peers: members.filter((other) => other !== member) }));
}

/** The addresses that the leaves of a fleet dial. */
export function dialedIn(all: FleetFacts<Links>): readonly (LeafAddress | FleetNotJudged)[] {
  return [...all].flatMap(([cluster, { addresses, unreadAddresses, unreadServers }]) => [
    ...unreadServers.flatMap((server) => inCluster(cluster, whyUnlinked(server))),
    ...addresses.map((address) => ({ cluster, ...address })),
    ...unreadAddresses.map((node) => ({ cluster, ...notJudged(`${node.path} tells no host and port`, node.place) })),
  ]);
}

/** Reports that a server was not judged, because nobody can tell whether it takes part in links. */
export function whyUnlinked(server: NatsServer): readonly NotJudged[] {
  const read = withConf(server);
  return 'notJudged' in read ? [read] : [...notKnown(read.root.at('leafnodes'))];
}

/** Says in which cluster something was not judged. */
export function inCluster(cluster: string, outcomes: Iterable<NotJudged>): readonly FleetNotJudged[] {
  return [...outcomes].map((outcome) => ({ cluster, ...outcome }));
}

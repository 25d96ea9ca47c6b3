import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { perCluster } from '../per-cluster.js';
import type { ConfNode } from './conf-node.js';
import { certificateAt } from './links.js';
import { natsServersOf } from './server.js';

/** A usage that a server's certificate must have. */
export type Usage = 'server auth' | 'client auth';

/** A use that a server makes of a certificate. */
export interface CertificateUse {
  readonly usage: Usage;
  /** `the client port`, `routes` */
  readonly purpose: string;
}

interface Block extends CertificateUse {
  readonly tls: ConfNode;
}

/** The uses that a cluster's servers make of each Certificate, each once. */
export const certificateUses = perCluster((cluster: ClusterIndex): ReadonlyMap<Resource, readonly CertificateUse[]> => {
  const uses = new Map<Resource, CertificateUse[]>();
  for (const server of natsServersOf(cluster)) {
    if (server.conf === undefined) continue;
    for (const { tls, usage, purpose } of blocksIn(server.conf.root)) {
      for (const path of certificateFiles(tls)) {
        const certificate = certificateAt(cluster, server, path);
        if (certificate === undefined) continue;
        const known = uses.get(certificate) ?? [];
        if (!known.some((use) => use.usage === usage && use.purpose === purpose)) known.push({ usage, purpose });
        uses.set(certificate, known);
      }
    }
  }
  return uses;
});

/**
 * Every `tls` block, and who sees its certificate: callers of a listener, servers that are dialed, or both.
 *
 * @see https://docs.nats.io/running-a-nats-service/configuration/securing_nats/tls
 */
function* blocksIn(root: ConfNode): Iterable<Block> {
  yield { tls: root.at('tls'), usage: 'server auth', purpose: 'the client port' };
  // Without a port of its own the block is only about remotes.
  if (mayListen(root.at('leafnodes'))) {
    yield { tls: root.at('leafnodes', 'tls'), usage: 'server auth', purpose: 'the leafnode listener' };
  }
  for (const remote of root.at('leafnodes', 'remotes').items()) {
    yield { tls: remote.at('tls'), usage: 'client auth', purpose: 'leafnode remotes' };
  }
  for (const [block, purpose] of [
    ['cluster', 'routes'],
    ['gateway', 'gateways'],
  ] as const) {
    yield { tls: root.at(block, 'tls'), usage: 'server auth', purpose };
    yield { tls: root.at(block, 'tls'), usage: 'client auth', purpose };
  }
  for (const remote of root.at('gateway', 'gateways').items()) {
    yield { tls: remote.at('tls'), usage: 'client auth', purpose: 'gateways' };
  }
  yield { tls: root.at('websocket', 'tls'), usage: 'server auth', purpose: 'the websocket listener' };
  yield { tls: root.at('mqtt', 'tls'), usage: 'server auth', purpose: 'the MQTT listener' };
}

function mayListen(block: ConfNode): boolean {
  return !(block.at('port').absent && block.at('listen').absent);
}

/** The certificate of a block, or those of its list. */
function certificateFiles(tls: ConfNode): readonly string[] {
  const several = [tls.at('certs'), tls.at('certificates')].flatMap((list) => list.items());
  return [tls, ...several].flatMap((place) => place.at('cert_file').text ?? []);
}

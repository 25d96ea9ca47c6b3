import { entryPointsBeyond, type Links, linksOf } from '../../../model/nats/links.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { dialedIn, type LeafAddress } from '../../fleet-targets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule<Links, LeafAddress>({
  id: 'nats/leafnode-tls-handshakes-match',
  severity: 'error',
  scope: 'fleet',
  summary: 'A leaf and its hub agree on whether TLS comes first.',
  rationale:
    'If one begins with TLS while the other sends a line of text, or waits for one, every attempt ends in an error and the link never comes up.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/tls#tls-first-handshake',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace', 'Service'],
  passes: example(true),
  fails: example(false),
  collect: linksOf,
  about: dialedIn,
  *check({ cluster, node, host, port, handshakeFirst }, all) {
    const ways = entryPointsBeyond(all, cluster, port);
    const known = ways.flatMap((way) => way.handshakeFirst ?? []);
    const hubs = [...new Set(ways.map((way) => way.cluster))];
    // If several hubs share a port, it is not known which one is dialed.
    if (hubs.length !== 1) {
      const which = hubs.length === 0 ? 'no cluster' : 'more than one cluster';
      yield { cluster, ...notJudged(`${which} of the fleet has a hub on port ${port}`, node.place) };
      return;
    }
    if (handshakeFirst === undefined || known.length < ways.length) {
      yield { cluster, ...notJudged(`tls.handshake_first is not known on both sides of port ${port}`, node.place) };
      return;
    }
    if (handshakeFirst === 'either' || known.includes('either') || known.includes(handshakeFirst)) return;
    yield {
      cluster,
      ...node.violation({
        got: `${host}:${port}`,
        expected: `tls.handshake_first: ${!handshakeFirst}, as on the listener of cluster ${hubs[0]}`,
        fix: `Set it to the same value on both sides. Here it is ${handshakeFirst}.`,
      }),
    };
  },
});

function example(first: boolean) {
  const remote = `{ url: "tls://192.0.2.1:30722", tls { handshake_first: ${first} } }`;
  return {
    hub: `${serverExample('leafnodes { port: 7422, tls { handshake_first: true } }')}---
apiVersion: v1
kind: Service
metadata: { name: nats-leaf, namespace: nats-system }
spec: { type: NodePort, selector: { app: nats }, ports: [{ port: 7422, nodePort: 30722 }] }
`,
    leaf: serverExample(`leafnodes { remotes: [ ${remote} ] }`),
  };
}

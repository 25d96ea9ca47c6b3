import { entryPointsBeyond, type Links, linksOf } from '../../../model/nats/links.js';
import { serverExample } from '../../examples/nats.js';
import { defineRule } from '../../rule.js';

const hub = `${serverExample('leafnodes { port: 7422, tls { handshake_first: true } }')}---
apiVersion: v1
kind: Service
metadata: { name: nats-leaf, namespace: nats-system }
spec: { type: NodePort, selector: { app: nats }, ports: [{ port: 7422, nodePort: 30722 }] }
`;
const leaf = (first: boolean) =>
  serverExample(`leafnodes { remotes: [ { url: "tls://192.0.2.1:30722", tls { handshake_first: ${first} } } ] }`);

export default defineRule<Links>({
  id: 'nats/leafnode-handshakes-agree',
  severity: 'error',
  scope: 'fleet',
  summary: 'A leaf and its hub agree on whether TLS comes first.',
  rationale:
    'Where one begins with TLS and the other waits for a line of text, or sends one, each attempt ends in an error and the link never comes up.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/tls#tls-first-handshake',
  appliesTo: ['ConfigMap'],
  passes: { hub, leaf: leaf(true) },
  fails: { hub, leaf: leaf(false) },
  collect: linksOf,
  *check(all) {
    for (const [cluster, { addresses }] of all) {
      for (const address of addresses) {
        const ways = entryPointsBeyond(all, cluster, address.port);
        const known = ways.flatMap(({ handshakeFirst }) => handshakeFirst ?? []);
        // Where several hubs share a port, which one is dialled is not known.
        if (address.handshakeFirst === undefined || known.length < ways.length) continue;
        const hubs = [...new Set(ways.map((way) => way.cluster))];
        if (hubs.length !== 1 || known.includes(address.handshakeFirst)) continue;
        yield {
          cluster,
          resource: address.resource,
          ...address.report({
            expected: `tls.handshake_first: ${!address.handshakeFirst}, as the listener of cluster ${hubs[0]} has it`,
            fix: `Set it alike on both sides; here it is ${address.handshakeFirst}.`,
          }),
        };
      }
    }
  },
});

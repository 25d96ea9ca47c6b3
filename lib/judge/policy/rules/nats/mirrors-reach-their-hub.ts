import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { listAt, objectAt, shown, stringAt } from '../../../../manifest/read.js';
import { entryPointsBeyond, type Links, linksOf } from '../../../model/nats/links.js';
import { type Description, streamsOf } from '../../../model/nats/stream-description.js';
import { serverExample } from '../../examples/nats.js';
import { defineRule } from '../../rule.js';

/** A copy of a stream of another place. */
interface Origin {
  readonly description: Description;
  /** Stream that is copied. */
  readonly name: string | undefined;
  /** Prefix of the API through which it is reached. */
  readonly api: string | undefined;
}

interface Facts {
  readonly links: Links;
  readonly streams: readonly string[];
  readonly origins: readonly Origin[];
}

const hub = `${serverExample('jetstream { store_dir: /data, domain: hub }\nleafnodes { port: 7422 }')}---
apiVersion: v1
kind: Service
metadata: { name: nats-leaf, namespace: nats-system }
spec: { type: NodePort, selector: { app: nats }, ports: [{ port: 7422, nodePort: 30722 }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: streams, namespace: nats-system }
data: { ORDERS.stream.json: '{ "name": "ORDERS", "subjects": ["orders.>"] }' }
`;
const leaf = (api: string) =>
  `${serverExample('jetstream { store_dir: /data, domain: leaf }\nleafnodes { remotes: [ { url: "tls://192.0.2.1:30722" } ] }')}---
apiVersion: v1
kind: ConfigMap
metadata: { name: streams, namespace: nats-system }
data: { COPY.stream.json: '{ "name": "COPY", "mirror": { "name": "ORDERS", "external": { "api": "${api}" } } }' }
`;

export default defineRule<Facts>({
  id: 'nats/mirrors-reach-their-hub',
  severity: 'error',
  scope: 'fleet',
  summary: 'A mirror in a leaf names a stream of its hub, by the domain of the hub.',
  rationale: 'The servers accept a mirror of a stream that is nowhere, and it stays empty for ever.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/jetstream_leafnodes',
  appliesTo: ['ConfigMap'],
  passes: { hub, leaf: leaf('$JS.hub.API') },
  fails: { hub, leaf: leaf('$JS.broker.API') },
  collect: (cluster) => {
    const described = streamsOf(cluster);
    return {
      links: linksOf(cluster),
      streams: described.flatMap(({ config }) => stringAt(config, 'name') ?? []),
      origins: described.flatMap((description) =>
        [objectAt(description.config, 'mirror'), ...listAt(description.config, 'sources')]
          .filter((origin) => origin !== undefined)
          .map((origin) => ({
            description,
            name: stringAt(origin, 'name'),
            api: stringAt(origin, 'external', 'api'),
          })),
      ),
    };
  },
  *check(all) {
    const links = new Map([...all].map(([cluster, facts]) => [cluster, facts.links]));
    for (const [cluster, { origins, streams, links: own }] of all) {
      const hubs = hubsOf(links, cluster);
      for (const { description, name, api } of origins) {
        const report = (got: string, expected: string, fix: string) => ({
          cluster,
          resource: description.resource,
          path: at('data', description.key),
          got,
          expected,
          fix,
        });
        const domains = hubs.flatMap((hub) => links.get(hub)?.servers.flatMap(({ domain }) => domain ?? []) ?? []);
        const ownDomains = own.servers.flatMap(({ domain }) => domain ?? []);
        const apis = domains.map((domain) => `$JS.${domain}.API`);
        const local = api === undefined || ownDomains.some((domain) => api === `$JS.${domain}.API`);
        const known = local ? streams : hubs.flatMap((hub) => all.get(hub)?.streams ?? []);
        if (hubs.length === 0 || domains.length === 0) continue;
        if (!local && !apis.includes(api)) {
          yield report(`external.api: ${api}`, listed(apis, ' or '), 'Name the JetStream domain of the hub.');
        } else if (known.length > 0 && !known.includes(name ?? '')) {
          yield report(
            local ? `a copy of ${shown(name)}, in this cluster` : `a copy of ${shown(name)}`,
            local ? `external.api: ${listed(apis, ' or ')}` : listed([...known].sort(), ' or '),
            local ? 'Add it: this cluster describes no such stream.' : 'Name a stream that the hub has.',
          );
        }
      }
    }
  },
});

/** The clusters that the leaves of a cluster dial. */
function hubsOf(links: ReadonlyMap<string, Links>, cluster: string): readonly string[] {
  const ports = links.get(cluster)?.addresses.map(({ port }) => port) ?? [];
  const reached = ports.map((port) => entryPointsBeyond(links, cluster, port).map((entry) => entry.cluster));
  // An address that leads out of the fleet may lead to any stream.
  return reached.some((hubs) => hubs.length === 0) ? [] : [...new Set(reached.flat())];
}

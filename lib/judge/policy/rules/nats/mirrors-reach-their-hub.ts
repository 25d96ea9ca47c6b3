import type { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { listAt, objectAt, shown, stringAt } from '../../../../manifest/read.js';
import { domainsOf, entryPointsBeyond, type Links, linksOf } from '../../../model/nats/links.js';
import { streamsOf } from '../../../model/nats/stream-config.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/** A stream that copies another one. */
interface Copy {
  readonly field: Field;
  /** Name of the stream that is copied. */
  readonly name: string | undefined;
  /** Prefix of the API through which it is reached. */
  readonly api: string | undefined;
}

interface Facts {
  readonly links: Links;
  readonly streams: readonly string[];
  readonly copies: readonly Copy[];
}

export default defineRule<Facts>({
  id: 'nats/mirrors-reach-their-hub',
  severity: 'error',
  scope: 'fleet',
  summary: 'A mirror in a leaf copies an existing stream of its hub, through the domain of the hub.',
  rationale: 'The servers accept a mirror of a stream that does not exist, and it stays empty forever.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/jetstream_leafnodes',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace', 'Service'],
  passes: example('$JS.hub.API'),
  fails: example('$JS.broker.API'),
  collect: (cluster) => {
    const configs = streamsOf(cluster);
    return {
      links: linksOf(cluster),
      streams: configs.flatMap(({ config }) => stringAt(config, 'name') ?? []),
      copies: configs.flatMap(({ field, config }) =>
        [objectAt(config, 'mirror'), ...listAt(config, 'sources')]
          .filter((origin) => origin !== undefined)
          .map((origin) => ({ field, name: stringAt(origin, 'name'), api: stringAt(origin, 'external', 'api') })),
      ),
    };
  },
  judges: ({ copies }) => copies.length,
  *check(all) {
    const links = new Map([...all].map(([cluster, facts]) => [cluster, facts.links]));
    for (const [cluster, { copies, streams, links: own }] of all) {
      const hubs = hubsOf(links, cluster).flatMap((hub) => all.get(hub) ?? []);
      const apis = hubs.flatMap((hub) => domainsOf(hub.links)).map(apiOf);
      const ownApis = domainsOf(own).map(apiOf);
      if (apis.length === 0) {
        for (const { field, api } of copies) {
          if (api === undefined || ownApis.includes(api)) continue;
          yield { cluster, ...notJudged('no hub of the fleet is among the files', field.resource) };
        }
        continue;
      }
      for (const { field, name, api } of copies) {
        const isLocal = api === undefined || ownApis.includes(api);
        const known = isLocal ? streams : hubs.flatMap((hub) => hub.streams);
        if (!isLocal && !apis.includes(api)) {
          const fix = 'Use the JetStream domain of the hub.';
          yield { cluster, ...field.violation({ got: `external.api: ${api}`, expected: listed(apis, ' or '), fix }) };
        } else if (known.length > 0 && !known.includes(name ?? '')) {
          yield {
            cluster,
            ...field.violation({
              got: isLocal ? `a copy of ${shown(name)}, in this cluster` : `a copy of ${shown(name)}`,
              expected: isLocal ? `external.api: ${listed(apis, ' or ')}` : listed([...known].sort(), ' or '),
              fix: isLocal ? 'Add it: this cluster has no such stream.' : 'Use the name of a stream that the hub has.',
            }),
          };
        }
      }
    }
  },
});

function apiOf(domain: string): string {
  return `$JS.${domain}.API`;
}

/** The clusters that the leaves of a cluster dial. */
function hubsOf(links: ReadonlyMap<string, Links>, cluster: string): readonly string[] {
  const ports = links.get(cluster)?.addresses.map(({ port }) => port) ?? [];
  const reached = ports.map((port) => entryPointsBeyond(links, cluster, port).map((entry) => entry.cluster));
  // An address outside the fleet may lead to any stream.
  return reached.some((hubs) => hubs.length === 0) ? [] : [...new Set(reached.flat())];
}

function example(api: string) {
  const configMap = '---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: streams, namespace: nats-system }\n';
  return {
    hub: `${serverExample('jetstream { store_dir: /data, domain: hub }\nleafnodes { port: 7422 }')}---
apiVersion: v1
kind: Service
metadata: { name: nats-leaf, namespace: nats-system }
spec: { type: NodePort, selector: { app: nats }, ports: [{ port: 7422, nodePort: 30722 }] }
${configMap}data: { ORDERS.stream.json: '{ "name": "ORDERS", "subjects": ["orders.>"] }' }
`,
    leaf: `${serverExample('jetstream { store_dir: /data, domain: leaf }\nleafnodes { remotes: [ { url: "tls://192.0.2.1:30722" } ] }')}
${configMap}data: { COPY.stream.json: '{ "name": "COPY", "mirror": { "name": "ORDERS", "external": { "api": "${api}" } } }' }
`,
  };
}

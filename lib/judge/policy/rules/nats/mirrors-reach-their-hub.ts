import type { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { listAt, objectAt, shown, stringAt } from '../../../../manifest/read.js';
import { domainsOf, entryPointsBeyond, type Links, linksOf } from '../../../model/nats/links.js';
import { streamsOf, unreadStreamsIn } from '../../../model/nats/stream-config.js';
import { perObject } from '../../../model/per-cluster.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notJudged } from '../../outcome.js';
import { defineRule, type FleetFacts } from '../../rule.js';

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
  /** Streams whose text is not a JSON object. */
  readonly unread: readonly Field[];
}

export default defineRule<Facts, Copy & { readonly cluster: string }>({
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
      unread: cluster.ofKind('ConfigMap').flatMap(unreadStreamsIn),
      streams: configs.flatMap(({ config }) => stringAt(config, 'name') ?? []),
      copies: configs.flatMap(({ field, config }) =>
        [objectAt(config, 'mirror'), ...listAt(config, 'sources')]
          .filter((origin) => origin !== undefined)
          .map((origin) => ({ field, name: stringAt(origin, 'name'), api: stringAt(origin, 'external', 'api') })),
      ),
    };
  },
  about: (all) =>
    [...all].flatMap(([cluster, { copies, unread }]) => [
      ...copies.map((copy) => ({ cluster, ...copy })),
      ...unread.map((field) => ({ cluster, ...notJudged('it is not a JSON object', field) })),
    ]),
  *check({ cluster, field, name, api }, all) {
    const own = all.get(cluster);
    const hubs = (hubsByCluster(all).get(cluster) ?? []).flatMap((hub) => all.get(hub) ?? []);
    const apis = hubs.flatMap(apisOf);
    const isLocal = api === undefined || (own !== undefined && apisOf(own).includes(api));
    const streams = isLocal ? (own?.streams ?? []) : hubs.flatMap((hub) => hub.streams);
    const domain = [...(own === undefined ? [] : [own]), ...hubs]
      .flatMap(({ links }) => links.servers)
      .find(({ domainNode }) => domainNode?.unknown)?.domainNode;
    if (!isLocal && !apis.includes(api) && domain !== undefined) {
      yield { cluster, ...notJudged(domain.whyUnknown, field) };
    } else if (!isLocal && apis.length > 0 && !apis.includes(api)) {
      const fix = 'Use the JetStream domain of the hub.';
      yield { cluster, ...field.violation({ got: `external.api: ${api}`, expected: listed(apis, ' or '), fix }) };
    } else if (name !== undefined && streams.includes(name)) {
      return;
    } else if (apis.length === 0) {
      yield { cluster, ...notJudged('no hub of the fleet is among the files', field) };
    } else if (streams.length === 0) {
      yield { cluster, ...notJudged('no stream of the hub is among the files', field) };
    } else {
      yield {
        cluster,
        ...field.violation({
          got: isLocal ? `a copy of ${shown(name)}, in this cluster` : `a copy of ${shown(name)}`,
          expected: isLocal ? `external.api: ${listed(apis, ' or ')}` : listed([...streams].sort(), ' or '),
          fix: isLocal ? 'Add it: this cluster has no such stream.' : 'Use the name of a stream that the hub has.',
        }),
      };
    }
  },
});

/** The prefixes of the JetStream APIs of a cluster. */
function apisOf({ links }: Facts): readonly string[] {
  return domainsOf(links).map((domain) => `$JS.${domain}.API`);
}

/** The clusters that the leaves of each cluster dial. */
const hubsByCluster = perObject((all: FleetFacts<Facts>): ReadonlyMap<string, readonly string[]> => {
  const links = new Map([...all].map(([each, facts]) => [each, facts.links]));
  return new Map(
    [...links].map(([cluster, { addresses }]) => {
      const ports = [...new Set(addresses.map(({ port }) => port))];
      const reached = ports.map((port) => entryPointsBeyond(links, cluster, port).map((entry) => entry.cluster));
      // An address outside the fleet may lead to any stream.
      return [cluster, reached.some((hubs) => hubs.length === 0) ? [] : [...new Set(reached.flat())]];
    }),
  );
});

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

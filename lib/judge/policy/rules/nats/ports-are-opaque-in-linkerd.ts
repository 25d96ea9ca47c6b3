import { Field, type Violation } from '../../../../manifest/field.js';
import { shown, stringsAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { OPAQUE_PORTS, skipsInbound } from '../../../model/linkerd/inbound-ports.js';
import { isMeshed } from '../../../model/linkerd/injection.js';
import { includesPort, parsePortList } from '../../../model/linkerd/port-list.js';
import { SERVER, selectsPod, serverOf, serverPortsIn, serversOfPort } from '../../../model/linkerd/server.js';
import { type Listener, type ListenerKind, listenersOf } from '../../../model/nats/listeners.js';
import { type NatsServer, natsServersOf } from '../../../model/nats/server.js';
import { kindOf, namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { portsOf, resolvePort } from '../../../model/pods/ports.js';
import { serverExample } from '../../examples/nats.js';
import { whyUndecided } from '../../linkerd/meshed-pods.js';
import { type ReadServer, servers, unknownPorts, withConf } from '../../nats-targets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const LIST_IT = `List it in the annotation ${OPAQUE_PORTS}. The list replaces Linkerd's default.`;

const NATS_KINDS: ReadonlySet<ListenerKind> = new Set(['client', 'cluster', 'leafnodes', 'gateway']);
const READS_REQUESTS = ['HTTP/1', 'HTTP/2', 'gRPC'];

export default defineRule({
  id: 'nats/ports-are-opaque-in-linkerd',
  severity: 'error',
  scope: 'object',
  summary:
    'In Linkerd, the ports on which a NATS server speaks first are opaque: on its pods, on its Services and in its Servers.',
  rationale:
    'To detect the protocol, Linkerd waits for the client to speak, while a NATS client waits for the server. Each connection hangs for 10 seconds, and most clients give up sooner.',
  source: 'https://linkerd.io/2/features/protocol-detection/#configuring-protocol-detection',
  appliesTo: [...POD_KINDS, 'Service', SERVER],
  reads: ['*', 'ConfigMap', 'Namespace'],
  passes: example(`{ ${OPAQUE_PORTS}: "4222" }`),
  fails: example('{}'),
  *about(resource, cluster) {
    for (const server of serversBehind(resource, cluster)) {
      if (!isMeshed(server.pod, cluster)) {
        for (const { notJudged: reason } of whyUndecided(server.pod, cluster)) yield notJudged(reason);
        continue;
      }
      const read = withConf(server);
      if ('notJudged' in read) yield read;
      else {
        yield* unknownPorts(read.root, ...NATS_KINDS);
        yield { resource, server: read };
      }
    }
  },
  *check({ resource, server }, cluster) {
    const kind = kindOf(resource.object);
    if (kind === SERVER) yield* checkServer(resource, server, cluster);
    else if (kind === 'Service') yield* checkService(resource, server, cluster);
    else yield* checkPods(server, cluster);
  },
});

/** The NATS servers that the object runs, exposes or describes to the proxy. */
function serversBehind(resource: Resource, cluster: ClusterIndex): readonly NatsServer[] {
  const kind = kindOf(resource.object);
  if (kind === SERVER) {
    const guard = serverOf(resource);
    return natsServersOf(cluster).filter(({ pod }) => guard !== undefined && selectsPod(guard, pod, cluster));
  }
  if (kind !== 'Service') return servers(resource, cluster);
  // Clients of a headless Service reach the pods by their own addresses, so that its annotation has no effect.
  if (Field.of(resource).at('spec', 'clusterIP').text === 'None') return [];
  const pods = new Set(cluster.podsBehind(resource).map((pod) => pod.resource));
  return natsServersOf(cluster).filter(({ pod }) => pods.has(pod.resource));
}

/** Ports on which the server speaks first; one that begins with TLS can be detected. */
function serverFirst(server: ReadServer): readonly Listener[] {
  return ownProtocol(server).filter(({ kind }) => {
    if (kind === 'client') return server.root.at('tls', 'handshake_first').flag !== true;
    return kind !== 'leafnodes' || server.root.at('leafnodes', 'tls', 'handshake_first').flag !== true;
  });
}

/** Ports on which NATS speaks its own protocol. */
function ownProtocol({ root }: ReadServer): readonly Listener[] {
  return listenersOf(root).filter(({ kind }) => NATS_KINDS.has(kind));
}

function* checkPods(server: ReadServer, cluster: ClusterIndex): Generator<Violation> {
  const { pod } = server;
  const list = pod.annotations[OPAQUE_PORTS];
  for (const { kind, port } of serverFirst(server)) {
    const names = portsOf(pod)
      .filter(({ number }) => number === port)
      .map(({ name }) => name);
    // A Server decides about the pods that it selects, whatever their annotations say.
    const isOpaque = serversOfPort(pod, port, cluster).some(({ protocol }) => protocol === 'opaque');
    if (isOpaque || lists(list, port, names) || skipsInbound(pod, port)) continue;
    yield pod.metadata
      .at('annotations', OPAQUE_PORTS)
      .violation({ got: shown(list), expected: `${port}, the ${kind} port, in the list`, fix: LIST_IT });
  }
}

/** Whether an annotation lists a port by its number or by one of its names. */
function lists(annotation: string | undefined, port: number, names: readonly (string | undefined)[]): boolean {
  const list = parsePortList(annotation ?? '');
  return includesPort(list, port) || list.faults.some((item) => names.includes(item));
}

function* checkServer(resource: Resource, server: ReadServer, cluster: ClusterIndex): Generator<Violation> {
  const guard = serverOf(resource);
  if (guard === undefined || guard.protocol === 'opaque') return;
  const ports = serverPortsIn(guard, server.pod, cluster);
  // A port that begins with TLS can be detected, but serves no HTTP requests.
  const listeners = READS_REQUESTS.includes(guard.protocol) ? ownProtocol(server) : serverFirst(server);
  const listener = listeners.find(({ port }) => ports.includes(port));
  if (listener === undefined) return;
  yield Field.of(resource)
    .at('spec', 'proxyProtocol')
    .violation({
      expected: `opaque, for the ${listener.kind} port ${listener.port}`,
      effect:
        guard.protocol === 'unknown'
          ? 'The proxy waits 10 seconds for the client to speak, while the client waits for the server.'
          : 'The proxy waits for a request of that protocol, which no NATS client ever sends.',
      fix: 'Set it to opaque.',
    });
}

function* checkService(resource: Resource, server: ReadServer, cluster: ClusterIndex): Generator<Violation> {
  const annotation = Field.of(resource).at('metadata', 'annotations', OPAQUE_PORTS);
  const inherited = stringsAt(cluster.namespace(namespaceOf(resource))?.object, 'metadata', 'annotations')[
    OPAQUE_PORTS
  ];
  const list = annotation.text ?? inherited;
  for (const entry of Field.of(resource).at('spec', 'ports').items) {
    const port = entry.at('port').number;
    const appProtocol = entry.at('appProtocol').text;
    if (port === undefined || appProtocol === 'linkerd.io/opaque' || appProtocol === 'linkerd.io/tcp') continue;
    if (lists(list, port, [entry.at('name').text])) continue;
    const target = resolvePort(server.pod, entry.at('targetPort').value ?? port);
    const listener = serverFirst(server).find((candidate) => candidate.port === target);
    if (listener === undefined) continue;
    yield annotation.violation({
      got: shown(list),
      expected: `${port}, the ${listener.kind} port of ${entry.path}, in the list`,
      fix: LIST_IT,
    });
  }
}

function example(serviceAnnotations: string): string {
  return `${serverExample('port: 4222', {
    annotations: `{ linkerd.io/inject: enabled, ${OPAQUE_PORTS}: "4222" }`,
  })}---
apiVersion: v1
kind: Service
metadata: { name: nats, namespace: nats-system, annotations: ${serviceAnnotations} }
spec: { selector: { app: nats }, ports: [{ port: 4222 }] }
`;
}

import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { listAt, numberAt, shown, stringAt, stringsAt, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { SERVER, selectsPod, serverOf, serverPortsIn } from '../../../model/linkerd/server.js';
import { type Listener, type ListenerKind, listenersOf } from '../../../model/nats/listeners.js';
import { isInLinkerd } from '../../../model/nats/mesh.js';
import { listsPort } from '../../../model/nats/opaque-ports.js';
import { type NatsServer, natsServersIn, natsServersOf } from '../../../model/nats/server.js';
import { kindOf, namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { portsOf, resolvePort } from '../../../model/pods/ports.js';
import { matchesSelector } from '../../../model/selector.js';
import { serverExample } from '../../examples/nats.js';
import { defineRule } from '../../rule.js';

const key = 'config.linkerd.io/opaque-ports';
const fix = `List it in the annotation ${key}; the list replaces Linkerd's own.`;

const NATS_KINDS: ReadonlySet<ListenerKind> = new Set(['client', 'cluster', 'leafnodes', 'gateway']);
const READS_REQUESTS = ['HTTP/1', 'HTTP/2', 'gRPC'];

const server = serverExample('port: 4222', {
  annotations: `{ linkerd.io/inject: enabled, ${key}: "4222" }`,
});
const service = (annotations: string) => `---
apiVersion: v1
kind: Service
metadata: { name: nats, namespace: nats-system, annotations: ${annotations} }
spec: { selector: { app: nats }, ports: [{ port: 4222 }] }
`;

export default defineRule({
  id: 'nats/ports-are-opaque-in-linkerd',
  severity: 'error',
  scope: 'object',
  summary:
    'Within Linkerd the ports on which a NATS server speaks first are opaque, on its pods, on its Services and by its Servers.',
  rationale:
    'Linkerd waits for the client to speak, to find out the protocol; NATS waits for the server. Each connection hangs for 10 seconds, and most clients give up before.',
  source: 'https://linkerd.io/2/features/protocol-detection/#configuring-protocol-detection',
  appliesTo: [...POD_KINDS, 'Service', SERVER],
  passes: server + service(`{ ${key}: "4222" }`),
  fails: server + service('{}'),
  *check(resource, cluster) {
    if (resource.object.kind === 'Service') {
      yield* checkService(resource, cluster);
      return;
    }
    if (kindOf(resource.object) === SERVER) {
      yield* checkServer(resource, cluster);
      return;
    }
    for (const natsServer of natsServersIn(cluster, resource)) {
      const { pod } = natsServer;
      const list = pod.annotations[key] ?? '';
      for (const { kind, port } of serverFirst(natsServer)) {
        const names = portsOf(pod)
          .filter(({ number }) => number === port)
          .map(({ name }) => name);
        if (listsPort(list, port, names) || isSkipped(natsServer, port) || isOpaqueByServer(cluster, natsServer, port))
          continue;
        yield {
          path: at(pod.metadataPath, 'annotations', key),
          got: shown(pod.annotations[key]),
          expected: `${port}, the ${kind} port, in the list`,
          fix,
        };
      }
    }
  },
});

/** Ports on which the server speaks first; one that begins with TLS can be told apart. */
function serverFirst(server: NatsServer): readonly Listener[] {
  const root = server.conf?.root;
  return ownProtocol(server).filter(({ kind }) => {
    if (kind === 'client') return root?.at('tls', 'handshake_first').flag !== true;
    return kind !== 'leafnodes' || root?.at('leafnodes', 'tls', 'handshake_first').flag !== true;
  });
}

/** Ports on which NATS speaks its own protocol. */
function ownProtocol({ conf, pod }: NatsServer): readonly Listener[] {
  if (conf === undefined || !isInLinkerd(pod)) return [];
  return listenersOf(conf.root).filter(({ kind }) => NATS_KINDS.has(kind));
}

function isSkipped({ pod }: NatsServer, port: number): boolean {
  return listsPort(pod.annotations['config.linkerd.io/skip-inbound-ports'] ?? '', port, []);
}

/** A Linkerd Server decides for the pods that it selects, whatever their annotations say. */
function isOpaqueByServer(cluster: ClusterIndex, { pod }: NatsServer, port: number): boolean {
  return cluster
    .ofKindIn(pod.namespace, 'policy.linkerd.io/Server')
    .some(
      ({ object }) =>
        stringAt(object, 'spec', 'proxyProtocol') === 'opaque' &&
        matchesSelector(valueAt(object, 'spec', 'podSelector'), pod.labels) &&
        resolvePort(pod, valueAt(object, 'spec', 'port')) === port,
    );
}

/** What a Server says of the protocol holds at the proxy of the pods, whatever their annotations say. */
function* checkServer(resource: Resource, cluster: ClusterIndex): Generator<Fault> {
  const guard = serverOf(resource);
  if (guard === undefined || guard.protocol === 'opaque') return;
  for (const natsServer of natsServersOf(cluster)) {
    if (!selectsPod(guard, natsServer.pod, cluster)) continue;
    const ports = serverPortsIn(guard, natsServer.pod, cluster);
    // One that begins with TLS can be told apart, but is no request of HTTP either.
    const listeners = READS_REQUESTS.includes(guard.protocol) ? ownProtocol(natsServer) : serverFirst(natsServer);
    const listener = listeners.find(({ port }) => ports.includes(port));
    if (listener === undefined) continue;
    yield {
      path: 'spec.proxyProtocol',
      got: shown(valueAt(resource.object, 'spec', 'proxyProtocol')),
      expected: `opaque, for the ${listener.kind} port ${listener.port}`,
      fix:
        guard.protocol === 'unknown'
          ? 'Set opaque: a peer without a proxy waits 10 seconds for a server that waits for it to speak.'
          : 'Set opaque: the proxy waits for a request of that protocol, and no NATS peer ever sends one.',
    };
    return;
  }
}

/** Clients that dial a headless Service reach the pods by their own addresses, so that its annotation has no effect. */
function* checkService(resource: Resource, cluster: ClusterIndex): Generator<Fault> {
  const { object } = resource;
  if (stringAt(object, 'spec', 'clusterIP') === 'None') return;
  const own = stringsAt(object, 'metadata', 'annotations')[key];
  const inherited = stringsAt(cluster.namespace(namespaceOf(resource))?.object, 'metadata', 'annotations')[key];
  const pods = new Set(cluster.podsBehind(resource).map((pod) => pod.resource));
  const servers = natsServersOf(cluster).filter(({ pod }) => pods.has(pod.resource));
  for (const [index, entry] of listAt(object, 'spec', 'ports').entries()) {
    const port = numberAt(entry, 'port');
    const appProtocol = stringAt(entry, 'appProtocol');
    if (port === undefined || appProtocol === 'linkerd.io/opaque' || appProtocol === 'linkerd.io/tcp') continue;
    if (listsPort(own ?? inherited ?? '', port, [stringAt(entry, 'name')])) continue;
    const target = valueAt(entry, 'targetPort') ?? port;
    const listener = servers
      .flatMap((natsServer) =>
        serverFirst(natsServer).filter((candidate) => candidate.port === resolvePort(natsServer.pod, target)),
      )
      .at(0);
    if (listener === undefined) continue;
    yield {
      path: at('metadata.annotations', key),
      got: shown(own ?? inherited),
      expected: `${port}, the ${listener.kind} port of spec.ports[${index}], in the list`,
      fix,
    };
  }
}

import type { ConfNode } from './conf-node.js';

/** The ports that a server may open, by what they serve. */
export type ListenerKind =
  | 'client'
  | 'monitoring'
  | 'cluster'
  | 'leafnodes'
  | 'gateway'
  | 'websocket'
  | 'mqtt'
  | 'profiling';

/** A port that a server opens. */
export interface Listener {
  readonly kind: ListenerKind;
  readonly port: number;
  /** The field that says so; for the client port also where it is left to its default. */
  readonly node: ConfNode;
}

const DEFAULT_CLIENT_PORT = 4222;
/** The fields at the top level that open ports. */
const TOP: Readonly<Partial<Record<ListenerKind, readonly string[]>>> = {
  client: ['listen', 'port'],
  monitoring: ['http', 'http_port', 'https', 'https_port'],
  profiling: ['prof_port'],
};
const KINDS: readonly ListenerKind[] = [
  'client',
  'monitoring',
  'profiling',
  'cluster',
  'leafnodes',
  'gateway',
  'websocket',
  'mqtt',
];

/** Every port that a configuration opens, as far as it is known. */
export function listenersOf(root: ConfNode): readonly Listener[] {
  const found = [
    listener('client', [root.at('listen'), root.at('port')]) ?? clientDefault(root),
    listener('monitoring', [root.at('http'), root.at('http_port')]),
    listener('monitoring', [root.at('https'), root.at('https_port')]),
    listener('profiling', [root.at('prof_port')]),
    ...(['cluster', 'leafnodes', 'gateway', 'websocket', 'mqtt'] as const).map((kind) => {
      const block = root.at(kind);
      return listener(kind, [block.at('listen'), block.at('port')]);
    }),
  ];
  return found.filter((entry) => entry !== undefined);
}

/** The port that a configuration opens for a purpose. */
export function listenerOf(root: ConfNode, kind: ListenerKind): Listener | undefined {
  return listenersOf(root).find((listener) => listener.kind === kind);
}

/** The first field that may open a port for one of these purposes, or for any, and whose value is not known. */
export function unknownPortOf(root: ConfNode, kinds: readonly ListenerKind[] = KINDS): ConfNode | undefined {
  const open = new Set(listenersOf(root).map(({ kind }) => kind));
  return kinds
    .filter((kind) => !open.has(kind))
    .flatMap((kind) => TOP[kind]?.map((name) => root.at(name)) ?? portNodesIn(root.at(kind)))
    .find(({ unknown, inOtherFile }) => unknown && !inOtherFile);
}

function portNodesIn(block: ConfNode): readonly ConfNode[] {
  return [block, block.at('listen'), block.at('port')];
}

/** Whether leaves may dial the server. */
export function acceptsLeaves(root: ConfNode): boolean {
  return listenerOf(root, 'leafnodes') !== undefined;
}

function clientDefault(root: ConfNode): Listener | undefined {
  const node = root.at('port');
  return node.absent ? { kind: 'client', port: DEFAULT_CLIENT_PORT, node } : undefined;
}

function listener(kind: ListenerKind, nodes: readonly ConfNode[]): Listener | undefined {
  for (const node of nodes) {
    const port = node.number ?? Number(/:(-?\d+)$/.exec(node.text ?? '')?.[1]);
    if (node.present && Number.isInteger(port) && port > 0) return { kind, port, node };
  }
  return undefined;
}

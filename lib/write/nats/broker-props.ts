import type { Diagnostic, Fault } from '../../diagnostic.js';
import { checkTypes, type Judges } from '../../input/judge.js';
import { list, optional, options } from '../../input/shape.js';
import { anyText, nodePort } from '../../input/values.js';
import { cidrFaults } from '../fleet/networks.js';
import { LEAF_PEER, type LeafPeer } from './leaf-peer.js';
import { type NatsServerProps, SERVER_FIELDS, serverLabel } from './nats-server-props.js';
import { SERVER_JUDGES } from './server-judges.js';
import { STREAM, type Stream } from './stream.js';

/** The hub: clients publish and subscribe here, leaves of other clusters dial it. @see https://docs.nats.io/running-a-nats-service/configuration/leafnodes */
export interface NatsBrokerProps extends NatsServerProps {
  /** Name of the servers. @default nats-broker */
  readonly name?: string;
  /** Listener that leaves dial. @default - none; the broker has no leaves */
  readonly leafnodes?: LeafnodeListenerProps;
  /** Streams that are created and kept up to date. Needs JetStream. @default - none */
  readonly streams?: readonly Stream[];
  /**
   * Opens the client port to networks outside the cluster, over TLS; clients inside must then use TLS too.
   * @default - closed
   */
  readonly clientNodePort?: ClientNodePortProps;
}

/** Where leaves of other clusters dial the broker, over mutual TLS. */
export interface LeafnodeListenerProps {
  /** Port on every node, 30000 to 32767. @default 30722 @see https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport */
  readonly nodePort?: number;
  /** Clusters that may link, at least one. */
  readonly leaves: readonly LeafPeer[];
}

/** Access for clients outside the cluster. @see https://docs.nats.io/running-a-nats-service/configuration/securing_nats/tls */
export interface ClientNodePortProps {
  /** Port on every node, 30000 to 32767. @default 30422 */
  readonly nodePort?: number;
  /** CIDRs that may connect, at least one. */
  readonly cidrs: readonly string[];
}

const BROKER_PROPS = options<NatsBrokerProps>({
  ...SERVER_FIELDS,
  leafnodes: optional(options<LeafnodeListenerProps>({ nodePort: optional(nodePort), leaves: list(LEAF_PEER) })),
  streams: optional(list(STREAM)),
  clientNodePort: optional(options<ClientNodePortProps>({ nodePort: optional(nodePort), cidrs: list(anyText) })),
});

const JUDGES: Judges<NatsBrokerProps> = { ...SERVER_JUDGES, clientNodePort: clientNodePortFaults };

/** What is wrong with access for clients outside, by itself. */
export function clientNodePortFaults({ cidrs }: ClientNodePortProps): Fault[] {
  if (cidrs.length === 0) {
    return [
      {
        path: 'cidrs',
        got: 'an empty list',
        expected: 'at least one CIDR',
        fix: 'Name the networks that may connect, or remove clientNodePort.',
      },
    ];
  }
  return [
    ...cidrFaults(cidrs).map((fault) => ({ ...fault, path: 'cidrs' })),
    ...cidrs
      .filter((cidr) => cidr.endsWith('/0'))
      .map((cidr) => ({
        path: 'cidrs',
        got: `${cidr}, which matches every address`,
        expected: 'the networks of the clients',
        effect: 'A password alone does not protect a public port.',
        fix: 'Name them.',
      })),
  ];
}

/** Default name of the servers. */
export const DEFAULT_BROKER_NAME = 'nats-broker';

/** Faults in the types of a broker's props, and in single options. */
export function checkBrokerProps(props: object): Diagnostic[] {
  if (soundProps.has(props)) return [];
  const problems = checkTypes(serverLabel('NatsBroker', props, DEFAULT_BROKER_NAME), props, BROKER_PROPS, JUDGES);
  if (problems.length === 0) soundProps.add(props);
  return problems;
}

/** Cached, because each leaf reads the props of its broker, which list all leaves. */
const soundProps = new WeakSet<object>();

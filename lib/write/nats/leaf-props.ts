import type { Duration } from 'cdk8s';
import type { Diagnostic } from '../../diagnostic.js';
import { isMapping } from '../../formats/mapping.js';
import { faultOf, toDiagnostic } from '../../input/fault.js';
import { checkTypes } from '../../input/judge.js';
import { list, optional, options } from '../../input/shape.js';
import { anyText, anything, duration } from '../../input/values.js';
import { checkBrokerProps, type NatsBrokerProps } from './broker-props.js';
import { type NatsServerProps, SERVER_FIELDS, serverLabel } from './nats-server-props.js';
import { SERVER_JUDGES } from './server-judges.js';
import { MIRROR, type Mirror } from './stream.js';

/** Servers of another cluster that extend a broker: clients connect here, messages cross one link. @see https://docs.nats.io/running-a-nats-service/configuration/leafnodes */
export interface NatsLeafProps extends NatsServerProps {
  /** Name of the servers. @default nats-leaf */
  readonly name?: string;
  /** The props of the broker that this leaf extends. */
  readonly hub: NatsBrokerProps;
  /** Account of this server that the link binds. @default APP */
  readonly account?: string;
  /** How long to wait before reconnecting to a lost hub, 1 s to 60 s. @default 2 seconds @see https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf */
  readonly reconnect?: Duration;
  /** Copies of the hub's streams, which clients here can read while the link is down. Need JetStream. @default - none */
  readonly mirrors?: readonly Mirror[];
}

const LEAF_PROPS = options<NatsLeafProps>({
  ...SERVER_FIELDS,
  // Checked as the props of a broker.
  hub: anything<NatsBrokerProps>(),
  account: optional(anyText),
  reconnect: optional(duration),
  mirrors: optional(list(MIRROR)),
});

/** Default name of the servers. */
export const DEFAULT_LEAF_NAME = 'nats-leaf';

/** Faults in the types of a leaf's props, those of its hub among them; with them, all that can be judged option by option. */
export function checkLeafProps(props: unknown): Diagnostic[] {
  const where = serverLabel('NatsLeaf', props, DEFAULT_LEAF_NAME);
  const problems = checkTypes(where, props, LEAF_PROPS, SERVER_JUDGES);
  if (!isMapping(props)) return problems;
  const { hub } = props;
  if (isMapping(hub)) return [...problems, ...checkBrokerProps(hub)];
  const fault = faultOf('hub', hub, 'the props of its broker');
  return [...problems, toDiagnostic(where, fault)];
}

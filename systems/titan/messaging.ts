import { Duration, Size } from 'cdk8s';
import {
  type Consumer,
  type FleetBroker,
  type FleetCluster,
  type FleetLeaf,
  natsClient,
  ownInbox,
  type Stream,
} from '../../lib/index.js';
import { NAMESPACE } from './services.js';

/** The clusters. */
export type Region = 'primary' | 'secondary';

const commandsTo = (region: Region) => `titan.commands.${region}`;
const reportsOf = (region: Region) => `titan.reports.${region}`;
/**
 * Requests of the brain to AI Quant, which answers as one queue group; messages without a subscriber are not stored.
 */
const QUESTIONS = 'titan.questions.quant';
/** What AI Quant publishes to the brain without a request. */
const SIGNALS = 'titan.signals.quant';

const BRAIN: Consumer = { name: 'brain', ackWait: Duration.seconds(10), maxAckPending: 200 };
/** A failed command is delivered twice more; at most a hundred are in flight to an execution that acknowledges none. */
const EXECUTION: Consumer = { name: 'execution', ackWait: Duration.seconds(5), maxAckPending: 100, maxDeliver: 3 };

/** Adds the NATS servers of both regions, with their publishers and subscribers. */
export function addMessaging(
  primary: FleetCluster,
  secondary: FleetCluster,
  replicas: number,
): { readonly hub: FleetBroker; readonly edge: FleetLeaf } {
  const there = commandStream('secondary');
  const servers = {
    replicas,
    clientTls: true,
    jetStream: { volumeSize: Size.gibibytes(10), ...(replicas === 1 && { syncInterval: 'always' as const }) },
  };
  const hub = primary.addNatsBroker({
    ...servers,
    clients: [
      natsClient({
        workload: 'brain',
        namespace: NAMESPACE,
        publishes: [commandsTo('primary'), commandsTo('secondary'), QUESTIONS],
        reads: { REPORTS: BRAIN.name, SIGNALS: BRAIN.name },
      }),
      natsClient({
        workload: 'ai-quant',
        namespace: NAMESPACE,
        publishes: [SIGNALS],
        subscribes: [`${QUESTIONS} ai-quant`],
        answers: true,
      }),
      executionClient('primary', 'COMMANDS_PRIMARY'),
    ],
    streams: [
      { ...commandStream('primary'), consumers: [EXECUTION] },
      there,
      {
        name: 'REPORTS',
        subjects: [reportsOf('primary'), reportsOf('secondary')],
        maxBytes: Size.gibibytes(4),
        maxAge: Duration.days(7),
        consumers: [BRAIN],
      },
      {
        name: 'SIGNALS',
        subjects: [SIGNALS],
        maxBytes: Size.mebibytes(256),
        // A hundred per second, over a minute.
        maxMessages: 6000,
        maxAge: Duration.minutes(1),
        discard: 'new',
        consumers: [BRAIN],
      },
    ],
  });
  const edge = secondary.addNatsLeaf({
    ...servers,
    hub,
    // The acknowledgements of the reports arrive at the inbox.
    link: { publishes: [reportsOf('secondary')], subjects: [ownInbox('execution-secondary')] },
    clients: [executionClient('secondary', 'COMMANDS_SECONDARY_MIRROR')],
    mirrors: [{ of: there, consumers: [EXECUTION] }],
  });
  return { hub, edge };
}

/** Commands to one region: a hundred per second, over half a minute, after which none is started. */
function commandStream(region: Region): Stream {
  return {
    name: `COMMANDS_${region.toUpperCase()}`,
    subjects: [commandsTo(region)],
    maxBytes: Size.mebibytes(256),
    maxMessages: 3000,
    maxAge: Duration.seconds(30),
    discard: 'new',
  };
}

/** Replies to the users of both regions share one account: each user has its own name, and therefore its own inbox. */
function executionClient(region: Region, commands: string) {
  return natsClient({
    workload: 'execution',
    namespace: NAMESPACE,
    user: `execution-${region}`,
    publishes: [reportsOf(region)],
    reads: { [commands]: EXECUTION.name },
  });
}

import { Duration, Size } from 'cdk8s';
import {
  type Consumer,
  type FleetBroker,
  type FleetCluster,
  type FleetLeaf,
  type NatsClient,
  ownInbox,
  readerSubjects,
  type Stream,
} from '../../lib/index.js';
import { NAMESPACE, type Region } from './region.js';

/**
 * Requests of the brain to AI Quant, which answers as one queue group; messages without a subscriber are not stored.
 */
const QUESTIONS = 'titan.questions.quant';
const QUANTS = 'ai-quant';
/** What AI Quant publishes to the brain without a request. */
const SIGNALS_SUBJECT = 'titan.signals.quant';

const READS: Omit<Consumer, 'name'> = { ackWait: Duration.seconds(10), maxAckPending: 200 };
/** A failed command is delivered twice more; at most a hundred are in flight to an execution that acknowledges none. */
const EXECUTES: Consumer = { name: 'execution', ackWait: Duration.seconds(5), maxAckPending: 100, maxDeliver: 3 };

/** Adds the NATS servers of both regions, with their publishers and subscribers. */
export function addMessaging(
  primary: FleetCluster,
  secondary: FleetCluster,
  replicas: number,
): { readonly hub: FleetBroker; readonly edge: FleetLeaf } {
  const reports: Stream = {
    name: 'REPORTS',
    subjects: [reportsOf('primary'), reportsOf('secondary')],
    maxBytes: Size.gibibytes(4),
    maxAge: Duration.days(7),
    consumers: [{ name: 'brain', ...READS }],
  };
  const signals: Stream = {
    name: 'SIGNALS',
    subjects: [SIGNALS_SUBJECT],
    maxBytes: Size.mebibytes(256),
    // A hundred per second, over a minute.
    maxMessages: 6000,
    maxAge: Duration.minutes(1),
    discard: 'new',
    consumers: [{ name: 'brain', ...READS }],
  };
  const [here, there] = [commandStream('primary'), commandStream('secondary')];

  const brain: NatsClient = {
    user: 'brain',
    workload: 'brain',
    namespace: NAMESPACE,
    permissions: {
      publish: {
        allow: [
          commandsTo('primary'),
          commandsTo('secondary'),
          QUESTIONS,
          ...readerSubjects(reports.name, 'brain'),
          ...readerSubjects(signals.name, 'brain'),
        ],
      },
      subscribe: { allow: [ownInbox('brain')] },
    },
  };
  const quant: NatsClient = {
    user: 'ai-quant',
    workload: 'ai-quant',
    namespace: NAMESPACE,
    permissions: {
      publish: { allow: [SIGNALS_SUBJECT] },
      subscribe: { allow: [`${QUESTIONS} ${QUANTS}`, ownInbox('ai-quant')] },
      allowResponses: true,
    },
  };
  const servers = {
    replicas,
    clientTls: true,
    jetStream: { volumeSize: Size.gibibytes(10), ...(replicas === 1 && { syncInterval: 'always' as const }) },
  };
  const hub = primary.addNatsBroker({
    ...servers,
    clients: [brain, quant, executionClient('primary', here.name)],
    streams: [here, there, reports, signals],
  });
  const edge = secondary.addNatsLeaf({
    ...servers,
    hub,
    // The acknowledgements of the reports arrive at the inbox.
    link: { publishes: [reportsOf('secondary')], subjects: [ownInbox(executionUser('secondary'))] },
    clients: [executionClient('secondary', 'COMMANDS_SECONDARY_MIRROR')],
    mirrors: [{ of: there, consumers: [EXECUTES] }],
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
    ...(region === 'primary' && { consumers: [EXECUTES] }),
  };
}

function commandsTo(region: Region): string {
  return `titan.commands.${region}`;
}

function reportsOf(region: Region): string {
  return `titan.reports.${region}`;
}

/** Replies to the users of both regions share one account: each user has its own name, and therefore its own inbox. */
function executionUser(region: Region): string {
  return `execution-${region}`;
}

function executionClient(region: Region, commands: string): NatsClient {
  const user = executionUser(region);
  return {
    user,
    workload: 'execution',
    namespace: NAMESPACE,
    permissions: {
      publish: { allow: [reportsOf(region), ...readerSubjects(commands, EXECUTES.name)] },
      subscribe: { allow: [ownInbox(user)] },
    },
  };
}

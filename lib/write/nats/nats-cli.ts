import { Construct } from 'constructs';
import { KubeDeployment } from '../../../imports/k8s.js';
import { type Diagnostic, throwIfAny } from '../../diagnostic.js';
import { shown, toDiagnostic } from '../../input/fault.js';
import { checkTypes, type Judges, judgeOptions } from '../../input/judge.js';
import { list, optional, options } from '../../input/shape.js';
import { anyText } from '../../input/values.js';
import { publishFact } from '../fleet/facts.js';
import { placeInStage } from '../fleet/stage.js';
import { RESOURCES, type Resources, resourceFaults } from '../workload/resources.js';
import { checkCommand, readingOf } from './check-cli.js';
import { type CliCommand, readArguments } from './cli-arguments.js';
import { cliPod } from './cli-pod.js';
import { DEFAULT_ACCOUNT, NATS_CLIENT, type NatsClient } from './client.js';
import { ClientAccess } from './client-access.js';
import { type NatsServerSettings, podLabels, SERVER_SETTINGS } from './server-settings.js';

/** A `nats` command that runs forever. @see https://github.com/nats-io/natscli */
export interface NatsCliProps {
  /** The servers that the client connects to. */
  readonly server: NatsServerSettings;
  /** Its identity: one of the server's clients. */
  readonly client: NatsClient;
  /** Arguments of the `nats` command. @see https://github.com/nats-io/natscli */
  readonly args: readonly string[];
  /** Requests and limits. @default cpu 50m to 200m, memory 64Mi to 256Mi */
  readonly resources?: Resources;
}

const PROPS = options<NatsCliProps>({
  server: SERVER_SETTINGS,
  client: NATS_CLIENT,
  args: list(anyText, 1),
  resources: optional(RESOURCES),
});

const DEFAULT_RESOURCES: Resources = {
  cpu: { request: '50m', limit: '200m' },
  memory: { request: '64Mi', limit: '256Mi' },
};

const JUDGES: Judges<NatsCliProps> = { resources: resourceFaults };

/** A Deployment that runs the `nats` command forever: a publisher or a subscriber for trials and demonstrations. */
export class NatsCli extends Construct {
  constructor(scope: Construct, id: string, props: NatsCliProps) {
    super(scope, id);
    throwIfAny(checkTypes(`NatsCli '${this.node.path}'`, props, PROPS, JUDGES));
    const { server, client } = props;
    const { workload } = client;
    const namespace = client.namespace ?? server.namespace;
    const resources = props.resources ?? DEFAULT_RESOURCES;
    const where = `NatsCli '${server.cluster.name}/${workload}'`;
    const problems: Diagnostic[] = [
      ...server.cluster.problems,
      ...judgeOptions(where, props, JUDGES),
      ...checkLogin(where, props.args),
    ];
    const { command, faults } = readArguments(props.args);
    // A possible password is not repeated.
    if (checkLogin(where, props.args).length === 0) {
      problems.push(...faults.map((fault) => toDiagnostic(where, fault)));
      if (command !== undefined) {
        const violations = checkCommand(command, client.permissions, server.storedSubjects);
        problems.push(...violations.map((fault) => toDiagnostic(where, fault)));
      }
    }
    if (!server.clients.some((known) => known.workload === workload && known.user === client.user)) {
      problems.push({
        where,
        path: 'client',
        got: `the user '${client.user}', which is not a user of ${server.name}`,
        expected: `one of its clients: ${server.clients.map(({ user }) => user).join(', ') || 'it has none'}`,
        fix: "Add the client to the server's clients: they are its users and its admitted callers.",
      });
    }
    throwIfAny(problems);
    if (command !== undefined) this.#stateStream(where, command, props);
    placeInStage(this, '60-workloads');
    new ClientAccess(this, 'access', { server, client });
    // Measures a round trip to the server as this user. A failure means that the pod cannot work, not that a restart
    // would help.
    const reachesServer = { exec: { command: ['nats', 'rtt', '1'] }, timeoutSeconds: 10 };
    new KubeDeployment(this, 'Resource', {
      metadata: { name: workload, namespace },
      spec: {
        replicas: 1,
        strategy: { type: 'Recreate' },
        selector: { matchLabels: { ...podLabels(workload) } },
        template: cliPod({
          server,
          client,
          command: ['nats', ...props.args],
          resources,
          probes: { readinessProbe: { ...reachesServer, periodSeconds: 30 } },
        }),
      },
    });
  }

  /** The fleet must have what the command reads. */
  #stateStream(where: string, command: CliCommand, { server, client }: NatsCliProps): void {
    const found = readingOf(command);
    if (found === undefined) return;
    const { stream, consumer, domain } = found;
    const named = consumer ?? stream;
    publishFact(this, {
      kind: 'stream-use',
      domain: domain ?? server.storingDomain,
      account: client.account ?? DEFAULT_ACCOUNT,
      stream: stream.value,
      ...(consumer !== undefined && { consumer: consumer.value }),
      where: `${where}: args[${named.index}]`,
      got: shown(named.value),
    });
  }
}

/** Options that would make the command log in with other credentials than its Secret. */
const LOGIN = /^--(user|password|token|creds|nkey|jwt|seed|context)(=|$)/;

/** Everyone who may read the pod can read the arguments of its command. The messages do not repeat the values. */
function checkLogin(where: string, args: readonly string[]): Diagnostic[] {
  return args.flatMap((arg, index): Diagnostic[] => {
    const option = LOGIN.exec(arg)?.[1];
    const inUrl = /:\/\/[^/\s]*@/.test(arg);
    if (option === undefined && !inUrl) return [];
    return [
      {
        where,
        path: `args[${index}]`,
        got: option === undefined ? 'a URL with a user or password' : `the option --${option}`,
        expected: 'no login: user and password come from the Secret of the client',
        fix: 'Remove it.',
      },
    ];
  });
}

import { webcrypto } from 'node:crypto';
import type { Command } from 'commander';
import type { Fleet } from '../write/platform/fleet.js';
import {
  MESH_INTERMEDIATE_SECRET,
  MESH_NAMESPACE,
  MESSAGING_INTERMEDIATE_SECRET,
  MESSAGING_NAMESPACE,
} from '../write/trust/names.js';
import { refusalText } from './refusal.js';
import {
  type CreateOptions,
  type IntermediateOptions,
  type RootOptions,
  runAddCluster,
  runCreate,
  runRotate,
  type TrustContext,
} from './trust-create.js';
import { findFleet, fleetPlan, type StatedTrust, statedPlan } from './trust-plan.js';
import { runVerify } from './trust-verify.js';

const ROOT_VALIDITY = '3650d';
const INTERMEDIATE_VALIDITY = '365d';
const PUBLIC_FOLDER = 'systems/roots';

/** Where the command writes, and its sources of keys and time. @default - this process */
export interface TrustEnvironment {
  /** The fleets, from which clusters, meshes and names follow; created when the command runs. @default - not known: the options say it */
  readonly fleets?: () => readonly Fleet[];
  readonly context: () => TrustContext;
  readonly printError: (line: string) => void;
  /** 0: nothing found. 1: problems in the certificates. 2: the command could not do its work. */
  readonly exit: (code: number) => void;
}

const PROCESS: TrustEnvironment = {
  context: () => ({
    cwd: process.cwd(),
    now: new Date(),
    crypto: webcrypto,
    print: (line) => process.stdout.write(`${line}\n`),
  }),
  printError: (line) => process.stderr.write(`${line}\n`),
  exit: (code) => {
    process.exitCode = code;
  },
};

/** What the command line says about a fleet that no program describes, besides the output folders. */
interface Stated extends StatedTrust {
  readonly cluster?: readonly string[];
}

/** Adds `trust` with its subcommands to a program. */
export function registerTrust(program: Command, given: Partial<TrustEnvironment> = {}): void {
  const environment: TrustEnvironment = { ...PROCESS, ...given };
  const { fleets } = environment;
  const trust = program.command('trust').description('create, rotate and verify the certificates of a fleet');
  const withNames = (command: Command) => (fleets === undefined ? withPlaces(command) : command);
  const plan = (fleet: string, clusters: readonly string[], stated: Stated) =>
    fleets === undefined ? statedPlan(clusters, stated) : fleetPlan(fleets(), fleet, clusters);

  const create = trust
    .command('create <fleet>')
    .description('create a root, and the intermediates of each cluster')
    .option('--cluster <name...>', `the clusters of the fleet${fleets === undefined ? '' : ' (default: all of them)'}`);
  if (fleets === undefined)
    create.option('--trust-domain <domain>', "ending of the certificates' names", 'cluster.local');
  withRoot(withNames(withIntermediates(withOut(create)))).action((fleet: string, options: CreateOptions & Stated) =>
    perform(environment, (context) => runCreate(context, fleet, plan(fleet, options.cluster ?? [], options), options)),
  );

  const add = trust.command('add-cluster <fleet> <cluster>').description('sign intermediates with the newest root');
  withNames(withIntermediates(withOut(add))).action(
    (fleet: string, cluster: string, options: IntermediateOptions & Stated) =>
      perform(environment, (context) => runAddCluster(context, fleet, plan(fleet, [cluster], options), options)),
  );

  const rotate = trust.command('rotate <fleet>').description('create the next root beside the existing ones');
  withRoot(withOut(rotate)).action((fleet: string, options: RootOptions) =>
    perform(environment, (context) => {
      const problems = fleets === undefined ? [] : findFleet(fleets(), fleet).problems;
      return runRotate(context, fleet, problems, options);
    }),
  );

  trust
    .command('verify <pem...>')
    .description('verify certificates and private keys against each other')
    .option('--at <date>', 'the moment at which they must be valid (default: now)')
    .action((paths: string[], options: { at?: string }) =>
      perform(environment, async (context) => {
        if (!runVerify(context, paths, options)) environment.exit(1);
      }),
    );
}

function withOut(command: Command): Command {
  return command.option('--out <folder>', 'folder for keys, ignored by git (default: trust/<fleet>)');
}

function withRoot(command: Command): Command {
  return command
    .option('--public <folder>', 'folder for the public root, committed', PUBLIC_FOLDER)
    .option('--root-validity <duration>', 'lifetime of the root, in d or h', ROOT_VALIDITY);
}

function withIntermediates(command: Command): Command {
  return command.option(
    '--intermediate-validity <duration>',
    'lifetime of the intermediates, in d or h',
    INTERMEDIATE_VALIDITY,
  );
}

/** What the fleet says if it is known. */
function withPlaces(command: Command): Command {
  return command
    .option('--mesh-namespace <name>', 'namespace of the mesh intermediate', MESH_NAMESPACE)
    .option('--mesh-secret <name>', 'Secret of the mesh intermediate', MESH_INTERMEDIATE_SECRET)
    .option('--messaging-namespace <name>', 'namespace of the messaging intermediate', MESSAGING_NAMESPACE)
    .option('--messaging-secret <name>', 'Secret of the messaging intermediate', MESSAGING_INTERMEDIATE_SECRET);
}

async function perform(environment: TrustEnvironment, work: (context: TrustContext) => Promise<void>): Promise<void> {
  try {
    await work(environment.context());
  } catch (error) {
    environment.printError(refusalText(error));
    environment.exit(2);
  }
}

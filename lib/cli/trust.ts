import { webcrypto } from 'node:crypto';
import type { Command } from 'commander';
import {
  MESH_INTERMEDIATE_SECRET,
  MESH_NAMESPACE,
  MESSAGING_INTERMEDIATE_SECRET,
  MESSAGING_NAMESPACE,
} from '../trust/names.js';
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
import { runVerify } from './trust-verify.js';

const ROOT_VALIDITY = '3650d';
const INTERMEDIATE_VALIDITY = '365d';
const PUBLIC_FOLDER = 'systems/roots';

/** Where the command writes and what it draws on. @default - this process */
export interface TrustEnvironment {
  readonly context: () => TrustContext;
  readonly printError: (line: string) => void;
  /** 0 nothing found, 1 problems in the certificates, 2 the command could not do its work. */
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

/** Adds `trust` with its subcommands to a program. */
export function registerTrust(program: Command, environment: TrustEnvironment = PROCESS): void {
  const trust = program.command('trust').description('make, rotate and verify the certificates of a fleet');

  const create = trust
    .command('create <fleet>')
    .description('make a root, and the intermediates of each cluster')
    .option('--cluster <name...>', 'the clusters of the fleet')
    .option('--trust-domain <domain>', "ending of the certificates' names", 'cluster.local');
  withRoot(withIntermediates(withOut(create))).action((fleet: string, options: CreateOptions) =>
    perform(environment, (context) => runCreate(context, fleet, options)),
  );

  const add = trust.command('add-cluster <fleet> <cluster>').description('sign intermediates with the newest root');
  withIntermediates(withOut(add)).action((fleet: string, cluster: string, options: IntermediateOptions) =>
    perform(environment, (context) => runAddCluster(context, fleet, cluster, options)),
  );

  const rotate = trust.command('rotate <fleet>').description('make the next root beside those that exist');
  withRoot(withOut(rotate)).action((fleet: string, options: RootOptions) =>
    perform(environment, (context) => runRotate(context, fleet, options)),
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
    .option('--root-validity <duration>', 'life of the root, in d or h', ROOT_VALIDITY);
}

function withIntermediates(command: Command): Command {
  return command
    .option('--intermediate-validity <duration>', 'life of the intermediates, in d or h', INTERMEDIATE_VALIDITY)
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

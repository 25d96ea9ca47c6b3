import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createUser } from '@nats-io/nkeys';
import type { Command } from 'commander';
import { dump } from 'js-yaml';
import { throwIfAny } from '../diagnostic.js';
import { synthesizeFleet } from '../write/fleet/synthesize.js';
import type { Fleet } from '../write/platform/fleet.js';
import { CredentialGenerator, type CredentialSource, type FilledSecret } from '../write/secrets/generate.js';
import { type CredentialForm, referencesIn, type SecretContent } from '../write/secrets/secret-content.js';
import { refusalText } from './refusal.js';
import { writePlanned } from './trust-files.js';
import type { PlannedFile } from './trust-layout.js';

/** Folder for credentials, ignored by git. */
export const CREDENTIALS_FOLDER = 'credentials';

/** The files of several clusters may hold the same credential, so they are renewed together. */
const RENEWAL =
  "To renew, move the fleet's files away, run the command again, and apply the new ones in every cluster; or choose another folder with --out.";

/** Where the command works, and its sources of randomness and time. */
export interface CredentialsContext {
  /** Folder that relative paths are relative to. */
  readonly cwd: string;
  readonly source: CredentialSource;
  /** Rounds of bcrypt as a power of two. @default 11 */
  readonly bcryptCost?: number;
  /** Prints one line of what was done. */
  readonly print: (line: string) => void;
}

/** What the command uses from its process. @default - this process */
export interface CredentialsEnvironment {
  readonly context: () => CredentialsContext;
  readonly printError: (line: string) => void;
  /** 0: done. 2: the command could not do its work. */
  readonly exit: (code: number) => void;
}

const PROCESS: CredentialsEnvironment = {
  context: () => ({
    cwd: process.cwd(),
    source: {
      bytes: (count) => randomBytes(count),
      userKey: () => {
        const key = createUser();
        return { seed: Buffer.from(key.getSeed()).toString('utf8'), publicKey: key.getPublicKey() };
      },
    },
    print: (line) => process.stdout.write(`${line}\n`),
  }),
  printError: (line) => process.stderr.write(`${line}\n`),
  exit: (code) => {
    process.exitCode = code;
  },
};

/** Adds `credentials` to a program. The fleets are created when the command runs. */
export function registerCredentials(
  program: Command,
  fleets: () => readonly Fleet[],
  environment: CredentialsEnvironment = PROCESS,
): void {
  program
    .command('credentials [fleet]')
    .description('generate the passwords and keys of a fleet, or of all, to apply by hand on a first try')
    .option('--out <folder>', 'folder for the Secrets, ignored by git', CREDENTIALS_FOLDER)
    .action((fleet: string | undefined, { out }: { out: string }) => {
      try {
        runCredentials(environment.context(), fleets(), fleet, out);
      } catch (error) {
        environment.printError(refusalText(error));
        environment.exit(2);
      }
    });
}

/** Writes one file of Secrets for each cluster, or none if any of them cannot be written. */
export function runCredentials(
  context: CredentialsContext,
  fleets: readonly Fleet[],
  name: string | undefined,
  out: string,
): void {
  const chosen = name === undefined ? fleets : fleets.filter((fleet) => fleet.name === name);
  throwIfAny(
    chosen.length > 0
      ? []
      : [
          {
            where: 'Fleet',
            got: `'${name ?? ''}'`,
            expected: fleets.map((fleet) => `'${fleet.name}'`).join(' or '),
            fix: 'Name one of them, or none for all.',
          },
        ],
  );
  const files = chosen.flatMap((fleet) => fleetFiles(fleet, context, out));
  writePlanned(context.cwd, files, RENEWAL);
  for (const { path } of files) context.print(`secret  ${path}`);
  if (files.length === 0) context.print('No Secrets to generate: the fleets fetch theirs from a store.');
  for (const { path, cluster } of files)
    context.print(`kubectl --context ${cluster} apply --server-side --filename ${path}`);
}

interface CredentialsFile extends PlannedFile {
  readonly cluster: string;
}

function fleetFiles(fleet: Fleet, { source, bcryptCost }: CredentialsContext, out: string): CredentialsFile[] {
  const generator = new CredentialGenerator(source, bcryptCost);
  const clusters = [...synthesizeFleet(fleet)];
  const inClear = new Set(
    idsOf(
      'password',
      clusters.flatMap(({ secrets }) => secrets),
    ),
  );
  return clusters.flatMap(({ cluster, secrets }): CredentialsFile[] => {
    if (secrets.length === 0) return [];
    const comments = idsOf('bcrypt', secrets)
      .filter((id) => !inClear.has(id))
      .map((id) => `# ${id}: ${generator.password(id)} (the Secrets hold only its hash)\n`);
    const text = secrets
      .map((content) => generator.fill(content))
      .sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1))
      .map((secret) => renderSecret(secret, fleet.name))
      .join('---\n');
    const path = join(out, fleet.name, `${cluster}.secrets.yaml`);
    return [{ cluster, path, text: `${comments.join('')}${text}`, secret: true }];
  });
}

/** The credentials that Secrets hold in a form, each once, sorted. */
function idsOf(form: CredentialForm, secrets: readonly SecretContent[]): string[] {
  const found = secrets.flatMap(referencesIn).filter((reference) => reference.form === form);
  return [...new Set(found.map(({ credential }) => credential.id))].sort();
}

function renderSecret({ namespace, name, stringData }: FilledSecret, fleet: string): string {
  return dump({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      labels: {
        'app.kubernetes.io/managed-by': 'meshwright',
        'app.kubernetes.io/name': name,
        'app.kubernetes.io/part-of': fleet,
      },
    },
    type: 'Opaque',
    stringData: { ...stringData },
  });
}

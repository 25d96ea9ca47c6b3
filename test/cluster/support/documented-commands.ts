import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Kubectl } from './kubectl.js';
import { readmeCommands } from './readme-commands.js';

/** The section of the README that says how a cluster gets its first objects. */
export const FIRST_APPLICATION = 'Apply it to two clusters';
/** The section of the README that says how a cluster gets to the next state. */
export const CHANGE = 'Apply a change';

/** The cluster by which the README shows what is done for each. */
const SHOWN = { folder: 'nats-mtls/broker', fleet: 'nats-mtls', context: 'broker' };

/** What only controllers and nodes can make true, none of which run beside the tests' API server. */
const NEED_CONTROLLERS = [
  /^kubectl --context \S+ wait --for=condition=(Ready|Available) /,
  /^kubectl --context \S+ rollout status /,
];

/** What kubectl says of a definition that is too new to have conditions; the README asks again. */
const TOO_NEW = 'error: .status.conditions accessor error: <nil> is of the type <nil>, expected []interface{}';

/** The commands of a section of the README that make the fleet, run once in the repository's folder. */
export function preparation(heading: string): string[] {
  return readmeCommands(heading).filter((command) => !isForCluster(command));
}

/**
 * The commands of a section of the README that are run for each cluster, for the cluster `<fleet>/<context>`. Left out is what needs
 * controllers, and, for fleets that the README does not speak of, files that the folder lacks: stages that they have nothing in, and keys.
 */
function clusterCommands(heading: string, name: string, folder: string): string[] {
  const [fleet = '', context = ''] = name.split('/');
  return readmeCommands(heading)
    .filter(isForCluster)
    .filter((command) => !NEED_CONTROLLERS.some((pattern) => pattern.test(command)))
    .map((command) =>
      command
        .replaceAll(`--context ${SHOWN.context} `, `--context ${context} `)
        .replaceAll(SHOWN.folder, name)
        .replaceAll(`${SHOWN.fleet}/root-1/${SHOWN.context}/`, `${fleet}/root-1/${context}/`),
    )
    .map((command) => (fleet === SHOWN.fleet ? command : withoutAbsentFiles(command, folder)))
    .filter((command) => !/ apply --server-side$/.test(command));
}

/** Runs the commands of a section for a cluster, and returns what they complain of, warnings included. */
export async function complaints(heading: string, name: string, folder: string, kubectl: Kubectl): Promise<string[]> {
  const found: string[] = [];
  for (const command of clusterCommands(heading, name, folder)) {
    const { code, stderr } = await kubectl.shell(command, folder);
    if (code !== 0) found.push(`${command}\nended with ${code ?? 'a signal'}`);
    found.push(...stderr.split('\n').filter((line) => line !== '' && line !== TOO_NEW));
  }
  return found;
}

function isForCluster(command: string): boolean {
  return command.includes('kubectl --context ') || command.includes(SHOWN.folder);
}

function withoutAbsentFiles(command: string, folder: string): string {
  return command.replaceAll(/(?: \\\n)? +-f ([\w./-]+)(?=\s|$)/g, (option, path: string) =>
    existsSync(join(folder, path)) ? option : '',
  );
}

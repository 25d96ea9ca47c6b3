import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readmeCommands } from './readme-commands.js';

/** The cluster by which the README shows what is done for each. */
const SHOWN = { folder: 'nats-mtls/broker', fleet: 'nats-mtls', context: 'broker' };

/** What only controllers and nodes can make true, none of which run beside the tests' API server. */
const NEED_CONTROLLERS = [
  /^kubectl --context \S+ wait --for=condition=(Ready|Available) /,
  /^kubectl --context \S+ rollout status /,
];

/** The commands of a section of the README that make the fleet, run once in the repository's folder. */
export function preparation(heading: string): string[] {
  return readmeCommands(heading).filter((command) => !isForCluster(command));
}

/**
 * The commands of a section of the README that are run for each cluster, for the cluster `<fleet>/<context>`. Left out is what needs
 * controllers, and, for fleets that the README does not speak of, files that the folder lacks: stages that they have nothing in, and keys.
 */
export function clusterCommands(heading: string, name: string, folder: string): string[] {
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

function isForCluster(command: string): boolean {
  return command.includes('kubectl --context ');
}

function withoutAbsentFiles(command: string, folder: string): string {
  return command.replaceAll(/(?: \\\n)? +-f ([\w./-]+)(?=\s|$)/g, (option, path: string) =>
    existsSync(join(folder, path)) ? option : '',
  );
}

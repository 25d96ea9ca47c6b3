import type { Identity } from '../object.js';
import { compareText } from '../order.js';

/** The objects that are gone from one cluster. */
export interface ClusterLoss {
  /** `<fleet>/<cluster>`. */
  readonly folder: string;
  readonly gone: readonly Identity[];
  /** Whether nothing of the cluster is left. */
  readonly whole: boolean;
}

/** Nobody reads a longer list. */
const MAX_LINES = 20;
const MAX_NAMES = 8;
/** From this many clusters of one fleet on, one command covers the whole fleet. */
const MAX_COMMANDS = 4;

/** A short list of the objects that are gone, and the command for each cluster that prints how to delete them. */
export function lossList(losses: readonly ClusterLoss[], revision: string): string {
  const real = losses.filter(({ gone }) => gone.length > 0).sort((a, b) => compareText(a.folder, b.folder));
  if (real.length === 0) return `gone    no object since ${revision}\n`;
  const total = real.reduce((sum, { gone }) => sum + gone.length, 0);
  const groups = real.flatMap(groupsOf);
  const shown = groups.slice(0, MAX_LINES);
  const hidden = total - shown.reduce((sum, { count }) => sum + count, 0);
  return [
    ...shown.map(({ text }) => `gone    ${text}\n`),
    ...(hidden === 0 ? [] : [`gone    ${hidden} more, in ${groups.length - shown.length} more groups\n`]),
    `delete  ${total === 1 ? 'the object that is' : `the ${total} objects that are`} gone since ${revision}; these print the commands, to read and then pipe to sh:\n`,
    ...commandsFor(real.map(({ folder }) => folder)).map((command) => `        ${command}\n`),
  ].join('');
}

function groupsOf({ folder, gone, whole }: ClusterLoss): { text: string; count: number }[] {
  if (whole) return [{ text: `${folder}: the whole cluster, ${gone.length} objects`, count: gone.length }];
  const groups = new Map<string, string[]>();
  for (const { group, kind, namespace, name } of gone) {
    const title = `${group === '' ? kind : `${kind}.${group}`}${namespace === '' ? '' : ` in ${namespace}`}`;
    const names = groups.get(title);
    if (names === undefined) groups.set(title, [name]);
    else names.push(name);
  }
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([title, names]) => ({ text: `${folder}: ${title}: ${someOf(names)}`, count: names.length }));
}

function someOf(names: readonly string[]): string {
  const sorted = [...names].sort(compareText);
  const more = sorted.length - MAX_NAMES;
  return more <= 0 ? sorted.join(', ') : `${sorted.slice(0, MAX_NAMES).join(', ')} and ${more} more`;
}

function commandsFor(folders: readonly string[]): string[] {
  const fleets = new Map<string, string[]>();
  for (const folder of folders) {
    const fleet = folder.replace(/\/.*$/, '');
    fleets.set(fleet, [...(fleets.get(fleet) ?? []), folder]);
  }
  return [...fleets].flatMap(([fleet, clusters]) =>
    (clusters.length < MAX_COMMANDS ? clusters : [fleet]).map((target) => `npm run -s prune -- ${target}`),
  );
}

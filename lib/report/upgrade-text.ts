import type { Consequence } from '../judge/upgrade/consequence.js';
import { nameOf, UPGRADE_PROJECTS, type UpgradeProject } from '../judge/upgrade/project.js';
import { type Step, stepName } from '../judge/upgrade/request.js';
import type { UpgradeOutcome } from '../judge/upgrade/upgrade.js';
import type { Location } from '../manifest/locate.js';
import { objectLabel } from '../manifest/object.js';

import { listedPlaces } from './not-judged.js';
import { counted } from './summary.js';
import { oneLine } from './text.js';

/** Everything that a report of an upgrade shows. */
export interface UpgradeReport {
  readonly outcomes: readonly UpgradeOutcome[];
  /** How many objects were read. */
  readonly objects: number;
  /** Why files were not read; whole sentences. */
  readonly faults: readonly string[];
  readonly locate: (place: Pick<Consequence, 'resource' | 'path'>) => Location | undefined;
}

/** Places of a change that are named, unless all are requested. */
const PLACES_SHOWN = 3;

/** The report for people: each change once, under the release that makes it, with the places that it concerns. */
export function upgradeText(report: UpgradeReport, { verbose }: { readonly verbose: boolean }): string {
  const blocks = [stepLines(report.outcomes).join('\n')];
  let release = '';
  for (const group of grouped(report.outcomes.flatMap(({ consequences }) => consequences))) {
    const [first] = group;
    const name = nameOf(first.project, first.release);
    blocks.push(...(name === release ? [] : [`== ${name}`]), changeBlock(group, report, verbose));
    release = name;
  }
  const faults = report.faults.map((fault) => oneLine(`error: ${fault}`));
  return `${[...blocks, ...(faults.length > 0 ? [faults.join('\n')] : []), lastLines(report).join('\n')].join('\n\n')}\n`;
}

/** At least one of something. */
type Group = readonly [Consequence, ...Consequence[]];

/** What a release does in the same way to several places, of all clusters. */
function grouped(consequences: readonly Consequence[]): readonly Group[] {
  const groups = new Map<string, [Consequence, ...Consequence[]]>();
  for (const consequence of consequences) {
    const { project, release, weight, what, effect = '', action, source } = consequence;
    const key = JSON.stringify([project, release, weight, what, effect, action, source]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [consequence]);
    else group.push(consequence);
  }
  return [...groups.values()];
}

function changeBlock(group: Group, report: UpgradeReport, verbose: boolean): string {
  const [{ weight, what, effect, action, source }] = group;
  const shown = verbose ? group : group.slice(0, PLACES_SHOWN);
  const more = group.length - shown.length;
  const lines = [
    `${weight}  ${what}${effect === undefined ? '' : ` ${effect}`}`,
    `  do   ${action}`,
    `  see  ${source}`,
    ...shown.map((consequence) => `  at   ${placeOf(consequence, report)}`),
    ...(more > 0 ? [`  at   ${more} more, all with --verbose`] : []),
  ];
  return lines.map(oneLine).join('\n');
}

function placeOf({ resource, path }: Consequence, { locate }: UpgradeReport): string {
  const line = locate({ resource, path })?.line;
  const file = line === undefined ? resource.file : `${resource.file}:${line}`;
  return [objectLabel(resource.object), ...(path === '' ? [] : [path]), file].join('  ');
}

const ORIGINS: Readonly<Record<Step['origin'], (step: Step) => string>> = {
  stated: () => '',
  installed: () => ', from what the objects install',
  assumed: ({ project }) => `, from the oldest release that is known; say what runs with --from-${project}`,
};

/** What is compared, each way once with the clusters that take it, and what no cluster has. */
function stepLines(outcomes: readonly UpgradeOutcome[]): readonly string[] {
  const clusters = new Map<string, string[]>();
  const [taken, skipped] = [new Set<UpgradeProject>(), new Set<UpgradeProject>()];
  const add = (line: string, name: string, project: UpgradeProject) => {
    clusters.set(line, [...(clusters.get(line) ?? []), name]);
    taken.add(project);
  };
  for (const { cluster, steps, unused, current } of outcomes) {
    for (const project of current) add(`${UPGRADE_PROJECTS[project]}: already there`, cluster.name, project);
    for (const step of steps) {
      if (unused.includes(step.project)) {
        skipped.add(step.project);
        continue;
      }
      add(`${stepName(step)}${ORIGINS[step.origin](step)}`, cluster.name, step.project);
    }
  }
  const lines = [...clusters].map(([line, names]) =>
    names.length === outcomes.length ? line : `${line} (${listedPlaces(names)})`,
  );
  const absent = [...skipped].filter((project) => !taken.has(project));
  return [...lines, ...absent.map((project) => `${UPGRADE_PROJECTS[project]}: no object belongs to it`)].map(oneLine);
}

function lastLines({ outcomes, objects }: UpgradeReport): readonly string[] {
  const all = outcomes.flatMap(({ consequences }) => consequences);
  const count = (weight: Consequence['weight']) => all.filter((consequence) => consequence.weight === weight).length;
  const before = outcomes.reduce((sum, { faultsBefore }) => sum + faultsBefore, 0);
  const kinds = [
    ...new Set(
      outcomes.flatMap(({ notCompared }) => notCompared).map(({ object }) => `${object.apiVersion} ${object.kind}`),
    ),
  ];
  return [
    ...(before > 0
      ? [`The release before the upgrade refuses something already: ${counted(before, 'fault')}. \`check\` lists them.`]
      : []),
    ...(kinds.length > 0
      ? [oneLine(`Not compared, because no schema of the kind is known: ${listedPlaces(kinds)}.`)]
      : []),
    `${count('refused')} refused, ${count('behavior')} with other behavior, ${count('deprecated')} deprecated, ${count('new')} new in ${counted(objects, 'object')} of ${counted(outcomes.length, 'cluster')}`,
  ];
}

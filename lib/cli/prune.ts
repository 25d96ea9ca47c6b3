import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Diagnostic, InvalidInput } from '../diagnostic.js';
import { nearest } from '../formats/did-you-mean.js';
import { INVENTORY, readInventory } from '../manifest/inventory.js';
import { parseManifests } from '../manifest/load.js';
import { findSources, loadCluster } from '../manifest/load-files.js';
import { identityKey, keyOf } from '../manifest/object.js';
import { compareText } from '../manifest/order.js';
import {
  type FormerState,
  type GoneEntry,
  type GoneObject,
  goneEntries,
  inOrderOfDeletion,
} from '../manifest/prune/gone.js';
import { componentOf, decide, INCLUDABLE, type Includable } from '../manifest/prune/kept.js';
import { type ClusterPruning, pruningScript } from '../manifest/prune/script.js';
import { counted } from '../report/summary.js';
import { GitRepository, type RevisionFile } from './git.js';
import { OUTPUT_FOLDER } from './output-folder.js';
import { refusalText } from './refusal.js';

const DONE = 0;
const UNABLE = 2;

const NAME = /^[a-z0-9-]+$/;

/** The options of the command line. */
export interface PruneOptions {
  /** Oldest revision to compare with. @default - all ancestors of the current one */
  readonly since?: string;
  /** kubectl context. @default - the name of the cluster */
  readonly context?: string;
  /** The folder that `synth` writes. */
  readonly output: string;
  /** Comma-separated kinds of {@link INCLUDABLE}. */
  readonly include?: string;
}

/** Receives the script, or why there is none. */
export interface PruneOutput {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Prints the script that deletes what is gone from a fleet or a cluster. Returns the exit code. */
export function runPrune(target: string, options: PruneOptions, { out, err }: PruneOutput): number {
  try {
    const { clusters, notes } = findGone(target, options);
    // The script may go straight to a shell, which ignores its comments.
    err(notes.map((note) => `note: ${note}\n`).join(''));
    out(pruningScript(clusters, notes));
    return DONE;
  } catch (error) {
    err(`${refusalText(error)}\n`);
    return UNABLE;
  }
}

function findGone(target: string, options: PruneOptions): { clusters: ClusterPruning[]; notes: string[] } {
  const { output } = options;
  const include = includedKinds(options.include);
  if (!existsSync(output)) {
    throw new InvalidInput([
      {
        where: output,
        got: 'not there',
        expected: 'the folder that synth writes, because what it contains is not deleted',
        fix: 'Run `npm run synth`, or name the folder with --output.',
      },
    ]);
  }
  const repository = new GitRepository(output);
  const head = repository.commit('HEAD');
  const since = options.since === undefined ? undefined : repository.commit(options.since);
  const inventories = (glob: string): RevisionFile[] => {
    const changed = repository.changes(glob, head, since);
    if (since === undefined) return changed;
    const then = repository.files(since).map((path) => ({ revision: since, path }));
    return [...changed, ...then.filter(({ path }) => path.endsWith(`/${INVENTORY}`))];
  };
  const folders = foldersOf(target, options, inventories);
  const contexts = options.context;
  if (contexts !== undefined && folders.length > 1) {
    throw new InvalidInput([
      {
        where: '--context',
        got: `'${contexts}' for the ${folders.length} clusters of ${target}`,
        expected: 'one cluster with it',
        fix: `Name the cluster too, as in ${folders[0]}.`,
      },
    ]);
  }
  const files = inventories(`${target.includes('/') ? target : `${target}/*`}/${INVENTORY}`);
  const notes = repository.isShallow
    ? [
        `the clone is shallow, so objects that ${output} had only in missing revisions are not known; \`git fetch --unshallow\` gets these.`,
      ]
    : [];
  const clusters = folders.map((folder) => {
    const own = files.filter(({ path }) => path === `${folder}/${INVENTORY}`);
    return pruningOf(folder, own, { repository, output, include, context: contexts, notes });
  });
  return { clusters, notes };
}

interface Surroundings {
  readonly repository: GitRepository;
  readonly output: string;
  readonly include: ReadonlySet<Includable>;
  readonly context: string | undefined;
  readonly notes: string[];
}

function pruningOf(folder: string, inventories: readonly RevisionFile[], around: Surroundings): ClusterPruning {
  const { repository, output, include, context, notes } = around;
  const texts = repository.texts(inventories);
  const former = inventories.map(({ revision, path }, index): FormerState => {
    const { entries, strange } = readInventory(texts[index] ?? '');
    if (strange.length > 0)
      notes.push(
        `${output}/${path} in ${revision}: ${counted(strange.length, 'line')} that no run writes ${strange.length === 1 ? 'is' : 'are'} ignored.`,
      );
    return { revision, entries };
  });
  const present = presentIn(join(output, folder));
  const gone = withObjects(folder, goneEntries(former, new Set(present.keys())), repository);
  const [fleet = '', cluster = ''] = folder.split('/');
  const components = present.size === 0 ? undefined : new Set([...present.values()]);
  return {
    fleet,
    cluster,
    context: context ?? cluster,
    decisions: decide(inOrderOfDeletion(gone), { include, components }),
    whole: components === undefined,
  };
}

/** The objects of a cluster's folder by their keys, each with its component. */
function presentIn(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const sources = findSources([folder]);
  const loaded = sources.clusters.map(loadCluster);
  const errors = [...sources.notes, ...loaded.flatMap(({ notes }) => notes)].filter(({ level }) => level === 'error');
  if (errors.length > 0) {
    throw new InvalidInput(
      errors.map(({ file, message }) => ({
        where: file,
        got: `not usable: it ${message}`,
        expected: 'what synth writes, because what it contains is not deleted',
        fix: 'Run `npm run synth`.',
      })),
    );
  }
  return new Map(
    loaded.flatMap(({ view }) =>
      view.resources.map(({ object, file }): [string, string] => [identityKey(object), componentOf({ path: file })]),
    ),
  );
}

/** The objects of entries, from their files. An object that its file does not have was never applied. */
function withObjects(folder: string, gone: readonly GoneEntry[], repository: GitRepository): GoneObject[] {
  const files = new Map<string, RevisionFile>();
  const nameOf = ({ revision, path }: RevisionFile) => `${revision}:${path}`;
  for (const { revision, path } of gone) {
    const file = { revision, path: `${folder}/${path}` };
    files.set(nameOf(file), file);
  }
  const texts = repository.texts([...files.values()]);
  const objects = new Map(
    [...files.keys()].map((name, index) => [
      name,
      new Map(parseManifests(texts[index] ?? '', name).resources.map(({ object }) => [identityKey(object), object])),
    ]),
  );
  return gone.flatMap((entry) => {
    const object = objects.get(nameOf({ ...entry, path: `${folder}/${entry.path}` }))?.get(keyOf(entry));
    return object === undefined ? [] : [{ path: entry.path, object }];
  });
}

/** The requested cluster folders, of those that are or were in the output. */
function foldersOf(
  target: string,
  { output, since }: Pick<PruneOptions, 'output' | 'since'>,
  inventories: (glob: string) => RevisionFile[],
): string[] {
  const [fleet = '', cluster, ...more] = target.split('/');
  const wellFormed = NAME.test(fleet) && (cluster === undefined || NAME.test(cluster)) && more.length === 0;
  const known = (name: string): string[] => {
    const former = inventories(`${name}/*/${INVENTORY}`).map(({ path }) => path.split('/').slice(0, 2).join('/'));
    return [...new Set([...former, ...foldersIn(output, name)])].sort(compareText);
  };
  const folders = wellFormed
    ? known(fleet).filter((folder) => (cluster === undefined ? folder.startsWith(`${fleet}/`) : folder === target))
    : [];
  if (folders.length > 0) return folders;
  const all = known('*');
  const fleets = [...new Set(all.map((folder) => folder.replace(/\/.*$/, '')))];
  // The path of a folder or a file contains the target.
  const meant = all.find((folder) => `/${target}/`.includes(`/${folder}/`)) ?? nearest(target, [...fleets, ...all]);
  throw new InvalidInput([
    {
      where: 'The target',
      got: `'${target}', which ${output} ${since === undefined ? 'never had' : `has not had since ${since}`}`,
      expected: 'a fleet, or <fleet>/<cluster>',
      fix:
        meant === undefined
          ? `Name one of the fleets: ${fleets.join(', ') || 'there are none'}.`
          : `Did you mean ${meant}?`,
    },
  ]);
}

/** `<fleet>/<cluster>` for each folder with an inventory; `*` means all fleets. */
function foldersIn(output: string, fleet: string): string[] {
  const below = (folder: string): string[] =>
    existsSync(folder)
      ? readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
      : [];
  return (fleet === '*' ? below(output) : [fleet]).flatMap((name) =>
    below(join(output, name))
      .filter((cluster) => existsSync(join(output, name, cluster, INVENTORY)))
      .map((cluster) => `${name}/${cluster}`),
  );
}

function includedKinds(text: string | undefined): ReadonlySet<Includable> {
  const problems: Diagnostic[] = [];
  const include = new Set<Includable>();
  for (const word of text === undefined ? [] : text.split(',')) {
    const kind = INCLUDABLE.find((known) => known === word);
    if (kind !== undefined) include.add(kind);
    else {
      const meant = nearest(word, INCLUDABLE);
      problems.push({
        where: '--include',
        got: `'${word}'`,
        expected: INCLUDABLE.join(', '),
        fix: meant === undefined ? 'Name some of these, with commas between them.' : `Did you mean ${meant}?`,
      });
    }
  }
  if (problems.length > 0) throw new InvalidInput(problems);
  return include;
}

const HELP = `
Apply all stages first; then read what this prints, and pipe it to sh. It deletes what a committed revision of the output
had and the current one does not, in the reverse of the order in which it was applied. It does not touch objects without
the labels of the fleet. Only as comments, unless included:
  namespaces  everything in them is deleted too
  crds        all objects of their kinds are deleted too
  claims      PersistentVolumeClaims, StatefulSets with claims, and what may guard such a StatefulSet
  clusters    everything of a cluster that was removed as a whole
Exit code 0: the script is complete. 2: there is none.`;

/** Adds `prune` to the program. `finish` receives the exit code. */
export function registerPrune(program: Command, output: PruneOutput, finish: (code: number) => void): void {
  program
    .command('prune')
    .description('prints a shell script that deletes from a cluster what the output no longer has')
    .argument('<target>', 'a fleet, or <fleet>/<cluster>')
    .option('--since <revision>', 'the oldest git revision to compare with (default: all ancestors of HEAD)')
    .option('--context <name>', 'kubectl context (default: the name of the cluster)')
    .option('--output <folder>', 'the folder that synth writes', OUTPUT_FOLDER)
    .option('--include <kinds>', `deletes these too: ${INCLUDABLE.join(', ')}, with commas between them`)
    .addHelpText('after', HELP)
    .action((target: string, options: PruneOptions) => finish(runPrune(target, options, output)));
}

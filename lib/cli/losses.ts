import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '../diagnostic.js';
import { INVENTORY, type InventoryEntry, readInventory } from '../manifest/inventory.js';
import { keyOf } from '../manifest/object.js';
import { goneEntries } from '../manifest/prune/gone.js';
import { lossList } from '../manifest/prune/loss-list.js';
import { GitRepository } from './git.js';

/** The output in a revision, or why it is not known. */
export type FormerOutput =
  | { readonly repository: GitRepository; readonly commit: string; readonly revision: string }
  | { readonly unknown: string };

/** Digits of a hash that a reader needs. */
const SHORT_HASH = 7;

/**
 * Finds the revision to compare the output with. Throws {@link InvalidInput} if the requested one is unknown.
 *
 * @param since a git revision.
 * @default HEAD, if there is one
 */
export function formerOutput(outdir: string, since?: string): FormerOutput {
  const name = since ?? 'HEAD';
  try {
    const repository = new GitRepository(outdir);
    const commit = repository.commit(name);
    const hash = commit.slice(0, SHORT_HASH);
    return { repository, commit, revision: commit.startsWith(name) ? hash : `${name} (${hash})` };
  } catch (error) {
    if (since !== undefined || !(error instanceof InvalidInput)) throw error;
    return { unknown: error.message };
  }
}

/** The objects that a revision holds and the output does not, and how to delete them, as lines to print. */
export function lossesSince(former: FormerOutput, outdir: string): string {
  if ('unknown' in former) return `gone    not known: ${former.unknown}\n`;
  const { repository, commit, revision } = former;
  const inventories = repository
    .files(commit)
    .filter((path) => path.endsWith(`/${INVENTORY}`) && path.split('/').length === 3)
    .map((path) => ({ revision: commit, path }));
  if (inventories.length === 0) return `gone    not known: ${revision} holds no inventory below ${outdir}\n`;
  const texts = repository.texts(inventories);
  const losses = inventories.map(({ path }, index) => {
    const { entries } = readInventory(texts[index] ?? '');
    const present = entriesOf(join(outdir, path));
    const gone = goneEntries([{ revision: commit, entries }], new Set(present.map(keyOf)));
    return { folder: path.slice(0, -`/${INVENTORY}`.length), gone, whole: present.length === 0 };
  });
  return lossList(losses, revision);
}

function entriesOf(inventory: string): readonly InventoryEntry[] {
  return existsSync(inventory) ? readInventory(readFileSync(inventory, 'utf8')).entries : [];
}

import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutputTree } from '../../lib/manifest/output-tree.js';

/** Path of an output folder that does not exist, alone in a new folder. */
export const outputFolder = () => join(mkdtempSync(join(tmpdir(), 'output-tree-')), 'dist');

/** The files of a cluster, with their inventory. */
export const cluster = (name: string, files: Record<string, string>) => [
  ...Object.entries(files).map(([path, text]) => ({ path: `sys/${name}/${path}`, text })),
  {
    path: `sys/${name}/inventory.tsv`,
    text: Object.keys(files)
      .map((path) => `${path}\tv1\tConfigMap\t\tx\n`)
      .join(''),
  },
];

/** Writes clusters as one run does. */
export function run(root: string, ...clusters: { path: string; text: string }[][]) {
  const tree = new OutputTree(root, 'test');
  for (const files of clusters) tree.stage(files);
  return tree.commit();
}

/** Every file below a folder, by its path there. */
export function contents(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (at: string) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) walk(path);
      else found[path.slice(folder.length + 1)] = readFileSync(path, 'utf8');
    }
  };
  if (existsSync(folder)) walk(folder);
  return found;
}

/** What a commit throws. */
export function refusalOf(root: string, tree: OutputTree): string {
  try {
    tree.commit();
  } catch (error) {
    return String(error).replaceAll(root, 'dist');
  }
  return 'no error';
}

import { join } from 'node:path';
import { importedFiles } from '../import/outputs.js';
import type { Artifact } from './artifact.js';

/** The typed classes and strict schemas of every kind. */
export const artifact: Artifact = {
  places: ['imports'],
  owns: (path) => path.startsWith('imports/'),
  files: (root) =>
    new Map([...importedFiles(join(root, 'node_modules'))].map(([path, text]) => [`imports/${path}`, text] as const)),
};

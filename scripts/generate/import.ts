import { importedFiles } from '../import/outputs.js';
import type { Artifact } from './artifact.js';

/** The typed classes and strict schemas of every kind. */
export const artifact: Artifact = {
  places: ['imports'],
  owns: (path) => path.startsWith('imports/'),
  files: async (root) =>
    new Map([...(await importedFiles(root))].map(([path, text]) => [`imports/${path}`, text] as const)),
};

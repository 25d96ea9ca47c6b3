import type { Change } from '../change.js';

/** All changes that are known, by project. */
export const allChanges: readonly Change[] = [];

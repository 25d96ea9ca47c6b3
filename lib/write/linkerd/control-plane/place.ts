import type { Diagnostic } from '../../../diagnostic.js';

/** The place of a value in the construct's props. */
export type At = (path: string) => Pick<Diagnostic, 'where' | 'path'>;

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the public root certificates, named `<fleet>.root-<n>.crt`. */
export const ROOTS_FOLDER = 'systems/roots';

/** The public roots of a fleet in PEM, in the order of their numbers. There are two during a rotation. */
export function readRoots(fleet: string, folder = ROOTS_FOLDER): string[] {
  if (!existsSync(folder)) return [];
  const numbered = readdirSync(folder).flatMap((file) => {
    const number = file.startsWith(`${fleet}.`) ? /^\.root-(\d+)\.crt$/.exec(file.slice(fleet.length))?.[1] : undefined;
    return number === undefined ? [] : [{ file, number: Number(number) }];
  });
  return numbered.sort((a, b) => a.number - b.number).map(({ file }) => readFileSync(join(folder, file), 'utf8'));
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A file of the repository, by its path from the root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Every file below the given folders and files that has one of the endings. */
export function sourceFiles(places: readonly string[], endings: readonly string[] = ['.ts']): SourceFile[] {
  return places
    .flatMap((place) => pathsBelow(place))
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

function pathsBelow(place: string): string[] {
  const entries = readdirSync(join(ROOT, place, '..'), { withFileTypes: true });
  if (entries.some((entry) => entry.name === place.split('/').at(-1) && entry.isFile())) return [place];
  return readdirSync(join(ROOT, place), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? pathsBelow(`${place}/${entry.name}`) : [`${place}/${entry.name}`],
  );
}

/** The modules that a file imports, statically or not; relative ones as paths from the root. */
export function importsOf({ path, text }: SourceFile): string[] {
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  return specifiers.map((specifier) =>
    specifier.startsWith('.') ? join(path, '..', specifier).replace(/\.js$/, '.ts') : specifier,
  );
}

import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

/** Files as syntax trees, by their paths from the root. */
export type Sources = ReadonlyMap<string, ts.SourceFile>;

/** The files at these places, which are folders or files. */
export function readSources(root: string, places: readonly string[]): Sources {
  const paths = places.flatMap((place) =>
    place.endsWith('.ts')
      ? [place]
      : readdirSync(join(root, place), { recursive: true, encoding: 'utf8' })
          .map((path) => `${place}/${path.replaceAll('\\', '/')}`)
          .filter((path) => path.endsWith('.ts')),
  );
  return new Map(
    paths
      .sort()
      .map((path) => [
        path,
        ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true),
      ]),
  );
}

/** Something that a file declares. */
export interface Declared<Node extends ts.Node> {
  readonly path: string;
  readonly node: Node;
}

/** The initializer of a constant that a file declares or imports; undefined for any other name. */
export function constantOf(sources: Sources, path: string, name: string): Declared<ts.Expression> | undefined {
  const source = sources.get(path);
  for (const statement of source?.statements ?? []) {
    if (ts.isVariableStatement(statement)) {
      const found = statement.declarationList.declarations.find((node) => node.name.getText() === name)?.initializer;
      if (found !== undefined) return { path, node: found };
    }
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) continue;
    const imported = bindings.elements.find((element) => element.name.text === name);
    if (imported === undefined) continue;
    const target = posix.join(path, '..', statement.moduleSpecifier.text).replace(/\.js$/, '.ts');
    return constantOf(sources, target, (imported.propertyName ?? imported.name).text);
  }
  return undefined;
}

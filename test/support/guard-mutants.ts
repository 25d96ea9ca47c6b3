import ts from 'typescript';

/** A rule's source without one of its guards. */
export interface GuardMutant {
  /** The guard that is gone, on one line. */
  readonly guard: string;
  readonly source: string;
}

/** The source without each `if` that only ends a function or a turn of a loop, one at a time. */
export function guardMutants(source: string): readonly GuardMutant[] {
  const file = ts.createSourceFile('rule.ts', source, ts.ScriptTarget.Latest, true);
  const mutants: GuardMutant[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIfStatement(node) && node.elseStatement === undefined && ends(node.thenStatement)) {
      const [start, end] = [node.getStart(file), node.getEnd()];
      mutants.push({
        guard: source.slice(start, end).replaceAll(/\s+/g, ' '),
        source: `${source.slice(0, start)}${source.slice(end)}`,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return mutants;
}

function ends(statement: ts.Statement): boolean {
  if (ts.isBlock(statement)) {
    const last = statement.statements.at(-1);
    return last !== undefined && ends(last);
  }
  return ts.isReturnStatement(statement) || ts.isContinueStatement(statement);
}

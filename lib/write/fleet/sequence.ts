import { type IConstruct, Node } from 'constructs';

/** A place among objects that take effect together, where the order in which they change matters. */
export interface Turn {
  /** The topic of the objects, such as a port; sequences are ordered by this text. */
  readonly sequence: string;
  /** Number within the sequence; objects with the same turn keep the usual order. */
  readonly turn: number;
}

const turns = new WeakMap<IConstruct, Turn>();

/**
 * Applies the objects below a construct in this turn, after all objects of their file without a turn. Deletion uses the
 * opposite order. It has no effect in an app that uses cdk8s' own writer.
 */
export function applyInTurn<C extends IConstruct>(construct: C, turn: Turn): C {
  turns.set(construct, turn);
  return construct;
}

/** The turn of the nearest construct above, or of the construct itself, that has one. */
export function turnOf(construct: IConstruct): Turn | undefined {
  for (const scope of Node.of(construct).scopes.reverse()) {
    const turn = turns.get(scope);
    if (turn !== undefined) return turn;
  }
  return undefined;
}

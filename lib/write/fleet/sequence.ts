import { type IConstruct, Node } from 'constructs';

/** A place among objects that take effect together, where the order in which they change matters. */
export interface Turn {
  /** What the objects are about, such as a port; sequences follow each other in the order of this text. */
  readonly sequence: string;
  /** Number within the sequence; objects of one turn keep the order of all objects. */
  readonly turn: number;
}

const turns = new WeakMap<IConstruct, Turn>();

/**
 * Says that the objects below a construct are applied after all of their file that have no turn, and in their turn. What is taken
 * away goes in the opposite order. In an app of your own, with cdk8s' own writer, it has no effect.
 */
export function applyInTurn<C extends IConstruct>(construct: C, turn: Turn): C {
  turns.set(construct, turn);
  return construct;
}

/** The turn of the nearest construct above, itself included, for which one was stated. */
export function turnOf(construct: IConstruct): Turn | undefined {
  for (const scope of Node.of(construct).scopes.reverse()) {
    const turn = turns.get(scope);
    if (turn !== undefined) return turn;
  }
  return undefined;
}

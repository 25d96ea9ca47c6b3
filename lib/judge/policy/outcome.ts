import type { Fault } from '../../diagnostic.js';
import type { Resource } from '../../manifest/resource.js';

/** A rule could not tell whether its fact holds, because something that it depends on is not known. */
export interface NotJudged {
  /** What is missing or not understood: `Namespace apps is not among the files`. No period. */
  readonly notJudged: string;
  /**
   * The object that could not be judged.
   * @default - the object that the rule was given, or the cluster as a whole
   */
  readonly resource?: Resource;
}

/**
 * What a rule says of what it was given. A rule that says nothing of it has found it in order. An object rule may leave out the
 * object, since it is always the one that it was given.
 */
export type Outcome = (Fault & { readonly resource?: Resource }) | NotJudged;

/** Says that the rule could not tell, and why: `notJudged('Namespace apps is not among the files')`. */
export function notJudged(reason: string, resource?: Resource): NotJudged {
  return resource === undefined ? { notJudged: reason } : { notJudged: reason, resource };
}

export function isNotJudged(outcome: object): outcome is NotJudged {
  return 'notJudged' in outcome;
}

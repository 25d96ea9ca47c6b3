import type { Fault } from '../../diagnostic.js';
import type { Resource } from '../../manifest/resource.js';

/** A rule could not decide whether its fact is true, because something that it depends on is unknown. */
export interface NotJudged {
  /** What is missing or not understood: `Namespace apps is not among the files`. No period. */
  readonly notJudged: string;
  /**
   * The object that could not be judged.
   * @default - the object that the rule judges, or the whole cluster
   */
  readonly resource?: Resource;
}

/**
 * What a rule reports about its target. Without a report the target is in order. An object rule may omit the object,
 * which is always the one that it judges.
 */
export type Outcome = (Fault & { readonly resource?: Resource }) | NotJudged;

/** Reports that the rule could not decide, and why: `notJudged('Namespace apps is not among the files')`. */
export function notJudged(reason: string, resource?: Resource): NotJudged {
  return resource === undefined ? { notJudged: reason } : { notJudged: reason, resource };
}

export function isNotJudged(outcome: object): outcome is NotJudged {
  return 'notJudged' in outcome;
}

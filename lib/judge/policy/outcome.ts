import type { Fault } from '../../diagnostic.js';
import type { Violation } from '../../manifest/field.js';
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
  /**
   * Path of the field in it that could not be judged.
   * @default - the field that the rule judges, or the whole object
   */
  readonly path?: string;
}

/** An object, or a field of one. */
export type Place = Resource | Pick<Violation, 'resource' | 'path'>;

/**
 * What a rule reports about its target. Without a report the target is in order. An object rule may omit the object,
 * which is always the one that it judges.
 */
export type Outcome = (Fault & { readonly resource?: Resource }) | NotJudged;

/** Reports that the rule could not decide, and why: `notJudged('Namespace apps is not among the files')`. */
export function notJudged(reason: string, place?: Place): NotJudged {
  if (place === undefined) return { notJudged: reason };
  if (!('resource' in place)) return { notJudged: reason, resource: place };
  return { notJudged: reason, resource: place.resource, path: place.path };
}

export function isNotJudged(outcome: object): outcome is NotJudged {
  return 'notJudged' in outcome;
}

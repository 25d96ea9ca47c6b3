import type { Field } from '../../../manifest/field.js';
import type { Json } from '../../../manifest/object.js';

type Scalar = string | number | boolean;

/** What holds of a field. Where it may be absent, null counts as absent, as for the API server. */
export type Requirement =
  /** The value, and no other; absent is a violation too. */
  | { readonly equal: Scalar }
  /** One of these; absent is a violation too. */
  | { readonly beOneOf: readonly Scalar[] }
  /** Absent, or one of these. A value of another type is the matter of the schema. */
  | { readonly beAbsentOr: readonly Scalar[] }
  /** Absent, or any value but this. */
  | { readonly notEqual: Scalar }
  /** Absent, or any text in which this regular expression (RE2) is not found. */
  | { readonly notMatch: string }
  /** Absent, or a number from the first to the second, both included. */
  | { readonly beAbsentOrBetween: readonly [number, number] }
  | 'be set'
  | 'be absent';

/** A fact about one field of an owner, or about every field that the path matches. */
export interface FieldStatement {
  /** Path from the owner: `securityContext.privileged`. `[*]` matches every item of a list: `ports[*].hostPort`. */
  readonly field: string;
  /**
   * Path from the spec of the pod to the field that applies if a container's own is absent.
   * @default - only the container's own field counts
   */
  readonly fallback?: string;
  readonly must: Requirement;
  /**
   * What would have been accepted, in words.
   * @default - derived from `must`
   */
  readonly expected?: string;
  /**
   * What happens otherwise.
   * @default - the rationale of the rule says enough
   */
  readonly effect?: string;
  /** What to change. */
  readonly fix: string;
}

/** Whether a field is as required. */
export function meets(field: Field, must: Requirement): boolean {
  if (must === 'be set') return field.isSet;
  if (must === 'be absent') return !field.isSet;
  if ('equal' in must) return field.value === must.equal;
  if ('beOneOf' in must) return includes(must.beOneOf, field);
  if (!field.isSet) return true;
  if ('notEqual' in must) return field.value !== must.notEqual;
  if ('notMatch' in must) return !new RegExp(must.notMatch).test(field.text ?? '');
  if ('beAbsentOrBetween' in must) {
    const [lowest, highest] = must.beAbsentOrBetween;
    return field.number === undefined || (field.number >= lowest && field.number <= highest);
  }
  return must.beAbsentOr.every((allowed) => typeof allowed !== typeof field.value) || includes(must.beAbsentOr, field);
}

function includes(allowed: readonly Json[], { value }: Field): boolean {
  return allowed.some((each) => each === value);
}

/** A requirement in words, as messages state what they expected. */
export function expectedOf({ must, expected, fallback }: FieldStatement): string {
  return expected ?? `${wordsFor(must)}${fallback === undefined ? '' : ', here or for the whole pod'}`;
}

function wordsFor(must: Requirement): string {
  if (must === 'be set') return 'a value';
  if (must === 'be absent') return 'nothing';
  if ('equal' in must) return String(must.equal);
  if ('notEqual' in must) {
    return typeof must.notEqual === 'boolean' ? String(!must.notEqual) : `another value than ${must.notEqual}`;
  }
  if ('notMatch' in must) return `text without ${must.notMatch}`;
  if ('beAbsentOrBetween' in must) {
    const [lowest, highest] = must.beAbsentOrBetween;
    return lowest === highest ? String(lowest) : `${lowest} to ${highest}`;
  }
  const [first = 'nothing', ...others] = ('beOneOf' in must ? must.beOneOf : must.beAbsentOr).map(String);
  if (others.length === 0) return first;
  return others.length === 1 ? `${first} or ${others[0]}` : `one of ${[first, ...others].join(', ')}`;
}

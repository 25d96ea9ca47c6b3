import type { Fault } from '../../diagnostic.js';
import { Field } from '../../manifest/field.js';
import { identityKey } from '../../manifest/object.js';
import type { Resource } from '../../manifest/resource.js';
import type { Finding, Undecided } from '../finding.js';
import type { Crash, Evaluation } from './evaluation.js';
import { sortFindings } from './finding-order.js';
import { isNotJudged, type NotJudged, type Outcome } from './outcome.js';
import type { Rule } from './rule.js';

/** An outcome, which for a fleet rule says in which cluster. */
type Recorded = Outcome & { readonly cluster?: string };

/** Runs rules on what they are about, writes down what they say, and counts what they judged. */
export class Recorder {
  readonly #findings = new Map<string, Finding>();
  readonly #judged = new Map<string, number>();
  readonly #undecided = new Map<string, Undecided>();
  readonly #crashes: Crash[] = [];

  /** `cluster` is where the outcomes belong that name no cluster themselves. */
  constructor(private readonly cluster: string) {}

  /** Checks what a rule is about: `given`, or something in it; without it the rule looks at more than one object. */
  judge<Target>(
    rule: Rule,
    targets: Iterable<Target | NotJudged>,
    check: (target: Target) => Iterable<Recorded>,
    given?: Resource,
  ): void {
    for (const target of targets) {
      if (isUnknown(target)) this.#note(rule, target, { given, path: '' });
      else this.#judgeOne(rule, check(target), { given, path: pathOf(target) });
    }
  }

  /** A target counts as judged if a fault was found in it, or if nothing in it was left open. */
  #judgeOne(rule: Rule, outcomes: Iterable<Recorded>, target: Looked): void {
    let violated = false;
    let withheld = false;
    for (const outcome of outcomes) {
      this.#note(rule, outcome, target);
      if (isNotJudged(outcome)) withheld = true;
      else violated = true;
    }
    if (violated || !withheld) this.#judged.set(rule.id, (this.#judged.get(rule.id) ?? 0) + 1);
  }

  /** Two targets in one object, such as two servers of one configuration, may have the same outcome: it is written down once. */
  #note(rule: Rule, outcome: Recorded, { given, path: lookedAt }: Looked): void {
    const resource = outcome.resource ?? given;
    const cluster = outcome.cluster ?? this.cluster;
    const place = [rule.id, cluster, ...(resource === undefined ? [] : placeOf(resource))];
    if (isNotJudged(outcome)) {
      const { notJudged: reason, path = outcome.resource === undefined ? lookedAt : '' } = outcome;
      this.#undecided.set(JSON.stringify([...place, path, reason]), { rule: rule.id, cluster, resource, path, reason });
    } else if (resource === undefined || (given !== undefined && resource !== given)) {
      throw new Error('it reported on another object than the one that it was given');
    } else {
      const { path, got, expected, effect, fix } = outcome;
      const identity = JSON.stringify([...place, path, got, expected, effect, fix]);
      this.#findings.set(identity, finding(rule, cluster, resource, outcome));
    }
  }

  /** Writes down that a rule threw. */
  guard({ id }: Rule, object: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#crashes.push({ rule: id, cluster: this.cluster, object, message });
    }
  }

  evaluation(): Evaluation {
    return {
      findings: sortFindings([...this.#findings.values()]),
      judged: this.#judged,
      undecided: [...this.#undecided.values()],
      crashes: this.#crashes,
    };
  }
}

/** Where a rule looked. */
interface Looked {
  /** Undefined if the rule looks at more than one object. */
  readonly given: Resource | undefined;
  /** Path of the field; empty for the whole object. */
  readonly path: string;
}

/** A target is a field, or belongs to one as a container does, or is something of the whole object. */
function pathOf(target: unknown): string {
  if (target instanceof Field) return target.path;
  if (typeof target !== 'object' || target === null || !('field' in target)) return '';
  return target.field instanceof Field ? target.field.path : '';
}

function placeOf({ file, document, object }: Resource): readonly (string | number)[] {
  return [file, document, identityKey(object)];
}

function isUnknown(target: unknown): target is NotJudged {
  return typeof target === 'object' && target !== null && isNotJudged(target);
}

function finding({ id, severity }: Rule, cluster: string, resource: Resource, fault: Fault): Finding {
  const { path, got, expected, effect, fix } = fault;
  return {
    ...{ rule: id, severity, cluster, resource, path, got, expected },
    ...(effect === undefined ? {} : { effect }),
    fix,
  };
}

import type { Field } from '../../../manifest/field.js';
import { listed } from '../../../manifest/listed.js';
import { objectLabel } from '../../../manifest/object.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../../model/cluster-index.js';
import { isNotJudged, type NotJudged } from '../outcome.js';
import { type ClusterRule, defineRule, type Rule, type RuleText } from '../rule.js';

/** What a field takes for its object, and for no other. */
export interface Claim {
  readonly field: Field;
  /** What is taken. The same text is the same thing: `30722/TCP`. */
  readonly things: readonly string[];
}

/** A claim, and the others that want one of its things. */
interface Rivalry {
  readonly claim: Claim;
  readonly rivals: readonly Claim[];
}

/** A rule that states that no two fields take the same thing. */
export interface CompetingRule extends Omit<RuleText, 'states'>, Pick<ClusterRule, 'passes' | 'fails'> {
  /** What an object of `appliesTo` takes, or why that is not known. */
  claims(resource: Resource, cluster: ClusterIndex): Iterable<Claim | NotJudged>;
  /** Which claims are reported: every one that has a rival, or those that come later than the first, which keeps the thing. */
  readonly report: 'each' | 'later';
  /**
   * What was found; `rivals` names the other objects.
   * @default - what is claimed, and who claims it too
   */
  got?(claim: Claim, rivals: string): string;
  readonly expected: string;
  /** @default - the rationale says enough */
  readonly effect?: string;
  readonly fix: string;
}

/** Declares a rule about what only one may have, such as a node port, or the pods that a Sidecar is for. It judges each claim. */
export function competing(rule: CompetingRule): Rule {
  const { claims, report, got, expected, effect, fix, ...text } = rule;
  return defineRule<Rivalry>({
    ...text,
    scope: 'cluster',
    about: (cluster) => {
      const all = cluster.ofKind(...text.appliesTo).flatMap((resource) => [...claims(resource, cluster)]);
      const known = all.flatMap((claim) => ('things' in claim ? [claim] : []));
      return [...all.filter(isNotJudged), ...rivalries(known, report)];
    },
    *check({ claim, rivals }) {
      if (rivals.length === 0) return;
      const names = listed([...new Set(rivals.map(({ field }) => objectLabel(field.resource.object)))].sort());
      yield claim.field.violation({
        got: got?.(claim, names) ?? `${listed(claim.things)}, which ${names} claims too`,
        expected,
        ...(effect === undefined ? {} : { effect }),
        fix,
      });
    },
  });
}

function rivalries(claims: readonly Claim[], report: CompetingRule['report']): readonly Rivalry[] {
  const claimants = new Map<string, Claim[]>();
  for (const claim of claims) {
    for (const thing of new Set(claim.things)) {
      const group = claimants.get(thing);
      if (group === undefined) claimants.set(thing, [claim]);
      else group.push(claim);
    }
  }
  return claims.map((claim) => {
    const rivals = new Set(
      claim.things.flatMap((thing) => {
        const group = claimants.get(thing) ?? [];
        return report === 'each' ? group : group.slice(0, 1);
      }),
    );
    rivals.delete(claim);
    return { claim, rivals: [...rivals] };
  });
}

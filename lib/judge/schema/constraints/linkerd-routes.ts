import { parseGoDuration } from '../../../formats/go-duration.js';
import type { Field } from '../../../manifest/field.js';
import { groupOf } from '../../../manifest/object.js';
import { notAllowed, type SchemaViolation } from '../violation.js';

/** Types of path whose value is a path, not a pattern. */
const LITERAL: ReadonlySet<string> = new Set(['Exact', 'PathPrefix']);

/**
 * What the policy controller of Linkerd refuses in routes. A redirect to a relative path leads nowhere with any implementation; the
 * Gateway API's own rules say the rest of its routes.
 *
 * @see https://github.com/linkerd/linkerd2/blob/main/policy-controller/src/admission.rs
 */
export function* checkLinkerdRoutes(object: Field, kind: string): Iterable<SchemaViolation> {
  const group = groupOf(kind);
  const name = kind.slice(kind.lastIndexOf('/') + 1);
  const isOwn = group === 'policy.linkerd.io';
  if (name === 'HTTPRoute' && (isOwn || group === 'gateway.networking.k8s.io'))
    for (const rule of object.at('spec', 'rules').items) {
      yield* relative(rule.all('filters[*].requestRedirect.path.replaceFullPath'));
      if (!isOwn) continue;
      yield* relative(rule.all('filters[*].requestRedirect.path.replacePrefixMatch'));
      yield* relative(literalPaths(rule));
      yield* timeouts(rule.at('timeouts'));
    }
  if (group === 'gateway.networking.k8s.io' && (name === 'TLSRoute' || name === 'TCPRoute'))
    yield* severalRules(object);
}

function literalPaths(rule: Field): readonly Field[] {
  return rule
    .all('matches[*].path')
    .filter((path) => LITERAL.has(path.at('type').text ?? 'PathPrefix'))
    .map((path) => path.at('value'));
}

function* relative(paths: readonly Field[]): Iterable<SchemaViolation> {
  for (const path of paths)
    if (path.text !== undefined && !path.text.startsWith('/'))
      yield notAllowed(path, { expected: 'a path that begins with /', fix: `Write "/${path.text}".` });
}

function* timeouts(field: Field): Iterable<SchemaViolation> {
  const [whole, one] = [field.at('request'), field.at('backendRequest')];
  const [longest, length] = [parseGoDuration(whole.text ?? ''), parseGoDuration(one.text ?? '')];
  // 0s sets no limit in the Gateway API, but Linkerd compares it all the same.
  if (longest !== undefined && length !== undefined && length > longest)
    yield notAllowed(one, {
      expected: `at most ${whole.text}, the timeout of the whole request`,
      fix: 'Shorten it, or lengthen timeouts.request.',
    });
}

function* severalRules(object: Field): Iterable<SchemaViolation> {
  const ofLinkerd = object.all('spec.parentRefs[*].group').some(({ text }) => text === 'policy.linkerd.io');
  const rules = object.at('spec', 'rules');
  if (ofLinkerd && rules.items.length > 1)
    yield notAllowed(rules, {
      got: `${rules.items.length} rules`,
      expected: 'one rule, since Linkerd knows no more',
      fix: 'Write a route for each rule.',
    });
}

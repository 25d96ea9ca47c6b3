/** A label matcher: a text that must be equal, or another comparison with a text or pattern. @see https://prometheus.io/docs/prometheus/latest/querying/basics/#time-series-selectors */
export type Matcher =
  | string
  | { readonly not: string }
  | { readonly matches: string }
  | { readonly matchesNot: string };

/** Label matchers by label. */
export interface Matchers {
  readonly [label: string]: Matcher;
}

/** The series of a metric whose labels match: `up{job="istiod"}`. Labels keep their order. */
export function series(metric: string, matchers: Matchers = {}): string {
  const written = Object.entries(matchers).map(([label, matcher]) => `${label}${comparison(matcher)}`);
  return written.length === 0 ? metric : `${metric}{${written.join(',')}}`;
}

/** A pattern that matches exactly this text, for names that contain dots. */
export function literally(text: string): string {
  return text.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}

/**
 * Bound of a histogram bucket. Prometheus 3 writes an integer as `250.0` whatever the target wrote, Prometheus 2 leaves
 * it unchanged: a matcher for one finds nothing in the other.
 *
 * @see https://prometheus.io/docs/prometheus/latest/migration/#le-and-quantile-label-values
 */
export function bucketBound(bound: number): Matcher {
  return Number.isInteger(bound) ? { matches: `${bound}(\\.0)?` } : String(bound);
}

/** Lines of one expression, joined as PromQL reads them. */
export function lines(...parts: readonly string[]): string {
  return parts.join('\n');
}

function comparison(matcher: Matcher): string {
  if (typeof matcher === 'string') return `=${quoted(matcher)}`;
  if ('not' in matcher) return `!=${quoted(matcher.not)}`;
  if ('matches' in matcher) return `=~${quoted(matcher.matches)}`;
  return `!~${quoted(matcher.matchesNot)}`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

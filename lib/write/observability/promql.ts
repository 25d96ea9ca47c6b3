/** What a label of a series must be: a text, or a text or pattern with which it is compared otherwise. @see https://prometheus.io/docs/prometheus/latest/querying/basics/#time-series-selectors */
export type Matcher =
  | string
  | { readonly not: string }
  | { readonly matches: string }
  | { readonly matchesNot: string };

/** Labels of series, and what each must be. */
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
 * Bound of a histogram's bucket. Prometheus 3 writes a whole number as `250.0` whatever the target wrote, Prometheus 2 leaves it as
 * it is: a comparison with one of them finds nothing in the other.
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

import type { Field } from '../../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../../violation.js';
import { atMostOne } from '../exactly-one.js';

const MAX_REGEX = 1024;
/** What RE2 does not have: lookaround, and references to groups. */
const BEYOND_RE2 = /(^|[^\\])(\\\\)*(\(\?(=|!|<=|<!|>)|\\[1-9]|\\k<)/;
const BARE_QUANTIFIER = /^[*+?]/;

/** Reports a match that matches nothing or cannot be read. */
export function* checkStringMatch(match: Field, mayBeEmpty = false): Iterable<SchemaViolation> {
  if (!match.isSet) return;
  const prefix = match.at('prefix');
  yield* atMostOne(match, ['exact', 'prefix', 'regex']);
  if (prefix.value === '' && !mayBeEmpty)
    yield notAllowed(prefix, { expected: 'text to match', fix: 'Write the text, or regex: ".*" for any.' });
  yield* checkRegex(match.at('regex'));
}

/** Reports a regular expression that Envoy cannot compile, as far as that can be told without RE2. */
export function* checkRegex(regex: Field): Iterable<SchemaViolation> {
  if (regex.text === undefined) return;
  const length = new TextEncoder().encode(regex.text).length;
  if (regex.text === '')
    yield notAllowed(regex, { expected: 'a regular expression', fix: 'Write ".*" to match any text.' });
  else if (length > MAX_REGEX)
    yield notAllowed(regex, {
      got: `${length} bytes`,
      expected: `at most ${MAX_REGEX}`,
      fix: 'Shorten it, or match by prefix.',
    });
  else if (!isRe2(regex.text))
    yield notAllowed(regex, {
      expected: 'a regular expression that RE2 can read',
      fix: 'Correct it; RE2 has no lookaround and no backreferences.',
    });
}

function isRe2(regex: string): boolean {
  if (BARE_QUANTIFIER.test(regex) || BEYOND_RE2.test(regex)) return false;
  // Flags at the start, named groups, POSIX classes and \Q…\E are written differently in JavaScript.
  if (/\(\?[a-zA-Z-]+[:)]|\(\?P<|\[:|\\[QEAzCpP]/.test(regex)) return true;
  try {
    new RegExp(regex);
    return true;
  } catch {
    return false;
  }
}

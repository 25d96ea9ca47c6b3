import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { refused, type Verdict } from '../../verdict.js';
import { atMostOne } from '../exactly-one.js';

const LONGEST_REGEX = 1024;
/** What RE2 leaves out: looking around, and referring back to a group. */
const BEYOND_RE2 = /(^|[^\\])(\\\\)*(\(\?(=|!|<=|<!|>)|\\[1-9]|\\k<)/;
const BARE_QUANTIFIER = /^[*+?]/;

/** Reports a match that matches nothing or cannot be read. */
export function stringMatchVerdicts(at: Segments, match: JsonObject, mayBeEmpty = false): Verdict[] {
  const { prefix, regex } = match;
  const verdicts = atMostOne(at, match, ['exact', 'prefix', 'regex']);
  if (prefix === '' && !mayBeEmpty)
    verdicts.push(refused([...at, 'prefix'], '""', 'text to match', 'Write the text, or regex: ".*" for any.'));
  return [...verdicts, ...regexVerdicts([...at, 'regex'], regex)];
}

/** Reports a regular expression that Envoy cannot compile, as far as that can be told without RE2. */
export function regexVerdicts(at: Segments, regex: unknown): Verdict[] {
  if (typeof regex !== 'string') return [];
  if (regex === '') return [refused(at, '""', 'a regular expression', 'Write ".*" to match any text.')];
  const length = new TextEncoder().encode(regex).length;
  if (length > LONGEST_REGEX)
    return [refused(at, `${length} bytes`, `at most ${LONGEST_REGEX}`, 'Shorten it, or match by prefix.')];
  if (isRe2(regex)) return [];
  return [
    refused(
      at,
      JSON.stringify(regex),
      'a regular expression as RE2 reads it',
      'Correct it; RE2 knows no lookaround and no backreference.',
    ),
  ];
}

function isRe2(regex: string): boolean {
  if (BARE_QUANTIFIER.test(regex) || BEYOND_RE2.test(regex)) return false;
  // Flags at the start, named groups, POSIX classes and \Q…\E are spelled otherwise than in JavaScript.
  if (/\(\?[a-zA-Z-]+[:)]|\(\?P<|\[:|\\[QEAzCpP]/.test(regex)) return true;
  try {
    new RegExp(regex);
    return true;
  } catch {
    return false;
  }
}

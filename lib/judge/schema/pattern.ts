/** The flag inside the pattern, as Go's syntax allows; it applies from its position on. */
const IGNORE_CASE = /\(\?i\)/g;

/**
 * A pattern of a schema, which Go's regular expressions read. A flag to ignore case is applied to the whole pattern;
 * existing patterns have it at the beginning or in alternatives of letters.
 *
 * @see https://pkg.go.dev/regexp/syntax
 */
export function schemaPattern(pattern: string, flags: string): RegExp {
  const source = pattern.replaceAll(IGNORE_CASE, '');
  return new RegExp(source, source === pattern ? flags : `${flags}i`);
}

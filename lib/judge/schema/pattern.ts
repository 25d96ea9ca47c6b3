/** The flag that Go's syntax has within the pattern, from where it is written on. */
const IGNORE_CASE = /\(\?i\)/g;

/**
 * A pattern of a schema, which Go's regular expressions read. A flag to ignore case is taken for the whole pattern; the patterns that
 * have one have it at their beginning or within alternatives of letters.
 *
 * @see https://pkg.go.dev/regexp/syntax
 */
export function schemaPattern(pattern: string, flags: string): RegExp {
  const source = pattern.replaceAll(IGNORE_CASE, '');
  return new RegExp(source, source === pattern ? flags : `${flags}i`);
}

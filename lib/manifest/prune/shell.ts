/** A word that every POSIX shell reads as itself. */
const PLAIN = /^[A-Za-z0-9_./:@%+=-]+$/;

/** Quotes a text so that a POSIX shell reads it as one word, whatever is in it. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A line that a shell ignores; no text can end it. */
export function shellComment(text: string): string {
  return `# ${text.replace(/\p{Cc}/gu, '?')}\n`;
}

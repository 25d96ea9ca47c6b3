const MANY = 12;

/** The words of a list as messages show them: the first dozen, and how many more there are, so that no message grows with a cluster. */
export function listed(words: readonly (string | number)[], separator = ', '): string {
  const shown = words.slice(0, MANY).join(separator);
  return words.length > MANY ? `${shown} and ${words.length - MANY} more` : shown;
}

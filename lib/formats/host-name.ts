/** A host as part of an object's name, in which no star may stand. */
export function hostName(host: string): string {
  return host.replace(/^\*/, 'wildcard');
}

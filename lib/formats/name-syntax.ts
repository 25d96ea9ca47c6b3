/** A name syntax that the API server requires. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export interface Syntax {
  readonly pattern: RegExp;
  readonly longest: number;
  readonly words: string;
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SHORT_LABEL = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?';
/** One part of a DNS name: namespaces, containers, volumes. */
export const dnsLabel: Syntax = {
  pattern: new RegExp(`^${LABEL}$`),
  longest: 63,
  words: 'at most 63 of a-z, 0-9 and -, with a letter or digit at both ends',
};
/** A DNS label that starts with a letter: Services. */
export const serviceName: Syntax = {
  pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  longest: 63,
  words: 'at most 63 of a-z, 0-9 and -, with a letter first and a letter or digit last',
};
/** A whole DNS name: most objects. */
export const dnsSubdomain: Syntax = {
  pattern: new RegExp(`^${LABEL}(\\.${LABEL})*$`),
  longest: 253,
  words: 'at most 253 of a-z, 0-9, - and ., with a letter or digit at both ends of each part',
};
/** A DNS name made of labels: domains, hosts. */
export const dnsDomain: Syntax = {
  pattern: new RegExp(`^(?:${SHORT_LABEL}\\.)*${SHORT_LABEL}$`),
  longest: 253,
  words: 'at most 253 of a-z, 0-9, - and ., in parts of at most 63 with a letter or digit at both ends',
};
/** What is allowed in a URL path segment: RBAC objects. */
export const pathSegment: Syntax = {
  pattern: /^(?!\.\.?$)[^/%]+$/,
  longest: Number.POSITIVE_INFINITY,
  words: 'text without / and % that is neither . nor ..',
};
/** Leaves room for the suffix that the names of its Jobs get. */
export const cronJobName: Syntax = { ...dnsSubdomain, longest: 52, words: dnsSubdomain.words.replace('253', '52') };
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
/** How messages describe a label or annotation key. */
export const keyWords =
  'an optional DNS name and /, then at most 63 letters, digits, -, _ and ., with a letter or digit at both ends';
/** How messages describe a label's value. */
export const valueWords = 'empty, or at most 63 letters, digits, -, _ and ., with a letter or digit at both ends';
/** The name of a port: `validation.IsValidPortName`. */
export const portName: Syntax = {
  pattern: /^(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  longest: 15,
  words: 'at most 15 of a-z, 0-9 and single -, with a letter somewhere and a letter or digit at both ends',
};
/** The key of a ConfigMap or Secret: `validation.IsConfigMapKey`. */
export const dataKey: Syntax = {
  pattern: /^(?!\.\.)(?!\.$)[-._a-zA-Z0-9]+$/,
  longest: 253,
  words: 'at most 253 letters, digits, -, _ and ., neither . alone nor .. first',
};
/** The name of an environment variable: printable ASCII, as recent releases allow. */
export const variableName: Syntax = {
  pattern: /^[\x20-\x3c\x3e-\x7e]+$/,
  longest: Number.POSITIVE_INFINITY,
  words: 'printable ASCII characters other than =',
};

export function matches(text: string, { pattern, longest }: Syntax): boolean {
  return text.length <= longest && pattern.test(text);
}

/** Whether a text is a label or annotation key. */
export function isKey(key: string): boolean {
  const parts = key.split('/');
  const name = parts.pop() ?? '';
  const [prefix] = parts;
  return (
    parts.length <= 1 &&
    name.length <= 63 &&
    QUALIFIED.test(name) &&
    (prefix === undefined || matches(prefix, dnsSubdomain))
  );
}

export function isLabelValue(value: string): boolean {
  return value === '' || (value.length <= 63 && QUALIFIED.test(value));
}

/** A host as part of an object's name, which may not contain `*`. */
export function hostName(host: string): string {
  return host.replace(/^\*/, 'wildcard');
}

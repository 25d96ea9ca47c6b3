import type { Environment } from '@marcbachmann/cel-js';
import { isAddress } from '../../../formats/cidr.js';
import { parseQuantity } from '../../../formats/quantity.js';

/** An amount with a unit. */
class Quantity {
  constructor(readonly amount: bigint) {}
}

/** A URL, as far as it has a scheme, or a path from the root. */
class Url {
  constructor(
    readonly scheme: string,
    readonly host: string,
    readonly path: string,
  ) {}
}

/** Parts of a URI as Go's `ParseRequestURI` reads them, which knows no fragment. */
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/([^/?\s]*))?((?:\/[^?]*)?)(?:\?.*)?$/;
const HOST = /^(?:[^@]*@)?(?:\[[^[\]]+\]|[^:[\]<>"{}|\\^`]*)(?::\d*)?$/;
const BAD_ESCAPE = /%(?![0-9A-Fa-f]{2})|\p{Cc}/u;

/**
 * Adds functions that the API server has beyond the language.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries
 */
export function registerLibrary(environment: Environment): Environment {
  return environment
    .registerType('Quantity', Quantity)
    .registerType('Url', Url)
    .registerFunction('isIP(string): bool', isAddress)
    .registerFunction('isCIDR(string): bool', isCidr)
    .registerFunction('isQuantity(string): bool', (text: string) => parseQuantity(text) !== undefined)
    .registerFunction('quantity(string): Quantity', quantity)
    .registerFunction('Quantity.isGreaterThan(Quantity): bool', (a: Quantity, b: Quantity) => a.amount > b.amount)
    .registerFunction('Quantity.isLessThan(Quantity): bool', (a: Quantity, b: Quantity) => a.amount < b.amount)
    .registerFunction('Quantity.compareTo(Quantity): int', (a: Quantity, b: Quantity) =>
      a.amount < b.amount ? -1n : a.amount > b.amount ? 1n : 0n,
    )
    .registerFunction('isURL(string): bool', (text: string) => readUrl(text) !== undefined)
    .registerFunction('url(string): Url', url)
    .registerFunction('Url.getScheme(): string', ({ scheme }: Url) => scheme)
    .registerFunction('Url.getHost(): string', ({ host }: Url) => host)
    .registerFunction('Url.getEscapedPath(): string', ({ path }: Url) => path)
    .registerFunction(
      'string.find(string): string',
      (text: string, pattern: string) => new RegExp(pattern, 'u').exec(text)?.[0] ?? '',
    );
}

function isCidr(text: string): boolean {
  const [address = '', length = '', ...more] = text.split('/');
  if (more.length > 0 || !isAddress(address) || !/^(?:0|[1-9]\d{0,2})$/.test(length)) return false;
  return Number(length) <= (address.includes(':') ? 128 : 32);
}

function quantity(text: string): Quantity {
  const amount = parseQuantity(text);
  if (amount === undefined) throw new Error(`${text} is no quantity`);
  return new Quantity(amount);
}

function url(text: string): Url {
  const read = readUrl(text);
  if (read === undefined) throw new Error(`${text} is no URL`);
  return read;
}

/**
 * An absolute URL, or a path from the root, is one.
 *
 * @see https://pkg.go.dev/net/url#ParseRequestURI
 */
function readUrl(text: string): Url | undefined {
  if (BAD_ESCAPE.test(text)) return undefined;
  if (text.startsWith('/')) return new Url('', '', text.replace(/\?.*$/, ''));
  const [, scheme = '', host, path = ''] = SCHEME.exec(text) ?? [];
  if (scheme === '' || (host === undefined && path === '') || !HOST.test(host ?? '')) return undefined;
  return new Url(scheme.toLowerCase(), host ?? '', path);
}

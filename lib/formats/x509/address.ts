import type { AlternativeNames } from './certificate.js';

/**
 * Whether a certificate with these names is valid for the address that a client dials, as the verifiers of Go and
 * rustls decide: an IP address matches only `ipAddresses`; a DNS name matches `dnsNames`, regardless of case, where `*`
 * matches exactly one whole label on the left. The common name never counts.
 *
 * @param host DNS name or IP address without port; an IPv6 address with or without brackets
 * @see https://www.rfc-editor.org/rfc/rfc6125#section-6.4
 */
export function coversAddress(names: AlternativeNames, host: string): boolean {
  const address = canonicalIp(host);
  if (address !== undefined) return (names.ipAddresses ?? []).some((candidate) => canonicalIp(candidate) === address);
  const name = canonicalName(host);
  return name !== '' && !name.includes('*') && (names.dnsNames ?? []).some((pattern) => matchesName(pattern, name));
}

function matchesName(pattern: string, name: string): boolean {
  const wanted = canonicalName(pattern);
  if (wanted === name) return true;
  if (!wanted.startsWith('*.')) return false;
  const [first = '', ...rest] = name.split('.');
  return first !== '' && rest.length > 0 && rest.join('.') === wanted.slice('*.'.length);
}

function canonicalName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** One spelling for each address, IPv4-mapped IPv6 as IPv4; undefined for anything that is not an address. */
function canonicalIp(text: string): string | undefined {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  if (/^(\d{1,3})(\.\d{1,3}){3}$/.test(bare)) {
    return bare.split('.').every((part) => Number(part) <= 255 && String(Number(part)) === part) ? bare : undefined;
  }
  if (!/^[0-9a-f:.]+$/i.test(bare) || !bare.includes(':')) return undefined;
  if (!URL.canParse(`http://[${bare}]/`)) return undefined;
  const canonical = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (mapped === null) return canonical;
  const [, high = '0', low = '0'] = mapped;
  const bytes = [high, low].flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 255]);
  return bytes.join('.');
}

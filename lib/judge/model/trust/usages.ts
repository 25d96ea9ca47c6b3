import { stringListAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';

/**
 * The usages of cert-manager that become extended key usages. The others, such as `signing`, say what the key may do.
 *
 * @see https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.KeyUsage
 */
const EXTENDED: readonly string[] = [
  'any',
  'client auth',
  'code signing',
  'email protection',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'timestamping',
];

/** The extended usages of a Certificate. */
export function extendedUsagesOf({ object }: Resource): readonly string[] {
  return stringListAt(object, 'spec', 'usages').filter((usage) => EXTENDED.includes(usage));
}

/**
 * Whether peers accept a certificate for a usage. One without extended usages is accepted for all, as are those that cert-manager
 * issues without `usages`: they may sign and encipher, for no particular purpose.
 */
export function isFor(certificate: Resource, usage: string): boolean {
  const extended = extendedUsagesOf(certificate);
  return extended.length === 0 || extended.includes('any') || extended.includes(usage);
}

import type { Field } from '../../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../../violation.js';
import { checkTexts, networkFault, serviceAccountFault, trustDomainFault } from './texts.js';

const PLAIN = [
  'principals',
  'notPrincipals',
  'requestPrincipals',
  'notRequestPrincipals',
  'namespaces',
  'notNamespaces',
];
const NETWORKS = ['ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks'];
const ACCOUNTS = ['serviceAccounts', 'notServiceAccounts'];
const DOMAINS = ['trustDomains', 'notTrustDomains'];
const BESIDE_ACCOUNTS = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces'];

/** What a source of an AuthorizationPolicy can name. */
export const sourceFields: readonly string[] = [...PLAIN, ...ACCOUNTS, ...DOMAINS, ...NETWORKS];

/** Callers that cannot exist. */
export function* checkSource(source: Field): Iterable<SchemaViolation> {
  const other = BESIDE_ACCOUNTS.find((field) => source.at(field).isSet);
  const accounts = ACCOUNTS.find((field) => source.at(field).isSet);
  if (other !== undefined && accounts !== undefined)
    yield notAllowed(source.at(accounts), {
      got: `${accounts} together with ${other}`,
      expected: 'either service accounts, or principals and namespaces',
      fix: 'Use one of the two for all of it.',
    });
  yield* checkTexts(source, PLAIN);
  yield* checkTexts(source, NETWORKS, networkFault);
  yield* checkTexts(source, ACCOUNTS, serviceAccountFault);
  yield* checkTexts(source, DOMAINS, trustDomainFault);
}

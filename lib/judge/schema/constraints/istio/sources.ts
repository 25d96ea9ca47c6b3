import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isSet } from '../../fields.js';
import { refused, type Verdict } from '../../verdict.js';
import { listVerdicts, networkFault, serviceAccountFault, trustDomainFault } from './texts.js';

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

/** Callers that nobody can be. */
export function sourceVerdicts(at: Segments, source: JsonObject): Verdict[] {
  const other = BESIDE_ACCOUNTS.find((field) => isSet(source[field]));
  const accounts = ACCOUNTS.find((field) => isSet(source[field]));
  return [
    ...(other === undefined || accounts === undefined
      ? []
      : [
          refused(
            [...at, accounts],
            `${accounts} beside ${other}`,
            'either service accounts, or principals and namespaces',
            'Say all of it in one of the two.',
          ),
        ]),
    ...listVerdicts(at, source, PLAIN),
    ...listVerdicts(at, source, NETWORKS, networkFault),
    ...listVerdicts(at, source, ACCOUNTS, serviceAccountFault),
    ...listVerdicts(at, source, DOMAINS, trustDomainFault),
  ];
}

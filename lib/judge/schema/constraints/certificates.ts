import { groupOf, type JsonObject } from '../../../manifest/object.js';
import { isEmpty, isSet, mapping } from '../fields.js';
import { missing, refused, type Verdict } from '../verdict.js';
import { exactlyOne } from './exactly-one.js';

const NAMES = ['commonName', 'dnsNames', 'emailAddresses', 'ipAddresses', 'literalSubject', 'otherNames', 'uris'];
const ISSUERS = ['acme', 'ca', 'selfSigned', 'vault', 'venafi'];
const ECDSA_BITS = [256, 384, 521];
const LEAST_RSA_BITS = 2048;
const MOST_RSA_BITS = 8192;
/** Characters that X.509 allows in a common name. */
const LONGEST_COMMON_NAME = 64;

/**
 * Certificates and issuers that cert-manager's webhook refuses.
 *
 * @see https://cert-manager.io/docs/reference/api-docs/
 */
export function checkCertificates(object: JsonObject): Verdict[] {
  if (groupOf(String(object['apiVersion'])) !== 'cert-manager.io') return [];
  const kind = String(object['kind']);
  if (kind !== 'Certificate' && kind !== 'ClusterIssuer' && kind !== 'Issuer') return [];
  if (!isSet(object['spec'])) return [missing(['spec'], `the spec of the ${kind}`)];
  const spec = mapping(object['spec']);
  return kind === 'Certificate' ? certificateVerdicts(spec) : issuerVerdicts(spec);
}

function certificateVerdicts(spec: JsonObject): Verdict[] {
  const verdicts: Verdict[] = [];
  const { commonName, issuerRef, literalSubject, secretName } = spec;
  if (secretName === '') verdicts.push(missing(['spec', 'secretName'], 'the name of the Secret to write'));
  if (isSet(issuerRef) && isEmpty(mapping(issuerRef)['name']))
    verdicts.push(missing(['spec', 'issuerRef', 'name'], 'the name of the issuer'));
  if (NAMES.every((field) => isEmpty(spec[field])))
    verdicts.push(refused(['spec'], 'a certificate without a name', `one of ${NAMES.join(', ')}`, 'Add the name.'));
  if (typeof commonName === 'string' && commonName.length > LONGEST_COMMON_NAME)
    verdicts.push(
      refused(
        ['spec', 'commonName'],
        `${commonName.length} characters`,
        `at most ${LONGEST_COMMON_NAME}`,
        'Shorten it, or use dnsNames.',
      ),
    );
  if (!isEmpty(literalSubject) && (!isEmpty(commonName) || !isEmpty(spec['subject'])))
    verdicts.push(
      refused(['spec', 'literalSubject'], 'a subject beside commonName or subject', 'it alone', 'Remove the others.'),
    );
  return [...verdicts, ...keyVerdicts(mapping(spec['privateKey']))];
}

function keyVerdicts({ algorithm, size }: JsonObject): Verdict[] {
  if (typeof size !== 'number' || size === 0) return [];
  const at = ['spec', 'privateKey', 'size'];
  const kind = isEmpty(algorithm) ? 'RSA' : algorithm;
  if (kind === 'ECDSA' && !ECDSA_BITS.includes(size))
    return [refused(at, String(size), `one of ${ECDSA_BITS.join(', ')}, for ECDSA`, 'Use one of them.')];
  if (kind === 'RSA' && (size < LEAST_RSA_BITS || size > MOST_RSA_BITS))
    return [refused(at, String(size), `${LEAST_RSA_BITS} to ${MOST_RSA_BITS}, for RSA`, 'Use 2048, 3072 or 4096.')];
  return [];
}

function issuerVerdicts(spec: JsonObject): Verdict[] {
  const verdicts = exactlyOne(['spec'], spec, ISSUERS);
  if (isSet(spec['ca']) && isEmpty(mapping(spec['ca'])['secretName']))
    verdicts.push(missing(['spec', 'ca', 'secretName'], 'the name of the Secret with the authority'));
  return verdicts;
}

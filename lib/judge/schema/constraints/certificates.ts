import type { Field } from '../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../violation.js';
import { exactlyOne } from './exactly-one.js';

const KINDS = /^cert-manager\.io\/[^/]+\/(Certificate|ClusterIssuer|Issuer)$/;
const NAMES = ['commonName', 'dnsNames', 'emailAddresses', 'ipAddresses', 'literalSubject', 'otherNames', 'uris'];
const ISSUERS = ['acme', 'ca', 'selfSigned', 'vault', 'venafi'];
const ECDSA_BITS = [256, 384, 521];
const MIN_RSA_BITS = 2048;
const MAX_RSA_BITS = 8192;
/** Characters that X.509 allows in a common name. */
const MAX_COMMON_NAME = 64;

/**
 * Certificates and issuers that cert-manager's webhook refuses.
 *
 * @see https://cert-manager.io/docs/reference/api-docs/
 */
export function* checkCertificates(object: Field, apiKind: string): Iterable<SchemaViolation> {
  const kind = KINDS.exec(apiKind)?.[1];
  if (kind === undefined) return;
  const spec = object.at('spec');
  if (!spec.isSet) yield missingField(spec, `the spec of the ${kind}`);
  else if (kind === 'Certificate') yield* checkCertificate(spec);
  else yield* checkIssuer(spec);
}

function* checkCertificate(spec: Field): Iterable<SchemaViolation> {
  const commonName = spec.at('commonName');
  const literalSubject = spec.at('literalSubject');
  const length = commonName.text?.length ?? 0;
  if (spec.at('secretName').value === '') yield missingField(spec.at('secretName'), 'the name of the Secret to write');
  if (spec.at('issuerRef').isSet && spec.at('issuerRef', 'name').isEmpty)
    yield missingField(spec.at('issuerRef', 'name'), 'the name of the issuer');
  if (NAMES.every((field) => spec.at(field).isEmpty))
    yield notAllowed(spec, {
      got: 'a certificate without a name',
      expected: `one of ${NAMES.join(', ')}`,
      fix: 'Add the name.',
    });
  if (length > MAX_COMMON_NAME)
    yield notAllowed(commonName, {
      got: `${length} characters`,
      expected: `at most ${MAX_COMMON_NAME}`,
      fix: 'Shorten it, or use dnsNames.',
    });
  if (!literalSubject.isEmpty && (!commonName.isEmpty || !spec.at('subject').isEmpty))
    yield notAllowed(literalSubject, {
      got: 'a subject together with commonName or subject',
      expected: 'only one of them',
      fix: 'Remove the others.',
    });
  yield* checkKey(spec.at('privateKey'));
}

function* checkKey(key: Field): Iterable<SchemaViolation> {
  const size = key.at('size');
  if (size.number === undefined || size.number === 0) return;
  const algorithm = key.at('algorithm').isEmpty ? 'RSA' : key.at('algorithm').value;
  if (algorithm === 'ECDSA' && !ECDSA_BITS.includes(size.number))
    yield notAllowed(size, { expected: `one of ${ECDSA_BITS.join(', ')}, for ECDSA`, fix: 'Use one of them.' });
  if (algorithm === 'RSA' && (size.number < MIN_RSA_BITS || size.number > MAX_RSA_BITS))
    yield notAllowed(size, {
      expected: `${MIN_RSA_BITS} to ${MAX_RSA_BITS}, for RSA`,
      fix: 'Use 2048, 3072 or 4096.',
    });
}

function* checkIssuer(spec: Field): Iterable<SchemaViolation> {
  yield* exactlyOne(spec, ISSUERS);
  if (spec.at('ca').isSet && spec.at('ca', 'secretName').isEmpty)
    yield missingField(spec.at('ca', 'secretName'), 'the name of the Secret with the CA');
}

import type { Field } from '../../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../../violation.js';

const FILES = ['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'];
const CONFIG_MAP = 'configmap://';

/**
 * TLS to a server that has two sources of certificates, or none.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export function* checkClientTls(tls: Field, namespace: string): Iterable<SchemaViolation> {
  if (!tls.isSet) return;
  const credential = tls.at('credentialName');
  const mode = tls.at('mode').value;
  if (credential.text?.startsWith(CONFIG_MAP) === true) yield* checkConfigMap(credential, credential.text, namespace);
  if (mode !== 'SIMPLE' && mode !== 'MUTUAL') return;
  if (tls.at('insecureSkipVerify').value === true) yield* checkUnverified(tls, mode);
  if (!credential.isEmpty) {
    for (const field of given(tls, FILES))
      yield notAllowed(field, {
        got: `${field.step} together with credentialName`,
        expected: 'only the Secret of credentialName, which holds all of it',
        fix: 'Remove it, or credentialName.',
      });
    return;
  }
  if (mode !== 'MUTUAL') return;
  for (const field of [tls.at('clientCertificate'), tls.at('privateKey')])
    if (field.isEmpty) yield missingField(field, 'the path of a file, or credentialName');
}

function* checkUnverified(tls: Field, mode: 'SIMPLE' | 'MUTUAL'): Iterable<SchemaViolation> {
  const authorities = mode === 'SIMPLE' ? ['caCertificates', 'credentialName'] : ['caCertificates'];
  const names = tls.at('subjectAltNames');
  for (const field of [...given(tls, authorities), ...(names.isSet ? [names] : [])])
    yield notAllowed(field, {
      got: `${field.step} together with insecureSkipVerify`,
      expected: 'nothing, because the certificate of the server is not verified',
      fix: 'Remove insecureSkipVerify.',
    });
}

function given(tls: Field, names: readonly string[]): readonly Field[] {
  return names.map((name) => tls.at(name)).filter(({ isEmpty }) => !isEmpty);
}

function* checkConfigMap(field: Field, name: string, namespace: string): Iterable<SchemaViolation> {
  const [owner = '', entry = ''] = name.slice(CONFIG_MAP.length).split('/');
  if (owner !== '' && entry !== '' && (owner === namespace || namespace === '')) return;
  yield notAllowed(field, {
    expected: `${CONFIG_MAP}<namespace>/<name>, of a ConfigMap in the rule's own namespace`,
    fix: 'Name a ConfigMap of the namespace.',
  });
}

import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isEmpty, isSet } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';

const FILES = ['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'];
const CONFIG_MAP = 'configmap://';

/**
 * TLS towards a server that has two sources of certificates, or none.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export function clientTlsVerdicts(at: Segments, tls: JsonObject, namespace: string): Verdict[] {
  const { credentialName, insecureSkipVerify, mode } = tls;
  const verdicts: Verdict[] = [];
  if (typeof credentialName === 'string' && credentialName.startsWith(CONFIG_MAP))
    verdicts.push(...configMapVerdicts([...at, 'credentialName'], credentialName, namespace));
  if (mode !== 'SIMPLE' && mode !== 'MUTUAL') return verdicts;
  if (insecureSkipVerify === true) {
    const authorities = mode === 'SIMPLE' ? ['caCertificates', 'credentialName'] : ['caCertificates'];
    const idle = authorities.filter((field) => !isEmpty(tls[field]));
    if (isSet(tls['subjectAltNames'])) idle.push('subjectAltNames');
    verdicts.push(
      ...idle.map((field) =>
        refused(
          [...at, field],
          `${field} beside insecureSkipVerify`,
          'nothing, for the certificate of the server is not verified',
          'Remove insecureSkipVerify.',
        ),
      ),
    );
  }
  if (!isEmpty(credentialName)) {
    const idle = FILES.filter((field) => !isEmpty(tls[field]));
    return [
      ...verdicts,
      ...idle.map((field) =>
        refused(
          [...at, field],
          `${field} beside credentialName`,
          'the Secret of credentialName alone, which holds all of it',
          'Remove it, or credentialName.',
        ),
      ),
    ];
  }
  if (mode === 'MUTUAL')
    for (const field of ['clientCertificate', 'privateKey'])
      if (isEmpty(tls[field])) verdicts.push(missing([...at, field], 'the path of a file, or credentialName'));
  return verdicts;
}

function configMapVerdicts(at: Segments, name: string, namespace: string): Verdict[] {
  const [owner = '', entry = ''] = name.slice(CONFIG_MAP.length).split('/');
  if (owner !== '' && entry !== '' && (owner === namespace || namespace === '')) return [];
  const expected = `${CONFIG_MAP}<namespace>/<name>, of a ConfigMap in the rule's own namespace`;
  return [refused(at, JSON.stringify(name), expected, 'Name a ConfigMap of the namespace.')];
}

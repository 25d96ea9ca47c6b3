import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isEmpty, mapping, mappings } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';

const SECRETS = ['credentialName', 'credentialNames'];
const FILES = ['serverCertificate', 'privateKey', 'caCertificates'];
const SOURCES = [...FILES, 'tlsCertificates', ...SECRETS];
const MODES_WITH_CLIENTS: readonly unknown[] = ['MUTUAL', 'OPTIONAL_MUTUAL'];

/**
 * TLS of a listener that has two sources of certificates, or none.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export function serverTlsVerdicts(at: Segments, tls: JsonObject): Verdict[] {
  if (tls['mode'] === 'ISTIO_MUTUAL') return ownCertificates(at, tls);
  const verdicts = sourceVerdicts(at, tls);
  const mode = tls['mode'];
  const mutual = MODES_WITH_CLIENTS.includes(mode);
  const terminates = mode === 'SIMPLE' || mutual;
  if (!terminates) return [...verdicts, ...revocationVerdicts(at, tls)];
  if (SECRETS.some((field) => !isEmpty(tls[field]))) return verdicts;
  if (mutual && isEmpty(tls['caCertificates']))
    verdicts.push(
      missing([...at, 'caCertificates'], 'the path of the authorities that clients have, or credentialName'),
    );
  const pairs = mappings(tls['tlsCertificates']).map(([index, pair]) => [['tlsCertificates', index], pair] as const);
  for (const [place, pair] of pairs.length > 0 ? pairs : [[[], tls] as const])
    for (const field of ['serverCertificate', 'privateKey'])
      if (isEmpty(pair[field]))
        verdicts.push(missing([...at, ...place, field], `the path of a file, for ${mode}, or credentialName`));
  return [...verdicts, ...revocationVerdicts(at, tls)];
}

function ownCertificates(at: Segments, tls: JsonObject): Verdict[] {
  return SOURCES.filter((field) => !isEmpty(tls[field])).map((field) =>
    refused(
      [...at, field],
      `${field}, with ISTIO_MUTUAL`,
      "nothing, for the proxy's own certificate is used",
      'Remove it, or use MUTUAL.',
    ),
  );
}

function sourceVerdicts(at: Segments, tls: JsonObject): Verdict[] {
  const files = isEmpty(tls['serverCertificate']) || isEmpty(tls['privateKey']) ? [] : ['serverCertificate'];
  const given = [...files, ...['tlsCertificates', ...SECRETS].filter((field) => !isEmpty(tls[field]))];
  if (given.length <= 1) return [];
  return [refused(at, `certificates from ${given.join(' and ')}`, 'one source of certificates', 'Keep one of them.')];
}

function revocationVerdicts(at: Segments, tls: JsonObject): Verdict[] {
  if (isEmpty(tls['caCrl'])) return [];
  const place = [...at, 'caCrl'];
  if (!isEmpty(tls['credentialName']))
    return [refused(place, 'caCrl beside credentialName', 'the list in the Secret', 'Move the list into the Secret.')];
  if (tls['mode'] !== 'SIMPLE') return [];
  return [refused(place, 'caCrl, with SIMPLE', 'nothing, for SIMPLE asks no client for a certificate', 'Use MUTUAL.')];
}

/** Whether TLS settings do no more than redirect to HTTPS. */
export function onlyRedirects(tls: JsonObject): boolean {
  const { mode } = mapping(tls);
  const passes = isEmpty(mode) || mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH';
  return passes && FILES.every((field) => isEmpty(tls[field]));
}

import type { Field } from '../../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { atMostOne } from '../exactly-one.js';

const SECRETS = ['credentialName', 'credentialNames'];
const FILES = ['serverCertificate', 'privateKey', 'caCertificates'];
const SOURCES = [...FILES, 'tlsCertificates', ...SECRETS];
const MODES_WITH_CLIENTS: readonly unknown[] = ['MUTUAL', 'OPTIONAL_MUTUAL'];

/**
 * TLS of a listener that has two sources of certificates, or none.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export function* checkServerTls(tls: Field): Iterable<SchemaViolation> {
  const mode = tls.at('mode').value;
  yield* atMostOne(tls, [...SECRETS, 'tlsCertificates']);
  if (mode === 'ISTIO_MUTUAL') {
    yield* checkOwnCertificates(tls);
    return;
  }
  const isMutual = MODES_WITH_CLIENTS.includes(mode);
  yield* checkSources(tls);
  if (mode !== 'SIMPLE' && !isMutual) yield* checkRevocation(tls);
  else if (SECRETS.every((field) => tls.at(field).isEmpty)) {
    if (isMutual && tls.at('caCertificates').isEmpty)
      yield missingField(tls.at('caCertificates'), 'the path of the CA certificates of clients, or credentialName');
    const pairs = tls.at('tlsCertificates').items;
    for (const pair of pairs.length > 0 ? pairs : [tls])
      for (const file of [pair.at('serverCertificate'), pair.at('privateKey')])
        if (file.isEmpty) yield missingField(file, `the path of a file, for ${mode}, or credentialName`);
    yield* checkRevocation(tls);
  }
}

function* checkOwnCertificates(tls: Field): Iterable<SchemaViolation> {
  for (const name of SOURCES) {
    const field = tls.at(name);
    if (!field.isEmpty)
      yield notAllowed(field, {
        got: `${name}, with ISTIO_MUTUAL`,
        expected: "nothing, because the proxy's own certificate is used",
        fix: 'Remove it, or use MUTUAL.',
      });
  }
}

function* checkSources(tls: Field): Iterable<SchemaViolation> {
  const hasFiles = !tls.at('serverCertificate').isEmpty && !tls.at('privateKey').isEmpty;
  const given = [
    ...(hasFiles ? ['serverCertificate'] : []),
    ...['tlsCertificates', ...SECRETS].filter((field) => !tls.at(field).isEmpty),
  ];
  if (given.length > 1)
    yield notAllowed(tls, {
      got: `certificates from ${given.join(' and ')}`,
      expected: 'one source of certificates',
      fix: 'Keep one of them.',
    });
}

function* checkRevocation(tls: Field): Iterable<SchemaViolation> {
  const list = tls.at('caCrl');
  if (list.isEmpty) return;
  if (!tls.at('credentialName').isEmpty)
    yield notAllowed(list, {
      got: 'caCrl together with credentialName',
      expected: 'the list in the Secret',
      fix: 'Move the list into the Secret.',
    });
  else if (tls.at('mode').value === 'SIMPLE')
    yield notAllowed(list, {
      got: 'caCrl, with SIMPLE',
      expected: 'nothing, because SIMPLE does not ask clients for a certificate',
      fix: 'Use MUTUAL.',
    });
}

/** Whether TLS settings only redirect to HTTPS. */
export function onlyRedirects(tls: Field): boolean {
  const mode = tls.at('mode');
  const passes = mode.isEmpty || mode.value === 'PASSTHROUGH' || mode.value === 'AUTO_PASSTHROUGH';
  return passes && FILES.every((field) => tls.at(field).isEmpty);
}

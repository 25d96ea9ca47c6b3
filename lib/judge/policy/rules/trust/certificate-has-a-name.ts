import { Field } from '../../../../manifest/field.js';
import { CERTIFICATE } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

const NAMES = ['commonName', 'dnsNames', 'emailAddresses', 'ipAddresses', 'literalSubject', 'otherNames', 'uris'];

export default defineRule({
  id: 'trust/certificate-has-a-name',
  severity: 'error',
  scope: 'object',
  summary: 'Every Certificate has a name that X.509 allows and that peers can match.',
  rationale:
    'cert-manager rejects a Certificate without a name, and a common name of more than 64 bytes. No peer matches a wildcard that is not the whole first label of a longer name.',
  source: 'https://cert-manager.io/docs/usage/certificate/',
  appliesTo: [CERTIFICATE],
  passes: example('dnsNames: [web.apps.svc]'),
  fails: example('dnsNames: []'),
  *check(resource) {
    const spec = Field.of(resource).at('spec');
    if (NAMES.every((name) => isEmpty(spec.at(name)))) {
      yield spec.at('dnsNames').violation({
        got: 'no name of any kind',
        expected: `one of ${NAMES.join(', ')}`,
        fix: 'Add the name of the server or client that presents the certificate.',
      });
    }
    const commonName = spec.at('commonName');
    const length = Buffer.byteLength(commonName.text ?? '');
    if (length > 64) {
      const fix = 'Shorten it, or leave it out: peers read dnsNames.';
      yield commonName.violation({ got: `${length} bytes`, expected: 'at most 64', fix });
    }
    for (const name of spec.at('dnsNames').items) {
      if (name.text === undefined || !name.text.includes('*') || /^\*(?:\.[^.*]+){2,}$/.test(name.text)) continue;
      yield name.violation({
        expected: 'a wildcard only as the whole first label, before at least two others',
        fix: 'List the names.',
      });
    }
  },
});

function isEmpty({ value }: Field): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function example(spec: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: apps }
spec: { secretName: web, ${spec}, issuerRef: { name: ca } }
`;
}

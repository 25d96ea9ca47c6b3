import { at } from '../../../../manifest/field-path.js';
import { stringAt, stringListAt, valueAt } from '../../../../manifest/read.js';
import { CERTIFICATE } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

const example = (spec: string) => `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: apps }
spec: { secretName: web, ${spec}, issuerRef: { name: ca } }
`;
const NAMES = ['commonName', 'dnsNames', 'emailAddresses', 'ipAddresses', 'literalSubject', 'otherNames', 'uris'];

export default defineRule({
  id: 'trust/certificate-has-a-name',
  severity: 'error',
  scope: 'object',
  summary: 'Every Certificate is for a name, and for one that X.509 can hold and peers can match.',
  rationale:
    'cert-manager refuses a Certificate for nobody and a common name of more than 64 bytes, and no peer matches a star that is not the whole first label of a longer name.',
  source: 'https://cert-manager.io/docs/usage/certificate/',
  appliesTo: [CERTIFICATE],
  passes: example('dnsNames: [web.apps.svc]'),
  fails: example('dnsNames: []'),
  *check({ object }) {
    if (!NAMES.some((field) => !isEmpty(valueAt(object, 'spec', field)))) {
      yield {
        path: 'spec.dnsNames',
        got: 'no name of any kind',
        expected: `one of ${NAMES.join(', ')}`,
        fix: 'Name who shows the certificate.',
      };
    }
    const length = Buffer.byteLength(stringAt(object, 'spec', 'commonName') ?? '');
    if (length > 64) {
      const fix = 'Shorten it, or leave it out: peers read dnsNames.';
      yield { path: 'spec.commonName', got: `${length} bytes`, expected: 'at most 64', fix };
    }
    for (const [index, name] of stringListAt(object, 'spec', 'dnsNames').entries()) {
      if (!name.includes('*') || /^\*(?:\.[^.*]+){2,}$/.test(name)) continue;
      yield {
        path: at('spec', 'dnsNames', index),
        got: name,
        expected: 'a star as the whole first label, before at least two others',
        fix: 'Write the names out.',
      };
    }
  },
});

function isEmpty(value: ReturnType<typeof valueAt>): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

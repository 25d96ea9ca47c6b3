import { listed } from '../../../../manifest/listed.js';
import { booleanAt, listAt, stringListAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { CERTIFICATE, isSigner, secretOf } from '../../../model/trust/certificates.js';
import { usesOfSecret } from '../../../model/trust/secrets.js';
import { extendedUsagesOf } from '../../../model/trust/usages.js';
import { defineRule } from '../../rule.js';

const example = (spec: string) => `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: apps }
spec: { secretName: web, dnsNames: [web.apps.svc], issuerRef: { name: ca }, ${spec} }
`;
const SIGNING = ['cert sign', 'crl sign'];

export default defineRule({
  id: 'trust/usages-fit-the-certificate',
  severity: 'error',
  scope: 'object',
  summary: 'A certificate that is shown to peers cannot sign others, and is for what it names.',
  rationale:
    'The key of a server lies where the server runs: if its certificate is a CA, whoever breaks in makes certificates for any name, which all peers believe. The usage any makes the ones beside it void.',
  source: 'https://cert-manager.io/docs/usage/certificate/#x509-key-usages',
  appliesTo: [CERTIFICATE],
  passes: example('usages: [digital signature, server auth]'),
  fails: example('usages: [digital signature, server auth], isCA: true'),
  *check(resource, cluster) {
    const usages = stringListAt(resource.object, 'spec', 'usages');
    const isCA = booleanAt(resource.object, 'spec', 'isCA') === true;
    const signs = isSigner(resource, cluster);
    if (isCA && !signs && isShown(resource, usages, cluster)) {
      yield {
        path: 'spec.isCA',
        got: 'true',
        expected: 'false, as the certificate is shown to peers and no issuer signs with it',
        fix: 'Remove isCA.',
      };
    }
    const signing = usages.filter((usage) => SIGNING.includes(usage));
    if (!isCA && !signs && signing.length > 0) {
      yield {
        path: 'spec.usages',
        got: listed(signing),
        expected: 'no usage of a CA',
        fix: 'Remove it; only a CA may sign, and strict peers refuse a certificate that contradicts itself.',
      };
    }
    if (usages.includes('any') && (extendedUsagesOf(resource).length > 1 || signing.length > 0)) {
      yield {
        path: 'spec.usages',
        got: listed(usages),
        expected: 'a list without any',
        fix: 'Remove any: with it the certificate is good for everything.',
      };
    }
  },
});

/** Whether a server or client presents the certificate. */
function isShown(certificate: Resource, usages: readonly string[], cluster: ClusterIndex): boolean {
  const { object } = certificate;
  if (usages.includes('server auth') || usages.includes('client auth')) return true;
  if (listAt(object, 'spec', 'dnsNames').length + listAt(object, 'spec', 'ipAddresses').length > 0) return true;
  return usesOfSecret(cluster, secretOf(certificate)).some(({ volume }) => volume !== undefined);
}

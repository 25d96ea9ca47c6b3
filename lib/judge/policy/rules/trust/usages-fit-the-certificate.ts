import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { CERTIFICATE, isSigner, secretOf } from '../../../model/trust/certificates.js';
import { usesOfSecret } from '../../../model/trust/secrets.js';
import { extendedUsagesOf } from '../../../model/trust/usages.js';
import { defineRule } from '../../rule.js';

const SIGNING = ['cert sign', 'crl sign'];

export default defineRule({
  id: 'trust/usages-fit-the-certificate',
  severity: 'error',
  scope: 'object',
  summary: 'A certificate that is shown to peers cannot sign others, and names only the usages that it needs.',
  rationale:
    'The key of a server is where the server runs. If its certificate is a CA, anyone who breaks in can make certificates for any name, and all peers trust them. The usage any overrides all others.',
  source: 'https://cert-manager.io/docs/usage/certificate/#x509-key-usages',
  appliesTo: [CERTIFICATE],
  reads: [...POD_KINDS, 'Namespace', 'cert-manager.io/ClusterIssuer', 'cert-manager.io/Issuer'],
  passes: example('usages: [digital signature, server auth]'),
  fails: example('usages: [digital signature, server auth], isCA: true'),
  *check(resource, cluster) {
    const spec = Field.of(resource).at('spec');
    const usages = spec.at('usages');
    const isCA = spec.at('isCA').value === true;
    const signs = isSigner(resource, cluster);
    if (isCA && !signs && isShown(spec, cluster)) {
      yield spec.at('isCA').violation({
        expected: 'false, as the certificate is shown to peers and no issuer signs with it',
        fix: 'Remove isCA.',
      });
    }
    const signing = usages.texts.filter((usage) => SIGNING.includes(usage));
    if (!isCA && !signs && signing.length > 0) {
      yield usages.violation({
        got: listed(signing),
        expected: 'no usage of a CA',
        effect: 'Only a CA may sign, and strict peers reject a certificate that contradicts itself.',
        fix: 'Remove it.',
      });
    }
    if (usages.texts.includes('any') && (extendedUsagesOf(resource).length > 1 || signing.length > 0)) {
      yield usages.violation({
        got: listed(usages.texts),
        expected: 'a list without any',
        effect: 'With any, the certificate is valid for everything.',
        fix: 'Remove any.',
      });
    }
  },
});

/** Whether a server or client presents the certificate. */
function isShown(spec: Field, cluster: ClusterIndex): boolean {
  const usages = spec.at('usages').texts;
  if (usages.includes('server auth') || usages.includes('client auth')) return true;
  if (spec.at('dnsNames').items.length + spec.at('ipAddresses').items.length > 0) return true;
  return usesOfSecret(cluster, secretOf(spec.resource)).some(({ volume }) => volume !== undefined);
}

function example(spec: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: apps }
spec: { secretName: web, dnsNames: [web.apps.svc], issuerRef: { name: ca }, ${spec} }
`;
}

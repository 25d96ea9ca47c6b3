import { Field } from '../../../../manifest/field.js';
import { stringAt } from '../../../../manifest/read.js';
import { CERTIFICATE } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

/** The policy controller is written in Rust, and reads keys only in this encoding. */
const POLICY_VALIDATOR = 'linkerd-policy-validator-k8s-tls';

export default defineRule({
  id: 'trust/keys-fit-their-algorithm',
  severity: 'error',
  scope: 'object',
  summary: 'Every private key has a size that its algorithm allows, and an encoding that its reader knows.',
  rationale:
    "cert-manager rejects RSA keys below 2048 bits and ECDSA keys of other sizes than 256, 384 and 521. Linkerd's policy controller does not start with a key in PKCS #1.",
  source: 'https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificatePrivateKey',
  appliesTo: [CERTIFICATE],
  passes: example('algorithm: ECDSA, size: 384'),
  fails: example('algorithm: RSA, size: 1024'),
  *check(resource) {
    const key = Field.of(resource).at('spec', 'privateKey');
    const algorithm = key.at('algorithm').text ?? 'RSA';
    const size = key.at('size');
    if (size.number !== undefined && !allows(algorithm, size.number)) {
      yield size.violation({
        got: `${algorithm} with ${size.number} bits`,
        expected: `${algorithm === 'RSA' ? '2048 to 8192' : '256, 384 or 521'} bits`,
        fix: 'Correct the size, or leave it out.',
      });
    }
    const encoding = key.at('encoding');
    if (stringAt(resource.object, 'spec', 'secretName') !== POLICY_VALIDATOR || encoding.text === 'PKCS8') return;
    yield encoding.violation({
      got: encoding.text ?? 'nothing, which means PKCS1',
      expected: 'PKCS8',
      effect: "Linkerd's policy controller reads no other encoding.",
      fix: 'Set it to PKCS8.',
    });
  },
});

function allows(algorithm: string, size: number): boolean {
  if (algorithm === 'RSA') return size >= 2048 && size <= 8192;
  return algorithm !== 'ECDSA' || [256, 384, 521].includes(size);
}

function example(privateKey: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: apps }
spec: { secretName: web, privateKey: { ${privateKey} }, issuerRef: { name: ca } }
`;
}

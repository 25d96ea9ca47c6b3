import { numberAt, stringAt } from '../../../../manifest/read.js';
import { CERTIFICATE } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

const example = (privateKey: string) => `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: apps }
spec: { secretName: web, privateKey: { ${privateKey} }, issuerRef: { name: ca } }
`;
/** The policy controller is written in Rust, and reads keys in this encoding alone. */
const POLICY_VALIDATOR = 'linkerd-policy-validator-k8s-tls';

export default defineRule({
  id: 'trust/keys-fit-their-algorithm',
  severity: 'error',
  scope: 'object',
  summary: 'Every private key has a size that its algorithm allows, and an encoding that its reader knows.',
  rationale:
    "cert-manager refuses RSA keys below 2048 bits and ECDSA keys of other sizes than 256, 384 and 521; Linkerd's policy controller does not start with a key in PKCS #1.",
  source: 'https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificatePrivateKey',
  appliesTo: [CERTIFICATE],
  passes: example('algorithm: ECDSA, size: 384'),
  fails: example('algorithm: RSA, size: 1024'),
  *check({ object }) {
    const algorithm = stringAt(object, 'spec', 'privateKey', 'algorithm') ?? 'RSA';
    const size = numberAt(object, 'spec', 'privateKey', 'size');
    const allowed = algorithm === 'RSA' ? '2048 to 8192' : '256, 384 or 521';
    const fits =
      size === undefined ||
      (algorithm === 'RSA' && size >= 2048 && size <= 8192) ||
      (algorithm === 'ECDSA' && [256, 384, 521].includes(size)) ||
      (algorithm !== 'RSA' && algorithm !== 'ECDSA');
    if (!fits) {
      yield {
        path: 'spec.privateKey.size',
        got: `${algorithm} with ${size} bits`,
        expected: `${allowed} bits`,
        fix: 'Correct the size, or leave it out.',
      };
    }
    const encoding = stringAt(object, 'spec', 'privateKey', 'encoding');
    if (stringAt(object, 'spec', 'secretName') !== POLICY_VALIDATOR || encoding === 'PKCS8') return;
    yield {
      path: 'spec.privateKey.encoding',
      got: encoding ?? 'nothing, which means PKCS1',
      expected: 'PKCS8',
      fix: "Write it; Linkerd's policy controller reads no other encoding.",
    };
  },
});

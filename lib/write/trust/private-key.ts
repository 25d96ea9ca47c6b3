import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { Diagnostic } from '../../diagnostic.js';
import { type PublicKeyFacts, publicKeyFacts } from '../../formats/x509/certificate.js';
import { encodePem, type PemBlock } from '../../formats/x509/pem.js';

/** What can be shown of a private key, or why it cannot be read. Never the key. */
export type PrivateKeyReading = { readonly publicKey: PublicKeyFacts } | { readonly problem: Diagnostic };

/** Reads a PEM block that holds a private key: PKCS#8, or the older forms for EC and RSA. */
export function readPrivateKey(where: string, { type, der }: PemBlock): PrivateKeyReading {
  try {
    const key = createPrivateKey({ key: encodePem(type, der), format: 'pem' });
    return { publicKey: publicKeyFacts(createPublicKey(key)) };
  } catch {
    return {
      problem: {
        where,
        got: 'a private key that cannot be read',
        expected: 'PKCS#8, EC PRIVATE KEY or RSA PRIVATE KEY without a passphrase',
        fix: 'Convert it with `openssl pkcs8 -topk8 -nocrypt`.',
      },
    };
  }
}

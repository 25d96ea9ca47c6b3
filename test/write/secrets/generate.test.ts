import bcrypt from 'bcryptjs';
import { describe, expect, test } from 'vitest';
import { CredentialGenerator, type CredentialSource } from '../../../lib/write/secrets/generate.js';
import type { Credential, SecretContent, SecretText } from '../../../lib/write/secrets/secret-content.js';

/** Never the same twice, and the same in every run. */
function counting(): CredentialSource {
  let [bytes, keys] = [0, 0];
  return {
    bytes: (count) => Uint8Array.from({ length: count }, () => bytes++ % 256),
    userKey: () => {
      keys += 1;
      return { seed: `SU${keys}`, publicKey: `U${keys}` };
    },
  };
}

const publisher: Credential = { id: 'broker/publisher', kind: 'password' };
const leaf: Credential = { id: 'broker/leaf-edge', kind: 'nkey' };
const secret = (name: string, text: SecretText): SecretContent => ({ namespace: 'nats', name, data: { file: text } });

describe('CredentialGenerator', () => {
  test('writes literal parts as they are, and each credential in its place', () => {
    const generator = new CredentialGenerator(counting(), 4);
    const filled = generator.fill(secret('auth', ['KEY: "', { credential: leaf, form: 'publicKey' }, '"\n']));
    expect(filled).toEqual({ namespace: 'nats', name: 'auth', stringData: { file: 'KEY: "U1"\n' } });
  });

  test('makes one value for one credential, whichever Secret and form names it', () => {
    const generator = new CredentialGenerator(counting(), 4);
    const text = (content: SecretContent) => generator.fill(content).stringData['file'] ?? '';
    const password = text(secret('client', [{ credential: publisher, form: 'password' }]));
    const hash = text(secret('server', [{ credential: publisher, form: 'bcrypt' }]));
    expect(bcrypt.compareSync(password, hash)).toBe(true);
    expect(text(secret('server-again', [{ credential: publisher, form: 'bcrypt' }]))).toBe(hash);
    expect(text(secret('leaf', [{ credential: leaf, form: 'seed' }]))).toBe('SU1');
    expect(text(secret('broker', [{ credential: leaf, form: 'publicKey' }]))).toBe('U1');
  });

  test('makes another value for another credential', () => {
    const generator = new CredentialGenerator(counting(), 4);
    const values = ['a', 'b', 'c'].map((id) => {
      const text: SecretText = [{ credential: { id, kind: 'password' }, form: 'password' }];
      return generator.fill(secret(id, text)).stringData['file'];
    });
    expect(new Set(values).size).toBe(3);
  });

  test('makes passwords of 192 bits that a URL takes as they are', () => {
    const generator = new CredentialGenerator(counting(), 4);
    const filled = generator.fill(secret('s', [{ credential: publisher, form: 'password' }]));
    expect(filled.stringData['file']).toMatch(/^[A-Za-z0-9_-]{32}$/);
  });

  test('hashes with the cost that is asked for, 11 if none is', () => {
    const content = secret('s', [{ credential: publisher, form: 'bcrypt' }]);
    expect(new CredentialGenerator(counting(), 5).fill(content).stringData['file']).toMatch(/^\$2a\$05\$.{53}$/);
    expect(new CredentialGenerator(counting()).fill(content).stringData['file']).toMatch(/^\$2a\$11\$.{53}$/);
  });

  test('fails on a form that the credential does not have', () => {
    const generator = new CredentialGenerator(counting(), 4);
    expect(() => generator.fill(secret('s', [{ credential: publisher, form: 'seed' }]))).toThrow(
      "The password 'broker/publisher' has no form seed.",
    );
    expect(() => generator.fill(secret('s', [{ credential: leaf, form: 'bcrypt' }]))).toThrow(
      "The nkey 'broker/leaf-edge' has no form bcrypt.",
    );
  });
});

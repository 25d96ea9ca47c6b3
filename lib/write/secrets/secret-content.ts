/** A secret value that is never part of the output. */
export interface Credential {
  /** Unique within the fleet; two Secrets that name the same credential hold the same value. `broker/publisher`. */
  readonly id: string;
  /** `password` authenticates by a shared secret, `nkey` by a key whose public half is all that the verifier has. */
  readonly kind: 'password' | 'nkey';
}

/** How a credential appears in a Secret: a password or its hash, or one half of a key. */
export type CredentialForm = 'password' | 'bcrypt' | 'seed' | 'publicKey';

/** A reference to a credential in a Secret's text. */
export interface CredentialReference {
  readonly credential: Credential;
  readonly form: CredentialForm;
}

/** The text of one key of a Secret: literal parts, and references in between. */
export type SecretText = readonly (string | CredentialReference)[];

/** A Secret that workloads need and that is not in the output. */
export interface SecretContent {
  readonly namespace: string;
  readonly name: string;
  readonly data: { readonly [key: string]: SecretText };
}

/** The distinct references in a Secret, in a stable order. */
export function referencesIn(content: SecretContent): CredentialReference[] {
  const byKey = new Map<string, CredentialReference>();
  for (const text of Object.values(content.data)) {
    for (const part of text) {
      if (typeof part !== 'string') byKey.set(referenceKey(part), part);
    }
  }
  return [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, reference]) => reference);
}

/** Names a reference where only letters, digits and underscores are allowed: `broker_publisher_bcrypt`. */
export function referenceKey({ credential, form }: CredentialReference): string {
  return `${credential.id.replaceAll(/[^A-Za-z0-9]/g, '_')}_${form}`;
}

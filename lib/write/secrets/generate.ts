import bcrypt from 'bcryptjs';
import { type Credential, type CredentialForm, referencesIn, type SecretContent } from './secret-content.js';

/** The source of passwords and keys; the caller passes it in, so that this code stays pure. */
export interface CredentialSource {
  /** Bytes from a cryptographic generator. */
  bytes(count: number): Uint8Array;
  /** A new NATS user key. @see https://docs.nats.io/running-a-nats-service/nats_admin/security/nkey */
  userKey(): UserKey;
}

/** Both halves of a NATS user key. */
export interface UserKey {
  /** `SU…`; secret. */
  readonly seed: string;
  /** `U…`. */
  readonly publicKey: string;
}

/** A Secret with its values filled in. */
export interface FilledSecret {
  readonly namespace: string;
  readonly name: string;
  readonly stringData: { readonly [key: string]: string };
}

/** Rounds of bcrypt, as a power of two: what `nats server passwd` uses. */
export const BCRYPT_COST = 11;
/** 192 bits, which base64 writes as 32 letters, digits, dashes and underscores: safe in a URL, and within bcrypt's 72 bytes. */
const PASSWORD_BYTES = 24;
const SALT_BYTES = 16;

/** Generates the credentials of a fleet: one value per id, however many Secrets name it. */
export class CredentialGenerator {
  readonly #source: CredentialSource;
  readonly #cost: number;
  readonly #passwords = new Map<string, string>();
  readonly #hashes = new Map<string, string>();
  readonly #keys = new Map<string, UserKey>();

  /** @param cost rounds of bcrypt as a power of two, 4 to 31 */
  constructor(source: CredentialSource, cost = BCRYPT_COST) {
    this.#source = source;
    this.#cost = cost;
  }

  /** The Secret with every credential that it names filled in. */
  fill(content: SecretContent): FilledSecret {
    for (const { credential, form } of referencesIn(content)) checkForm(credential, form);
    const stringData = Object.fromEntries(
      Object.entries(content.data).map(([key, text]) => [
        key,
        text.map((part) => (typeof part === 'string' ? part : this.#value(part.credential.id, part.form))).join(''),
      ]),
    );
    return { namespace: content.namespace, name: content.name, stringData };
  }

  #value(id: string, form: CredentialForm): string {
    switch (form) {
      case 'password':
        return this.password(id);
      case 'bcrypt':
        return remember(this.#hashes, id, () => bcrypt.hashSync(this.password(id), this.#salt()));
      case 'seed':
        return this.#key(id).seed;
      case 'publicKey':
        return this.#key(id).publicKey;
    }
  }

  /** The password itself; Secrets may hold only its hash. */
  password(id: string): string {
    return remember(this.#passwords, id, () => Buffer.from(this.#source.bytes(PASSWORD_BYTES)).toString('base64url'));
  }

  #key(id: string): UserKey {
    return remember(this.#keys, id, () => this.#source.userKey());
  }

  #salt(): string {
    const cost = String(this.#cost).padStart(2, '0');
    // The tag that Go's bcrypt writes; the server also accepts 2b.
    return `$2a$${cost}$${bcrypt.encodeBase64([...this.#source.bytes(SALT_BYTES)], SALT_BYTES)}`;
  }
}

function checkForm({ id, kind }: Credential, form: CredentialForm): void {
  const forms: readonly CredentialForm[] = kind === 'password' ? ['password', 'bcrypt'] : ['seed', 'publicKey'];
  if (!forms.includes(form)) throw new Error(`The ${kind} '${id}' has no form ${form}.`);
}

function remember<Value>(known: Map<string, Value>, id: string, make: () => Value): Value {
  const existing = known.get(id);
  if (existing !== undefined) return existing;
  const made = make();
  known.set(id, made);
  return made;
}

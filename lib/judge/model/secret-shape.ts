/** A secret that no manifest may contain; its text is never repeated. */
export type SecretShape = 'a private key' | 'an nkey seed' | 'a JSON Web Token';

const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/;
// Seeds are base32 of two prefix bytes, 32 bytes and a checksum; the second letter tells whose seed it is.
const NKEY_SEED = /(?<![A-Z2-7])S[ACNOUX][A-Z2-7]{56}(?![A-Z2-7])/;
const JSON_WEB_TOKEN = /\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/;

/** The first secret in a text, or undefined. */
export function secretIn(text: string): SecretShape | undefined {
  if (PRIVATE_KEY.test(text)) return 'a private key';
  if (NKEY_SEED.test(text)) return 'an nkey seed';
  const [token] = JSON_WEB_TOKEN.exec(text) ?? [];
  return token === undefined || isNatsClaim(token) ? undefined : 'a JSON Web Token';
}

/** JWTs of NATS operators and accounts state permissions, and give no access without the seed. */
function isNatsClaim(token: string): boolean {
  const header = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8');
  return header.includes('"ed25519-nkey"');
}

/** Whether a text contains a URL with a literal password before the host. */
export function passwordInUrl(text: string): boolean {
  return /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@$]+@/i.test(text);
}

import type { Field } from '../../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { atMostOne } from '../exactly-one.js';
import { labelsToSelect, policyTargets } from './selection.js';

const LAST_PORT = 65535;

/**
 * Modes per port that apply to no port.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export function* checkPeerAuthentication(spec: Field): Iterable<SchemaViolation> {
  const ports = spec.at('portLevelMtls');
  const labels = spec.at('selector', 'matchLabels');
  yield* labelsToSelect(labels);
  if (!ports.isSet) return;
  if (ports.isEmpty)
    yield notAllowed(ports, {
      got: 'an empty mapping',
      expected: 'at least one port',
      fix: 'Add a port, or remove the field.',
    });
  else if (labels.isEmpty)
    yield notAllowed(ports, {
      got: 'modes per port, without a selector',
      expected: 'a selector of workloads, because a whole namespace has no ports',
      fix: 'Add selector.matchLabels, or remove the field.',
    });
  for (const [key, mode] of ports.entries)
    if (!/^\d+$/.test(key) || Number(key) < 1 || Number(key) > LAST_PORT)
      yield notAllowed(mode, {
        got: JSON.stringify(key),
        expected: '1 to 65535',
        fix: 'Use the number that the container listens on.',
      });
}

/**
 * Tokens that nobody can issue or verify.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/
 */
export function* checkRequestAuthentication(spec: Field): Iterable<SchemaViolation> {
  yield* policyTargets(spec);
  for (const rule of spec.at('jwtRules').items) yield* checkJwtRule(rule);
}

function* checkJwtRule(rule: Field): Iterable<SchemaViolation> {
  const issuer = rule.at('issuer');
  const jwks = rule.at('jwks');
  const uris = [rule.at('jwksUri'), rule.at('jwks_uri')];
  yield* atMostOne(rule, ['jwks', 'jwksUri', 'jwks_uri']);
  if ([issuer, ...uris].every(({ isEmpty }) => isEmpty))
    yield missingField(issuer, 'the issuer whose tokens the rule accepts, or jwksUri');
  for (const uri of uris)
    if (uri.text !== undefined && uri.text !== '' && !isHttpUrl(uri.text))
      yield notAllowed(uri, { expected: 'an http:// or https:// URL', fix: 'Correct the URL.' });
  if (jwks.text !== undefined && jwks.text !== '' && !isKeySet(jwks.text))
    yield notAllowed(jwks, {
      got: 'text that is not a key set',
      expected: 'a JSON Web Key or Key Set',
      fix: 'Paste the JSON of the public keys.',
    });
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

function isKeySet(text: string): boolean {
  const parsed = parse(text);
  const keys = isRecord(parsed) ? parsed['keys'] : undefined;
  const all = keys === undefined ? [parsed] : Array.isArray(keys) ? keys : [undefined];
  return all.every((key) => isRecord(key) && typeof key['kty'] === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

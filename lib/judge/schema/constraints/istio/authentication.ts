import type { Json, JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isEmpty, isSet, mapping, mappings } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';
import { atMostOne } from '../exactly-one.js';
import { labelsToSelect, policyTargets } from './selection.js';

const LAST_PORT = 65535;

/**
 * Modes per port that apply to no port.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export function checkPeerAuthentication({ portLevelMtls, selector }: JsonObject): Verdict[] {
  const at = ['spec', 'portLevelMtls'];
  const { matchLabels } = mapping(selector);
  const verdicts = labelsToSelect(['spec', 'selector', 'matchLabels'], matchLabels);
  if (!isSet(portLevelMtls)) return verdicts;
  if (isEmpty(portLevelMtls))
    verdicts.push(refused(at, 'an empty mapping', 'at least one port', 'Add a port, or remove the field.'));
  else if (isEmpty(matchLabels))
    verdicts.push(
      refused(
        at,
        'modes per port, without a selector',
        'a selector of workloads, for a whole namespace has no ports',
        'Add selector.matchLabels, or remove the field.',
      ),
    );
  for (const key of Object.keys(mapping(portLevelMtls)))
    if (!/^\d+$/.test(key) || Number(key) < 1 || Number(key) > LAST_PORT)
      verdicts.push(
        refused([...at, key], JSON.stringify(key), '1 to 65535', 'Use the number that the container listens on.'),
      );
  return verdicts;
}

/**
 * Tokens that nobody can issue or verify.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/
 */
export function checkRequestAuthentication(spec: JsonObject): Verdict[] {
  return [
    ...policyTargets(spec),
    ...mappings(spec['jwtRules']).flatMap(([index, rule]) => jwtVerdicts(['spec', 'jwtRules', index], rule)),
  ];
}

function jwtVerdicts(at: Segments, rule: JsonObject): Verdict[] {
  const { issuer, jwks, jwksUri, jwks_uri: legacy } = rule;
  const verdicts = atMostOne(at, rule, ['jwks', 'jwksUri', 'jwks_uri']);
  if (isEmpty(issuer) && isEmpty(jwksUri) && isEmpty(legacy))
    verdicts.push(missing([...at, 'issuer'], 'the issuer whose tokens the rule takes, or jwksUri'));
  for (const [field, uri] of [
    ['jwksUri', jwksUri],
    ['jwks_uri', legacy],
  ] as const)
    if (typeof uri === 'string' && uri !== '' && !isHttpUrl(uri))
      verdicts.push(refused([...at, field], JSON.stringify(uri), 'an http:// or https:// URL', 'Correct the URL.'));
  if (typeof jwks === 'string' && jwks !== '' && !isKeySet(jwks))
    verdicts.push(
      refused(
        [...at, 'jwks'],
        'text that is no key set',
        'a JSON Web Key or Key Set',
        'Paste the JSON of the public keys.',
      ),
    );
  return verdicts;
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

function isKeySet(text: string): boolean {
  const parsed = parse(text);
  const { keys } = mapping(parsed);
  const all = keys === undefined ? [parsed] : Array.isArray(keys) ? keys : [undefined];
  return all.every((key) => typeof mapping(key)['kty'] === 'string');
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isEmpty, isSet, mapping, mappings } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';
import { conditionVerdicts } from './conditions.js';
import { operationFields, operationVerdicts } from './operations.js';
import { policyTargets } from './selection.js';
import { sourceFields, sourceVerdicts } from './sources.js';

const CUSTOM_SOURCES = ['ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks'];
const CUSTOM_KEYS = ['source.namespace', 'source.serviceAccount', 'source.trustDomain', 'source.principal'];

/**
 * Policies that would never apply, or that say what Istio cannot match.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function checkAuthorizationPolicy(spec: JsonObject): Verdict[] {
  const rules = mappings(spec['rules']);
  return [
    ...policyTargets(spec),
    ...actionVerdicts(spec),
    ...rules.flatMap(([index, rule]) => ruleVerdicts(['spec', 'rules', index], rule)),
    ...(spec['action'] === 'CUSTOM'
      ? rules.flatMap(([index, rule]) => customVerdicts(['spec', 'rules', index], rule))
      : []),
  ];
}

function actionVerdicts({ action, provider, rules }: JsonObject): Verdict[] {
  const verdicts: Verdict[] = [];
  const custom = action === 'CUSTOM';
  if ((custom || action === 'DENY') && isEmpty(rules))
    verdicts.push(
      missing(
        ['spec', 'rules'],
        `rules, for without them ${action} never applies`,
        'Add the rules; [{}] applies to every request.',
      ),
    );
  else if (custom && isEmpty(mapping(provider)['name']))
    verdicts.push(missing(['spec', 'provider', 'name'], 'the name of an extension provider of the mesh'));
  if (isSet(provider) && !custom)
    verdicts.push(
      refused(
        ['spec', 'provider'],
        `a provider, with ${action ?? 'ALLOW'}`,
        'none, but for CUSTOM',
        'Set the action to CUSTOM where the provider is to decide, or remove it.',
      ),
    );
  return verdicts;
}

function ruleVerdicts(at: Segments, rule: JsonObject): Verdict[] {
  return [
    ...parts(at, rule, 'from', 'source', sourceFields, sourceVerdicts),
    ...parts(at, rule, 'to', 'operation', operationFields, operationVerdicts),
    ...mappings(rule['when']).flatMap(([index, condition]) => conditionVerdicts([...at, 'when', index], condition)),
  ];
}

/** Reports parts of a rule that match everything, which looks like a restriction and is none. */
function parts(
  at: Segments,
  rule: JsonObject,
  list: string,
  field: string,
  known: readonly string[],
  judge: (at: Segments, part: JsonObject) => Verdict[],
): Verdict[] {
  return mappings(rule[list]).flatMap(([index, entry]) => {
    const place = [...at, list, index, field];
    if (!isSet(entry[field])) return [missing(place, 'a mapping that says what the rule is about')];
    const part = mapping(entry[field]);
    if (!known.every((name) => isEmpty(part[name]))) return judge(place, part);
    return [
      refused(
        place,
        'a mapping that says nothing',
        `at least one of ${known.join(', ')}`,
        `Say the ${field}, or drop "${list}".`,
      ),
    ];
  });
}

/** The external authorizer decides before Istio knows who calls. */
function customVerdicts(at: Segments, rule: JsonObject): Verdict[] {
  const expected = 'what a CUSTOM policy can match: addresses and the request itself';
  const fix = 'Remove it, and let the provider or a DENY policy decide by identity.';
  const sources = mappings(rule['from']).flatMap(([index, { source }]) =>
    sourceFields
      .filter((field) => !CUSTOM_SOURCES.includes(field))
      .filter((field) => !isEmpty(mapping(source)[field]))
      .map((field) => refused([...at, 'from', index, 'source', field], field, expected, fix)),
  );
  const conditions = mappings(rule['when']).flatMap(([index, { key }]) =>
    typeof key === 'string' && (CUSTOM_KEYS.includes(key) || key.startsWith('request.auth.'))
      ? [refused([...at, 'when', index, 'key'], JSON.stringify(key), expected, fix)]
      : [],
  );
  return [...sources, ...conditions];
}

import type { Field } from '../../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { checkCondition } from './conditions.js';
import { checkOperation, operationFields } from './operations.js';
import { policyTargets } from './selection.js';
import { checkSource, sourceFields } from './sources.js';

const CUSTOM_SOURCES = ['ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks'];
const IDENTITY_SOURCES = sourceFields.filter((field) => !CUSTOM_SOURCES.includes(field));
const IDENTITY_KEYS = ['source.namespace', 'source.serviceAccount', 'source.trustDomain', 'source.principal'];

/** A part of a rule: the list that it is an entry of, its field there, and what the field can name. */
interface Part {
  readonly list: string;
  readonly field: string;
  readonly known: readonly string[];
  readonly check: (part: Field) => Iterable<SchemaViolation>;
}

const parts: readonly Part[] = [
  { list: 'from', field: 'source', known: sourceFields, check: checkSource },
  { list: 'to', field: 'operation', known: operationFields, check: checkOperation },
];

/**
 * Policies that would never apply, or that name what Istio cannot match.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function* checkAuthorizationPolicy(spec: Field): Iterable<SchemaViolation> {
  const rules = spec.at('rules').items;
  yield* policyTargets(spec);
  yield* checkAction(spec);
  for (const rule of rules) {
    for (const part of parts) yield* checkPart(rule, part);
    for (const condition of rule.at('when').items) yield* checkCondition(condition);
  }
  if (spec.at('action').value === 'CUSTOM') for (const rule of rules) yield* checkCustom(rule);
}

function* checkAction(spec: Field): Iterable<SchemaViolation> {
  const action = spec.at('action').value ?? 'ALLOW';
  const provider = spec.at('provider');
  const rules = spec.at('rules');
  const isCustom = action === 'CUSTOM';
  if ((isCustom || action === 'DENY') && rules.isEmpty)
    yield missingField(
      rules,
      `rules, because ${action} never applies without them`,
      'Add the rules; [{}] applies to every request.',
    );
  else if (isCustom && provider.at('name').isEmpty)
    yield missingField(provider.at('name'), 'the name of an extension provider of the mesh');
  if (provider.isSet && !isCustom)
    yield notAllowed(provider, {
      got: `a provider, with ${action}`,
      expected: 'none, unless the action is CUSTOM',
      fix: 'Set the action to CUSTOM if the provider must decide, or remove it.',
    });
}

/** Reports a part of a rule that matches everything: it looks like a restriction but is not one. */
function* checkPart(rule: Field, { list, field, known, check }: Part): Iterable<SchemaViolation> {
  for (const entry of rule.at(list).items) {
    const part = entry.at(field);
    if (!part.isSet) yield missingField(part, 'a mapping that says what the rule matches');
    else if (known.some((name) => !part.at(name).isEmpty)) yield* check(part);
    else
      yield notAllowed(part, {
        got: 'a mapping with none of them',
        expected: `at least one of ${known.join(', ')}`,
        fix: `Describe the ${field}, or remove "${list}".`,
      });
  }
}

/** The external authorizer decides before Istio knows who calls. */
function* checkCustom(rule: Field): Iterable<SchemaViolation> {
  const fault = {
    expected: 'what a CUSTOM policy can match: addresses and the request itself',
    fix: 'Remove it, and let the provider or a DENY policy decide by identity.',
  };
  for (const entry of rule.at('from').items)
    for (const name of IDENTITY_SOURCES) {
      const field = entry.at('source', name);
      if (!field.isEmpty) yield notAllowed(field, { got: name, ...fault });
    }
  for (const condition of rule.at('when').items) {
    const key = condition.at('key');
    if (key.text !== undefined && (IDENTITY_KEYS.includes(key.text) || key.text.startsWith('request.auth.')))
      yield notAllowed(key, fault);
  }
}

import type { Field } from '../../../manifest/field.js';
import { parsePath } from '../../../manifest/field-path.js';
import { fieldAt } from '../json-pointer.js';
import type { CelRule } from '../json-schema.js';
import { type SchemaViolation, schemaViolation } from '../violation.js';
import { evaluate } from './expression.js';
import type { RuleSite, SchemaReader } from './rule-sites.js';
import { celValue } from './value.js';

/** What the rules of an object say, and which of them could not be evaluated. */
export interface RuleOutcomes {
  readonly violations: readonly SchemaViolation[];
  /** Rule to the reason. */
  readonly notJudged: ReadonlyMap<string, string>;
}

const OLD_SELF = /\boldSelf\b/;

/** Evaluates rules as the API server does when the object is created; those that compare with a former value do not run. */
export function evaluateRules(object: Field, sites: readonly RuleSite[], reader: SchemaReader): RuleOutcomes {
  const violations: SchemaViolation[] = [];
  const notJudged = new Map<string, string>();
  for (const { pointer, schema, value, rules } of sites) {
    const self = celValue(schema, value, reader);
    for (const rule of rules) {
      if (OLD_SELF.test(rule.rule) && rule.optionalOldSelf !== true) continue;
      const result = evaluate(rule.rule, self);
      if ('value' in result && result.value === true) continue;
      if ('failed' in result || ('value' in result && result.value === false))
        violations.push(violation(fieldAt(object, pointer), rule, self));
      else notJudged.set(rule.rule, 'notJudged' in result ? result.notJudged : 'its value is neither true nor false');
    }
  }
  return { violations, notJudged };
}

function violation(field: Field, rule: CelRule, self: unknown): SchemaViolation {
  const place = rule.fieldPath === undefined ? field : field.at(...parsePath(rule.fieldPath.replace(/^\./, '')));
  return schemaViolation('schema/validation-rule', place, {
    expected: `what the definition asks for: ${messageOf(rule, self)}`,
    fix: 'Change the object so that this holds.',
  });
}

function messageOf({ rule, message, messageExpression }: CelRule, self: unknown): string {
  const made = messageExpression === undefined ? undefined : evaluate(messageExpression, self);
  const text = made !== undefined && 'value' in made && typeof made.value === 'string' ? made.value : message;
  return (text ?? rule).replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
}

import type { Field } from '../../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { atMostOne } from '../exactly-one.js';
import { policyTargets } from './selection.js';

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const TAG_SOURCES = ['literal', 'environment', 'header', 'formatter'];

/**
 * Tags, metrics and filters without a meaning.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/
 */
export function* checkTelemetry(spec: Field): Iterable<SchemaViolation> {
  yield* policyTargets(spec);
  for (const override of spec.at('metrics').items.flatMap((metrics) => metrics.at('overrides').items))
    yield* checkOverride(override);
  for (const logging of spec.at('accessLogging').items) yield* checkExpression(logging.at('filter', 'expression'));
  for (const [name, tag] of spec.at('tracing').items.flatMap((tracing) => tracing.at('customTags').entries)) {
    yield* atMostOne(tag, TAG_SOURCES);
    if (name === '')
      yield notAllowed(tag, { got: 'a tag without a name', expected: 'the name of a tag', fix: 'Name the tag.' });
  }
}

function* checkOverride(override: Field): Iterable<SchemaViolation> {
  yield* atMostOne(override.at('match'), ['metric', 'customMetric']);
  for (const [, tag] of override.at('tagOverrides').entries) {
    const value = tag.at('value');
    const { value: operation = 'UPSERT' } = tag.at('operation');
    if (operation === 'REMOVE' && value.isSet)
      yield notAllowed(value, {
        got: 'a value, with REMOVE',
        expected: 'nothing, because the tag is removed',
        fix: 'Remove it, or use UPSERT.',
      });
    if (operation === 'UPSERT' && value.isEmpty) yield missingField(value, 'an expression for the value of the tag');
  }
}

/** Reports an expression whose brackets or quotes do not close; the rest is for a CEL compiler to judge. */
function* checkExpression(expression: Field): Iterable<SchemaViolation> {
  if (expression.text === undefined || expression.text === '') return;
  const bare = expression.text.replace(/'(\\.|[^'\\])*'|"(\\.|[^"\\])*"/gs, '');
  const open: string[] = [];
  for (const character of bare) {
    if (Object.hasOwn(CLOSING, character)) open.push(CLOSING[character] ?? '');
    else if (/[)\]}]/.test(character) && open.pop() !== character) open.push('nothing');
  }
  if (open.length > 0 || /['"]/.test(bare))
    yield notAllowed(expression, { expected: 'a CEL expression', fix: 'Close its brackets and quotes.' });
}

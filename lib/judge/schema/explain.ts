import { nearest } from '../../formats/did-you-mean.js';
import { listed } from '../../manifest/listed.js';
import type { Json, JsonObject } from '../../manifest/object.js';
import type { Fault } from './compiler.js';
import type { Definition } from './definition.js';
import { type Segments, segmentsOf, valueAt } from './field-path.js';
import { formatWords } from './formats.js';
import { show } from './show.js';
import type { Verdict } from './verdict.js';

const typeWords: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'an integer',
  null: 'null',
  number: 'a number',
  object: 'a mapping',
  string: 'a string',
};
const comparisons: Readonly<Record<string, string>> = {
  maxItems: 'at most',
  maximum: 'at most',
  maxLength: 'at most',
  minItems: 'at least',
  minimum: 'at least',
  minLength: 'at least',
};
const units: Readonly<Record<string, string>> = {
  maxItems: ' items',
  maxLength: ' characters',
  minItems: ' items',
  minLength: ' characters',
};

function typeNames(schema: Definition): readonly string[] {
  return schema.type === undefined ? [] : [schema.type].flat();
}

function described(schema: Definition): string {
  if (schema.enum !== undefined) return `one of ${listed(schema.enum.map(String))}`;
  if (schema.format !== undefined) return formatWords[schema.format] ?? schema.format;
  const names = typeNames(schema);
  if (names.length > 0) return names.map((name) => typeWords[name] ?? name).join(' or ');
  return schema.definition === undefined ? 'a value' : 'a mapping';
}

/** The schema that holds the keyword which failed. */
function schemaAt({ error, root }: Fault): Definition {
  const parts = error.schemaPath.split('/').slice(1, -1);
  let here: unknown = root;
  for (const part of parts) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    here = typeof here === 'object' && here !== null ? Reflect.get(here, key) : undefined;
  }
  return typeof here === 'object' && here !== null ? here : {};
}

/** A release that is newer than the schemas may know the field, and read a restriction in it: so nothing says to remove it. */
function unknownField(at: Segments, field: string, schema: Definition): Verdict {
  const known = Object.keys(schema.properties ?? {});
  const meant = nearest(field, known);
  return {
    rule: 'schema/unknown-field',
    at: [...at, field],
    got: `the field "${field}", unknown to the releases known here`,
    expected: meant === undefined ? `one of ${listed(known)}` : `"${meant}"`,
    fix: `${meant === undefined ? 'Correct its name' : `Rename it to "${meant}"`}, or keep it with a waiver where the release that you run knows it: without the field, what it restricts may be open.`,
  };
}

function wrongType(at: Segments, value: Json | undefined, shown: string, schema: Definition): Verdict {
  const expected = described(schema);
  const names = typeNames(schema);
  const numeric = typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value));
  const unquoted =
    (numeric && (names.includes('integer') || names.includes('number'))) ||
    ((value === 'true' || value === 'false') && names.includes('boolean'));
  const quoted = names.includes('string') && (typeof value === 'number' || typeof value === 'boolean');
  return {
    rule: 'schema/wrong-type',
    at,
    got: shown,
    expected,
    fix: unquoted ? 'Write it without quotes.' : quoted ? 'Write it in quotes.' : `Write ${expected}.`,
  };
}

function exclusive(at: Segments, object: JsonObject, schema: Definition): Verdict {
  const names = (schema.oneOf ?? []).flatMap(({ required }) => required ?? []);
  const value = valueAt(object, at);
  const given = typeof value === 'object' && value !== null ? names.filter((name) => Object.hasOwn(value, name)) : [];
  const list = names.join(', ');
  return {
    rule: 'schema/value-not-allowed',
    at,
    got: given.length === 0 ? 'a mapping with none of them' : `a mapping with ${given.join(' and ')}`,
    expected: `exactly one of ${list}`,
    fix: given.length === 0 ? `Add one of ${list}.` : `Keep one of ${given.join(' and ')}, and remove the others.`,
  };
}

function notAllowed(at: Segments, got: string, fault: Fault, schema: Definition, value: Json | undefined): Verdict {
  const { keyword, params } = fault.error;
  const verdict = { rule: 'schema/value-not-allowed', at, got } as const;
  if (keyword === 'enum') {
    const allowed = (schema.enum ?? []).map(String);
    const meant = typeof value === 'string' ? nearest(value, allowed) : undefined;
    const fix = meant === undefined ? 'Use one of the allowed values.' : `Write "${meant}".`;
    return { ...verdict, expected: `one of ${listed(allowed)}`, fix };
  }
  const bound = comparisons[keyword];
  if (bound !== undefined) {
    const expected = `${bound} ${params['limit']}${units[keyword] ?? ''}`;
    return { ...verdict, expected, fix: `Use ${expected}.` };
  }
  if (keyword === 'pattern')
    return { ...verdict, expected: `text that matches ${schema.pattern}`, fix: 'Change it to match the pattern.' };
  if (keyword === 'format') return { ...verdict, expected: described(schema), fix: `Write ${described(schema)}.` };
  const expected = JSON.stringify(schema.const);
  return { ...verdict, expected, fix: `Write ${expected}, or remove it.` };
}

/** Says what a fault means to the one who wrote the object; undefined where another fault says it better. */
export function explain(fault: Fault, object: JsonObject): Verdict | undefined {
  const { keyword, instancePath, schemaPath, params } = fault.error;
  if (/\/oneOf\/\d/.test(schemaPath)) return undefined;
  const at = segmentsOf(instancePath, object);
  const schema = schemaAt(fault);
  const value = valueAt(object, at);
  const shown = show(value, at, object);
  switch (keyword) {
    case 'additionalProperties':
      return unknownField(at, String(params['additionalProperty']), schema);
    case 'required': {
      const field = String(params['missingProperty']);
      const expected = described(schema.properties?.[field] ?? {});
      return {
        rule: 'schema/missing-field',
        at: [...at, field],
        got: 'nothing',
        expected,
        fix: `Add "${field}", ${expected}.`,
      };
    }
    case 'type':
      return wrongType(at, value, shown, schema);
    case 'oneOf':
      return exclusive(at, object, schema);
    default:
      return notAllowed(at, shown, fault, schema, value);
  }
}

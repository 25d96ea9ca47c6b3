import { nearest } from '../../formats/did-you-mean.js';
import type { Field } from '../../manifest/field.js';
import { listed } from '../../manifest/listed.js';
import { knownReleases } from '../../releases/known.js';
import type { SchemaError } from './compiler.js';
import type { Definition, Presence } from './definition.js';
import { formatWords } from './formats.js';
import { fieldAt } from './json-pointer.js';
import { projectOf, releaseName } from './releases.js';
import { missingField, notAllowed, type SchemaViolation, schemaViolation } from './violation.js';

/** The project's file and the release by which a value is judged. */
export interface Judged {
  readonly file: string;
  readonly release: string;
}

const UNKNOWN_FIELD =
  'A server that does not know the field rejects the object or drops the field, and what the field restricts may be open.';

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
  maxProperties: 'at most',
  minProperties: 'at least',
  maximum: 'at most',
  maxLength: 'at most',
  minItems: 'at least',
  minimum: 'at least',
  minLength: 'at least',
};
const units: Readonly<Record<string, string>> = {
  maxItems: 'item',
  maxProperties: 'field',
  minProperties: 'field',
  maxLength: 'character',
  minItems: 'item',
  minLength: 'character',
};

function typeNames(schema: Definition): readonly string[] {
  return schema.type === undefined ? [] : [schema.type].flat();
}

/** The values of a closed set that an author would write; an empty text is the default. */
function wordsOf(values: readonly unknown[]): readonly string[] {
  return values.map(String).filter((value) => value !== '');
}

function described(schema: Definition): string {
  if (schema.enum !== undefined) return `one of ${listed(wordsOf(schema.enum))}`;
  if (schema.format !== undefined) return formatWords[schema.format] ?? schema.format;
  const names = typeNames(schema);
  if (names.length > 0) return names.map((name) => typeWords[name] ?? name).join(' or ');
  return schema.definition === undefined ? 'a value' : 'a mapping';
}

/** The schema that holds the keyword which failed. */
function schemaAt({ error, root }: SchemaError): Definition {
  const parts = error.schemaPath.split('/').slice(1, -1);
  let here: unknown = root;
  for (const part of parts) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    here = typeof here === 'object' && here !== null ? Reflect.get(here, key) : undefined;
  }
  return typeof here === 'object' && here !== null ? here : {};
}

/**
 * A release that is newer than the schemas may know the field, and read a restriction in it; so may the release that the author
 * has in mind. Therefore nothing says to remove it.
 */
function unknownField(field: Field, schema: Definition, { file, release }: Judged): SchemaViolation {
  const name = String(field.step);
  const other = Object.hasOwn(schema.otherReleases ?? {}, name) ? schema.otherReleases?.[name] : undefined;
  if (other !== undefined) return fieldOfAnotherRelease(field, other, { file, release });
  const known = Object.keys(schema.properties ?? {});
  const meant = nearest(name, known);
  return schemaViolation('schema/unknown-field', field, {
    got: `the unknown field "${name}"`,
    expected: meant === undefined ? `one of ${listed(known)}` : `"${meant}"`,
    effect: UNKNOWN_FIELD,
    fix: `${meant === undefined ? 'Correct its name' : `Rename it to "${meant}"`}, or keep it with a waiver if the release that you run knows it.`,
  });
}

function fieldOfAnotherRelease(field: Field, { since, until }: Presence, { file, release }: Judged): SchemaViolation {
  const releases = knownReleases(file);
  const isLater = since !== undefined && releases.indexOf(since) > releases.indexOf(release);
  const when = isLater ? `known from ${since}` : `known before ${until}`;
  const project = projectOf(file);
  const states = project === undefined ? '' : ` State --${project} if the cluster runs another release.`;
  return schemaViolation('schema/unknown-field', field, {
    got: `"${field.step}", which is unknown to ${releaseName(file, release)}, ${when}`,
    expected: `a field of ${releaseName(file, release)}`,
    effect: UNKNOWN_FIELD,
    fix: isLater
      ? `Upgrade the cluster to ${releaseName(file, since)} first, or say the same by other fields.${states}`
      : `Say the same by fields of ${releaseName(file, release)}.${states}`,
  });
}

function wrongType(field: Field, schema: Definition): SchemaViolation {
  const { text } = field;
  const expected = described(schema);
  const names = typeNames(schema);
  const numeric = text !== undefined && text.trim() !== '' && !Number.isNaN(Number(text));
  const unquoted =
    (numeric && (names.includes('integer') || names.includes('number'))) ||
    ((text === 'true' || text === 'false') && names.includes('boolean'));
  const quoted = names.includes('string') && (field.number !== undefined || field.boolean !== undefined);
  const fix = unquoted ? 'Write it without quotes.' : quoted ? 'Write it in quotes.' : `Write ${expected}.`;
  return schemaViolation('schema/wrong-type', field, { expected, fix });
}

/** A condition that has no words of its own: what it asks for is read in the schema. */
function noAlternative(field: Field, keyword: string): SchemaViolation {
  return notAllowed(field, {
    expected: `a value that fits "${keyword}" of the schema`,
    fix: 'Compare it with the schema of its kind.',
  });
}

/** Alternatives that each ask for one field; one that forbids all of them makes none of them an alternative too. */
function exclusive(field: Field, { oneOf = [] }: Definition): SchemaViolation {
  const names = oneOf.flatMap(({ required }) => required ?? []);
  if (names.length === 0 || oneOf.some(({ properties }) => properties !== undefined))
    return noAlternative(field, 'oneOf');
  const given = names.filter((name) => field.at(name).value !== undefined);
  const list = names.join(', ');
  if (oneOf.some(({ not }) => not !== undefined))
    return notAllowed(field, {
      got: `a mapping with ${given.join(' and ')}`,
      expected: `at most one of ${list}`,
      fix: 'Keep one of them, and remove the others.',
    });
  return notAllowed(field, {
    got: given.length === 0 ? 'a mapping with none of them' : `a mapping with ${given.join(' and ')}`,
    expected: `exactly one of ${list}`,
    fix: given.length === 0 ? `Add one of ${list}.` : `Keep one of ${given.join(' and ')}, and remove the others.`,
  });
}

function badValue(field: Field, { error }: SchemaError, schema: Definition, judged: Judged): SchemaViolation {
  const { keyword, params } = error;
  if (keyword === 'enum') {
    const other = valueOfAnotherRelease(field, schema, judged);
    if (other !== undefined) return other;
    const allowed = wordsOf(schema.enum ?? []);
    const meant = field.text === undefined ? undefined : nearest(field.text, allowed);
    const fix = meant === undefined ? 'Use one of the allowed values.' : `Write "${meant}".`;
    return notAllowed(field, { expected: `one of ${listed(allowed)}`, fix });
  }
  const bound = comparisons[keyword];
  if (keyword === 'minProperties' && params['limit'] === 1)
    return notAllowed(field, {
      got: 'an empty mapping',
      expected: 'at least one entry',
      fix: 'Add an entry, or remove the field.',
    });
  if (bound !== undefined) {
    const unit = units[keyword];
    const expected = `${bound} ${params['limit']}${unit === undefined ? '' : ` ${unit}${params['limit'] === 1 ? '' : 's'}`}`;
    return notAllowed(field, { expected, fix: `Use ${expected}.` });
  }
  if (keyword === 'pattern')
    return notAllowed(field, {
      expected: `text that matches ${schema.pattern}`,
      fix: 'Change it to match the pattern.',
    });
  if (keyword === 'format')
    return notAllowed(field, { expected: described(schema), fix: `Write ${described(schema)}.` });
  if (keyword !== 'const') return noAlternative(field, keyword);
  const expected = JSON.stringify(schema.const);
  return notAllowed(field, { expected, fix: `Write ${expected}, or remove it.` });
}

/** A value that the release does not allow, and others do. */
function valueOfAnotherRelease(
  field: Field,
  { enum: allowed = [], otherValues = {} }: Definition,
  { file, release }: Judged,
) {
  const since =
    field.text !== undefined && Object.hasOwn(otherValues, field.text) ? otherValues[field.text] : undefined;
  if (since === undefined) return undefined;
  const when = since === '' ? 'older releases know' : `${releaseName(file, since)} added`;
  return notAllowed(field, {
    got: `${field.quoted}, which ${when}`,
    expected: `one of ${listed(wordsOf(allowed))} in ${releaseName(file, release)}`,
    fix: 'Use one of the allowed values, or state the release that the cluster runs.',
  });
}

/** Says what a schema error means to the author of the object; undefined if another error says it better. */
export function explain(fault: SchemaError, object: Field, judged: Judged): SchemaViolation | undefined {
  const { keyword, instancePath, schemaPath, params } = fault.error;
  if (/\/(oneOf|anyOf|not)\/\d|\/not\//.test(schemaPath)) return undefined;
  const field = fieldAt(object, instancePath);
  const schema = schemaAt(fault);
  switch (keyword) {
    case 'additionalProperties':
      return unknownField(field.at(String(params['additionalProperty'])), schema, judged);
    case 'required': {
      const name = String(params['missingProperty']);
      return missingField(field.at(name), described(schema.properties?.[name] ?? {}));
    }
    case 'type':
      return wrongType(field, schema);
    case 'oneOf':
      return exclusive(field, schema);
    default:
      return badValue(field, fault, schema, judged);
  }
}

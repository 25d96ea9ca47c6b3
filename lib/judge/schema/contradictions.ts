import type { Fault } from '../../diagnostic.js';
import { isMapping } from '../../formats/mapping.js';
import { listed } from '../../manifest/listed.js';

const TYPES: ReadonlySet<string> = new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);
const BOUNDS = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
] as const;
const FIX = 'Correct the schema.';

/** What no value can satisfy, or no schema can mean, in a schema at a path; `isClosed` tells the schemas that refuse unknown fields. */
export function* contradictions(
  schema: unknown,
  path: string,
  isClosed: (schema: Readonly<Record<string, unknown>>) => boolean,
): Iterable<Fault> {
  if (!isMapping(schema)) {
    if (typeof schema === 'boolean') return;
    yield fault(path, JSON.stringify(schema) ?? 'nothing', 'a schema, which is a mapping');
    return;
  }
  const { type, required, properties, items, additionalProperties } = schema;
  const wrongTypes = [type ?? []].flat().filter((name) => !TYPES.has(String(name)));
  if (wrongTypes.length > 0)
    yield fault(`${path}.type`, listed(wrongTypes.map(String)), `one of ${listed([...TYPES])}`);
  for (const [least, most] of BOUNDS) {
    const [low, high] = [schema[least], schema[most]];
    if (typeof low === 'number' && typeof high === 'number' && low > high)
      yield fault(
        `${path}.${least}`,
        `${low}, above ${most} ${high}`,
        `at most ${high}, since no value fits otherwise`,
      );
  }
  yield* valuesOfAnotherType(schema, path);
  if (Array.isArray(required) && isMapping(properties) && isClosed(schema)) {
    const absent = required.map(String).filter((name) => !Object.hasOwn(properties, name));
    if (absent.length > 0)
      yield fault(`${path}.required`, listed(absent), 'fields among properties, since all others are refused');
  }
  for (const [name, child] of Object.entries(isMapping(properties) ? properties : {}))
    yield* contradictions(child, `${path}.properties.${name}`, isClosed);
  if (items !== undefined && !Array.isArray(items)) yield* contradictions(items, `${path}.items`, isClosed);
  if (additionalProperties !== undefined)
    yield* contradictions(additionalProperties, `${path}.additionalProperties`, isClosed);
}

function* valuesOfAnotherType(schema: Readonly<Record<string, unknown>>, path: string): Iterable<Fault> {
  const { enum: values, default: preset, nullable } = schema;
  if (values !== undefined && (!Array.isArray(values) || values.length === 0))
    yield fault(`${path}.enum`, JSON.stringify(values), 'a list of at least one value');
  const types = [schema['type'] ?? []].flat().map(String);
  const mixed = types.length === 0 || schema['x-kubernetes-int-or-string'] === true;
  const fits = (value: unknown) =>
    mixed || (value === null && nullable === true) || types.some((type) => isOfType(value, type));
  const others = Array.isArray(values) ? values.filter((value) => !fits(value)) : [];
  if (others.length > 0)
    yield fault(
      `${path}.enum`,
      listed(others.map((value) => JSON.stringify(value))),
      `values of type ${types.join(' or ')}`,
    );
  if (preset === undefined || preset === null) return;
  if (!fits(preset)) yield fault(`${path}.default`, JSON.stringify(preset), `a value of type ${types.join(' or ')}`);
  else if (Array.isArray(values) && values.length > 0 && typeof preset !== 'object' && !values.includes(preset))
    yield fault(`${path}.default`, JSON.stringify(preset), `one of ${listed(values.map(String))}`);
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    case 'object':
      return isMapping(value);
    default:
      // A name that is no type is reported as such.
      return typeof value === type || !TYPES.has(type);
  }
}

function fault(path: string, got: string, expected: string): Fault {
  return { path: path.replace(/^\./, ''), got, expected, fix: FIX };
}

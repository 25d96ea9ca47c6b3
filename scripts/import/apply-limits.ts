import { istioLimits } from './istio-limits.js';
import type { JsonSchema, SchemaFile } from './json-schema.js';

/** Number fields that take a fraction; every other number of Istio's kinds is an integer. */
const FRACTIONS: ReadonlySet<string> = new Set([
  'aggression',
  'minimumPercent',
  'percent',
  'randomSamplingPercentage',
  'value',
]);

/** Sets the limits that Istio's webhook adds to its definitions. Limits that no field of a release has are an error. */
export function applyIstioLimits(releases: Iterable<SchemaFile>): void {
  const used = new Set<string>();
  for (const { kinds } of releases)
    for (const [key, schema] of Object.entries(kinds)) {
      const spec = schema.properties?.['spec'];
      if (spec !== undefined) limit(spec, `${key.split('/').at(-1)}.spec`, used);
    }
  const unused = Object.keys(istioLimits).filter((path) => !used.has(path));
  if (unused.length > 0) throw new Error(`No field of Istio's kinds is ${unused.join(' or ')}`);
}

function limit(schema: JsonSchema, path: string, used: Set<string>): void {
  if (schema.$ref !== undefined) throw new Error(`${path} is a reference, which the limits do not follow`);
  if (schema.type === 'number' && !FRACTIONS.has(path.split('.').at(-1) ?? '')) schema.type = 'integer';
  for (const [end, limits] of Object.entries(istioLimits)) {
    if (path !== end && !path.endsWith(`.${end}`)) continue;
    used.add(end);
    Object.assign(schema, limits);
    if (limits.minimum !== undefined) delete schema.format;
  }
  if (schema.type === 'integer' && schema.minimum === undefined) schema.format ??= 'int32';
  for (const [name, child] of Object.entries(schema.properties ?? {})) limit(child, `${path}.${name}`, used);
  if (schema.items !== undefined) limit(schema.items, `${path}[]`, used);
  if (typeof schema.additionalProperties === 'object') limit(schema.additionalProperties, `${path}{}`, used);
}

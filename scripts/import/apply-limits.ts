import { istioLimits } from './istio-limits.js';
import type { JsonSchema, SchemaFile } from './json-schema.js';

const FILES = ['extensions.istio.io', 'networking.istio.io', 'security.istio.io', 'telemetry.istio.io'];
/** Number fields that take a fraction; every other number of Istio's kinds is an integer. */
const FRACTIONS: ReadonlySet<string> = new Set([
  'aggression',
  'minimumPercent',
  'percent',
  'randomSamplingPercentage',
  'value',
]);

/** Sets the limits of Istio's fields, which the package does not declare. Limits without a field are an error. */
export function applyIstioLimits(schemas: ReadonlyMap<string, SchemaFile>): void {
  const used = new Set<string>();
  for (const name of FILES)
    for (const [key, schema] of Object.entries(schemas.get(name)?.kinds ?? {})) {
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

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonSchema } from './json-schema.js';

const LITERAL = /const schema = (\{[\s\S]*?\n\});/;
const REGISTERED_ID = /register\)\("([^"]+)"/;

/**
 * Reads the schema literals that the kubernetes-models packages had up to version 4.3. Later releases have only
 * compiled validators. Keyed by definition id, or by `apiVersion/kind` for custom resources.
 */
export function readRawModels(folder: string): Map<string, JsonSchema> {
  const models = new Map<string, JsonSchema>();
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!entry.endsWith('.js') || entry.includes('node_modules')) continue;
    const source = readFileSync(join(folder, entry), 'utf8');
    const literal = LITERAL.exec(source)?.[1];
    if (literal === undefined) continue;
    const schema: JsonSchema = JSON.parse(literal);
    const apiVersion = schema.properties?.['apiVersion']?.enum?.[0];
    const kind = schema.properties?.['kind']?.enum?.[0];
    const id = REGISTERED_ID.exec(source)?.[1];
    if (typeof apiVersion === 'string' && typeof kind === 'string') models.set(`${apiVersion}/${kind}`, schema);
    if (id !== undefined) models.set(id, schema);
  }
  return models;
}

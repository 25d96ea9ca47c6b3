import type { Field } from '../../manifest/field.js';
import { type RuleSite, ruleSites, type SchemaReader } from './cel/rule-sites.js';
import type { RuleOutcomes } from './cel/rules.js';
import { definitionNamed, knownReleasesIn, type SchemaError } from './compiler.js';
import type { FoldedSchema } from './folded.js';
import { repeatedItems } from './list-keys.js';
import { changed, fullName, isKnown } from './unfold.js';

/** What another file defines is metadata, which has no rules. */
const NO_SCHEMA: FoldedSchema = {};
const NONE: RuleOutcomes = { violations: [], notJudged: new Map() };

/**
 * What a schema asks for beyond types: keys of lists occur once, and CEL rules hold. A value that the schema refuses, or that holds one which it refuses, is not given
 * to them. The evaluator is loaded only where a value has rules.
 */
export async function ruleOutcomes(
  object: Field,
  schema: FoldedSchema,
  errors: readonly SchemaError[],
  { file, release }: { readonly file: string; readonly release: string },
): Promise<RuleOutcomes> {
  const reader = readerOf(file, release);
  const refused = errors.map(({ error }) => error.instancePath);
  const isSound = ({ pointer }: RuleSite) =>
    !refused.some((path) => path === pointer || path.startsWith(`${pointer}/`));
  const sites = [...ruleSites(schema, object.value ?? null, reader)].filter(isSound);
  const repeated = [...repeatedItems(schema, object, reader)];
  if (sites.length === 0) return { ...NONE, violations: repeated };
  const { evaluateRules } = await import('./cel/rules.js');
  const { violations, notJudged } = evaluateRules(object, sites, reader);
  return { violations: [...repeated, ...violations], notJudged };
}

function readerOf(file: string, release: string): SchemaReader {
  const reading = { file, release, releases: knownReleasesIn(file) };
  const keywords = (schema: FoldedSchema) => changed(schema, schema.changes ?? [], reading);
  return {
    keywords,
    resolved: (schema) => {
      const { $ref } = keywords(schema);
      if (typeof $ref !== 'string') return schema;
      const name = fullName($ref, file);
      return name.startsWith(`${file}#`) ? definitionNamed(name) : NO_SCHEMA;
    },
    isKnown: (schema) => isKnown(schema, reading),
  };
}

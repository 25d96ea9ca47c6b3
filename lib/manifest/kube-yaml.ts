import {
  boolYaml11Tag,
  FAILSAFE_SCHEMA,
  floatYaml11Tag,
  intYaml11Tag,
  loadAll,
  mergeTag,
  NOT_RESOLVED,
  nullYaml11Tag,
  Schema,
} from 'js-yaml';
import type { Json } from './object.js';

/** Aliases that one file may use; a hand-written file has a few dozen. */
const MAX_ALIASES = 10_000;
/**
 * Values that one file may hold once its aliases are written out: enough for 16 MiB of text, not enough for an alias
 * bomb.
 */
const MAX_VALUES = 10_000_000;

// kubectl leaves base 60 (`1:30`) as text, and reads `0o10`, `08` and `1e3` as numbers, while YAML 1.1 does the
// opposite.
const intTag = { ...intYaml11Tag, resolve: withoutColon(resolveInteger) };
const floatTag = { ...floatYaml11Tag, resolve: withoutColon(resolveFloat) };
const binaryTag = {
  ...FAILSAFE_SCHEMA.defaultScalarTag,
  tagName: 'tag:yaml.org,2002:binary',
  resolve: (source: string) => Buffer.from(source, 'base64').toString('utf8'),
  identify: () => false,
};
const timestampTag = {
  ...FAILSAFE_SCHEMA.defaultScalarTag,
  tagName: 'tag:yaml.org,2002:timestamp',
  identify: () => false,
};

/** YAML as kubectl reads it. */
const KUBE_SCHEMA = new Schema([
  ...FAILSAFE_SCHEMA.tags,
  nullYaml11Tag,
  boolYaml11Tag,
  intTag,
  floatTag,
  mergeTag,
  binaryTag,
  timestampTag,
]);

type ResolveNumber = typeof intYaml11Tag.resolve;

function withoutColon(resolve: ResolveNumber): ResolveNumber {
  return (source, isExplicit, tagName) => (source.includes(':') ? NOT_RESOLVED : resolve(source, isExplicit, tagName));
}

function resolveInteger(...[source, isExplicit, tagName]: Parameters<ResolveNumber>): ReturnType<ResolveNumber> {
  const octal = /^([-+]?)0o([0-7_]+)$/.exec(source);
  if (octal === null) return intYaml11Tag.resolve(source, isExplicit, tagName);
  const [, sign, digits = ''] = octal;
  return Number.parseInt(digits.replaceAll('_', ''), 8) * (sign === '-' ? -1 : 1);
}

const EXPONENT = /^[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?$/;

function resolveFloat(...[source, isExplicit, tagName]: Parameters<ResolveNumber>): ReturnType<ResolveNumber> {
  const value = EXPONENT.test(source)
    ? Number(source.replaceAll('_', ''))
    : floatYaml11Tag.resolve(source, isExplicit, tagName);
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new Error(`${source} is not a number that JSON can represent`);
  }
  return value;
}

/**
 * The YAML documents of a text with the values that kubectl gives them: YAML 1.1 booleans and octals, dates as text, merge keys
 * and aliases resolved. Keys that occur twice, endless nesting and alias bombs throw.
 */
export function readYaml(text: string): Json[] {
  const documents = loadAll(text, { schema: KUBE_SCHEMA, maxAliases: MAX_ALIASES }) as Json[];
  if (text.includes('*')) countValues(documents, 0);
  return documents;
}

function countValues(value: Json, counted: number): number {
  let count = counted + 1;
  if (count > MAX_VALUES) throw new Error(`its aliases expand to more than ${MAX_VALUES} values`);
  if (typeof value !== 'object' || value === null) return count;
  for (const item of Object.values(value)) count = countValues(item, count);
  return count;
}

import { Environment } from '@marcbachmann/cel-js';
import { registerFormats } from './formats.js';
import { registerLibrary } from './library.js';

/** What an expression yields, or why that is not known. */
export type Result =
  | { readonly value: unknown }
  /** The API server has no value either, and refuses the object. */
  | { readonly failed: string }
  | { readonly notJudged: string };

type Run = (self: unknown) => Result;

const environment = registerFormats(
  registerLibrary(
    new Environment({
      enableOptionalTypes: true,
      homogeneousAggregateLiterals: false,
      limits: { maxAstNodes: 100_000, maxDepth: 500, maxListElements: 10_000, maxMapEntries: 10_000 },
    }),
  ),
)
  .registerVariable('self', 'dyn')
  .registerVariable('oldSelf', 'dyn');
const noFormerValue: unknown = environment.evaluate('optional.none()');
const compiled = new Map<string, Run>();

/** Evaluates an expression on a value that has no former value. Each is compiled when it is first needed. */
export function evaluate(expression: string, self: unknown): Result {
  let run = compiled.get(expression);
  if (run === undefined) {
    run = compile(expression);
    compiled.set(expression, run);
  }
  return run(self);
}

/** Why an expression cannot be evaluated; undefined if it can. */
export function whyNotCompiled(expression: string): string | undefined {
  try {
    const { valid, error } = environment.check(withAnyPresenceTest(expression));
    return valid ? undefined : reasonOf(error);
  } catch (error) {
    return reasonOf(error);
  }
}

function compile(expression: string): Run {
  const reason = whyNotCompiled(expression);
  if (reason !== undefined) return () => ({ notJudged: reason });
  const parsed = environment.parse(withAnyPresenceTest(expression));
  return (self) => {
    try {
      return { value: parsed({ self, oldSelf: noFormerValue }) };
    } catch (error) {
      const isAbsence = error instanceof Error && 'code' in error && error.code === 'no_such_key';
      return isAbsence ? { failed: reasonOf(error) } : { notJudged: reasonOf(error) };
    }
  };
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

/**
 * `has(list[0].field)` says what `list[0].?field.hasValue()` says. The evaluator knows the first form for plain paths alone.
 */
export function withAnyPresenceTest(expression: string): string {
  let result = '';
  let rest = expression;
  for (let start = rest.search(/\bhas\(/); start >= 0; start = rest.search(/\bhas\(/)) {
    const end = closing(rest, start + 'has('.length);
    const argument = rest.slice(start + 'has('.length, end);
    const dot = argument.lastIndexOf('.');
    const isPlain = !/[[(]/.test(argument) || !/^\s*\w+\s*$/.test(argument.slice(dot + 1));
    result += rest.slice(0, start);
    result += isPlain
      ? rest.slice(start, end + 1)
      : `${argument.slice(0, dot)}.?${argument.slice(dot + 1).trim()}.hasValue()`;
    rest = rest.slice(end + 1);
  }
  return result + rest;
}

/** The place of the parenthesis that closes the one before `from`. */
function closing(text: string, from: number): number {
  let depth = 1;
  let quote = '';
  for (let index = from; index < text.length; index += 1) {
    const sign = text[index] ?? '';
    if (quote !== '') {
      if (sign === '\\') index += 1;
      else if (sign === quote) quote = '';
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '(' || sign === '[') depth += 1;
    else if (sign === ')' || sign === ']') depth -= 1;
    if (depth === 0) return index;
  }
  return text.length;
}

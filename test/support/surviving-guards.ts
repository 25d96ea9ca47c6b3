import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Rule } from '../../lib/judge/policy/rule.js';
import { guardMutants } from './guard-mutants.js';

const RULES = fileURLToPath(new URL('../../lib/judge/policy/rules/', import.meta.url));

/**
 * Takes each guard of a rule away, and writes those that no case misses to the file that `MESHWRIGHT_GUARDS` names: a line of
 * JSON for each.
 */
export async function survivingGuards(rule: Rule, holds: (mutant: Rule) => boolean): Promise<void> {
  const report = process.env['MESHWRIGHT_GUARDS'] ?? '';
  for (const [number, { guard, source }] of guardMutants(readFileSync(`${RULES}${rule.id}.ts`, 'utf8')).entries()) {
    const file = `${RULES}${rule.id}.mutant-${number}.ts`;
    writeFileSync(file, source);
    try {
      const { default: mutant } = (await import(/* @vite-ignore */ file)) as { default: Rule };
      appendFileSync(report, `${JSON.stringify({ rule: rule.id, guard, survived: holds(mutant) })}\n`);
    } finally {
      rmSync(file);
    }
  }
}

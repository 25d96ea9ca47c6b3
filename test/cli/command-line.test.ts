import { Command } from 'commander';
import { expect, test } from 'vitest';
import { explainMisuse } from '../../lib/cli/command-line.js';

test.each([
  ['of the program', ['--loud'], "error: unknown option '--loud'\nUsage: shop [options] [command]\n"],
  ['of a command', ['sell'], "error: missing required argument 'item'\nUsage: shop sell [options] <item>\n"],
  [
    'of a command within one',
    ['stock', 'count', 'a', 'b'],
    "error: too many arguments for 'count'. Expected 1 argument but got 2.\nUsage: shop stock count [options] <item>\n",
  ],
])('misuse %s is followed by its usage, and ends nothing', async (_place, words, text) => {
  const written: string[] = [];
  const output = { writeErr: (part: string) => written.push(part) };
  const program = new Command('shop').configureOutput(output);
  program.command('sell <item>').action(() => undefined);
  program
    .command('stock')
    .command('count <item>')
    .action(() => undefined);
  explainMisuse(program);

  await expect(program.parseAsync(words, { from: 'user' })).rejects.toThrow();
  expect(written.join('')).toBe(text);
});

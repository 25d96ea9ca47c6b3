#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { explainMisuse } from './command-line.js';

const UNABLE = 2;

/** Each command is loaded only if it is used: loading the certificate code takes longer than judging a small folder. */
const commands: { readonly [name: string]: (program: Command) => Promise<void> } = {
  check: async (program) => {
    const [{ registerCheck }, { allRules }, { validate }] = await Promise.all([
      import('./check.js'),
      import('../judge/policy/rules/all.js'),
      import('../judge/schema/validate.js'),
    ]);
    registerCheck(
      program,
      {
        today: new Date().toISOString().slice(0, 10),
        judges: { rules: allRules, validators: [{ name: 'schema', validate }] },
        out: (text) => process.stdout.write(text),
        err: (text) => process.stderr.write(text),
      },
      (code) => {
        process.exitCode = code;
      },
    );
  },
  parity: async (program) => {
    const { registerParity } = await import('./parity.js');
    registerParity(program, (code) => {
      process.exitCode = code;
    });
  },
  prune: async (program) => {
    const { registerPrune } = await import('./prune.js');
    registerPrune(
      program,
      { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) },
      (code) => {
        process.exitCode = code;
      },
    );
  },
  trust: async (program) => {
    const { registerTrust } = await import('./trust.js');
    registerTrust(program);
  },
};

const program = new Command('meshwright').description('plain, proven YAML for meshed, multi-cluster messaging');
const [, , wanted = ''] = process.argv;
// Help shows all of them.
const needed = wanted in commands ? [wanted] : Object.keys(commands);
for (const name of needed) await commands[name]?.(program);
explainMisuse(program);

// A reader such as `head` may exit before everything is written.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  // Commander has printed its message already, and exits with 0 after help and version.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : UNABLE;
  else {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = UNABLE;
  }
}

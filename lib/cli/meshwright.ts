#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { allRules } from '../policy/rules/all.js';
import { validate } from '../schema/validate.js';
import { registerCheck, UNABLE } from './check.js';
import { registerTrust } from './trust.js';

const program = new Command('meshwright').description('plain, proven YAML for meshed, multi-cluster messaging');

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
registerTrust(program);
for (const command of [program, ...program.commands, ...program.commands.flatMap((group) => group.commands)]) {
  command.exitOverride();
}

try {
  await program.parseAsync();
} catch (error) {
  // Commander has printed its message already, and ends help and version with 0.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : UNABLE;
  else {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = UNABLE;
  }
}
